/** What the state of the network says: one sentence, and tables of exact numbers. */
import type { Cell, Column, Table, Trace } from '@/lib/demo';
import { formatCount, formatSignificant } from '@/lib/format';
import { LANGS, type Lang, type Text } from '@/lib/text';
import { hiddenName, inputName, inputsOf, isRight, OUTPUT_NAME, PARAMETERS } from './network';
import type { NetworkState, NetworkValues } from './network';

/** The loss is listed every so many epochs, as the manuscript's second program prints it. */
const EVERY = 100;

const both = (write: (lang: Lang) => string) => Object.fromEntries(LANGS.map((lang) => [lang, write(lang)])) as Text;
const list = (rows: readonly number[], lang: Lang) => {
  const names = rows.map((row) => String(row + 1));
  return lang === 'zh' ? names.join('、') : new Intl.ListFormat('en').format(names);
};

/** “第 340 轮，损失 0.021，起点是 0.27；样本 2 仍然答错：它输出 0.61，目标是 1。” */
export function sentence(state: NetworkState, values: NetworkValues, trace: Trace): Text {
  const { step, loss, passes } = state;
  const errors = passes.map((pass, i) => Math.abs(pass.out - values.targets[i]!));
  const rows = passes.map((_, i) => i);
  const wrong = rows.filter((i) => !isRight(passes[i]!.out, values.targets[i]!));
  const worst = errors.indexOf(Math.max(...errors));
  const before = trace.columns.loss?.[0] ?? loss;

  return both((lang) => {
    const number = (x: number) => formatSignificant(x, 3, lang);
    const out = number(passes[worst]!.out);
    const target = String(values.targets[worst]);
    const n = formatCount(step, lang);
    const verdict = {
      zh: [
        `三个样本都答对，离目标最远的是样本 ${worst + 1}`,
        `样本 ${worst + 1} 答错`,
        `样本 ${list(wrong, lang)} 答错，错得最多的是样本 ${worst + 1}`,
      ],
      en: [
        `all three samples are right, the furthest off is sample ${worst + 1}`,
        `sample ${worst + 1} is wrong`,
        `samples ${list(wrong, lang)} are wrong, most of all sample ${worst + 1}`,
      ],
    };
    const progress = {
      zh:
        step === 0 ? `还没有训练，损失 ${number(loss)}` : `第 ${n} 轮，损失 ${number(loss)}，起点是 ${number(before)}`,
      en:
        step === 0
          ? `Not trained yet, loss ${number(loss)}`
          : `Epoch ${n}, loss ${number(loss)}, ${number(before)} at the start`,
    };
    const said = verdict[lang][Math.min(wrong.length, 2)]!;
    return lang === 'zh'
      ? `${progress.zh}；${said}：输出 ${out}，目标 ${target}。`
      : `${progress.en}; ${said}: ${out} for a target of ${target}.`;
  });
}

const column = (zh: string, en: string, digits?: Partial<Column>): Column => ({ label: { zh, en }, ...digits });
const same = (text: string): Text => ({ zh: text, en: text });
const sample = (i: number): Text => ({ zh: `样本 ${i + 1}`, en: `sample ${i + 1}` });
const PROBE: Text = { zh: '没见过的输入', en: 'unseen input' };

export function tables(state: NetworkState, values: NetworkValues, trace: Trace): readonly Table[] {
  return [predictions(state, values), lossLog(trace), parameters(state), forward(state)];
}

const predictions = (state: NetworkState, values: NetworkValues): Table => ({
  caption: { zh: '预测', en: 'Predictions' },
  columns: [
    column('样本', 'sample'),
    ...[0, 1, 2].map((i) => ({ label: same(inputName(i)), precision: 3 })),
    column('目标', 'target', { precision: 3 }),
    column('输出', 'output', { precision: 4 }),
    column('误差', 'error', { precision: 4 }),
    column('判断', 'verdict'),
  ],
  rows: state.passes.map(({ out }, i): Cell[] => {
    const target = values.targets[i]!;
    const verdict = isRight(out, target) ? { zh: '对', en: 'right' } : { zh: '错', en: 'wrong' };
    return [sample(i), ...inputsOf(values, i), target, out, out - target, verdict];
  }),
});

const lossLog = ({ steps, columns }: Trace): Table => ({
  caption: { zh: `每 ${EVERY} 轮的损失`, en: `Loss every ${EVERY} epochs` },
  columns: [column('轮', 'epoch'), column('损失', 'loss', { precision: 6 })],
  rows: steps.flatMap((step, i) => (step % EVERY === 0 || i === steps.length - 1 ? [[step, columns.loss![i]!]] : [])),
});

const parameters = ({ weights, gradients }: NetworkState): Table => ({
  caption: { zh: '权重、偏置和梯度', en: 'Weights, biases and gradients' },
  columns: [
    column('参数', 'parameter'),
    column('值', 'value', { precision: 4 }),
    column('梯度', 'gradient', { precision: 3 }),
  ],
  rows: PARAMETERS.map(({ name }, k) => [same(name), weights[k]!, gradients[k]!]),
});

const forward = ({ passes, probe }: NetworkState): Table => {
  const all = [...passes, probe];
  return {
    caption: { zh: '前向传播的值', en: 'Values of the forward pass' },
    columns: [
      column('量', 'quantity'),
      ...passes.map((_, i) => ({ label: sample(i), precision: 4 })),
      { label: PROBE, precision: 4 },
    ],
    rows: [
      ...[0, 1, 2, 3].map((j) => [same(`z(${hiddenName(j)})`), ...all.map((pass) => pass.z[j]!)]),
      ...[0, 1, 2, 3].map((j) => [same(hiddenName(j)), ...all.map((pass) => pass.h[j]!)]),
      [same(`z(${OUTPUT_NAME})`), ...all.map((pass) => pass.zOut)],
      [same(OUTPUT_NAME), ...all.map((pass) => pass.out)],
    ],
  };
};
