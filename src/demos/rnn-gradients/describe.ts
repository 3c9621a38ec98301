/** What is seen: one sentence, and every number of the pictures as tables. */
import type { Cell as TableCell, Describe, Table } from '@/lib/demo';
import { formatPercent } from '@/lib/format';
import { LANGS, type Lang, type Text } from '@/lib/text';
import type { GradientValues } from './cells';
import { CELLS, type Cell } from './names';
import type { params } from './demo';
import { CELL_NAMES, write } from './lines';
import { clipped, factorsOf, meanFactor, type GradientState, type Reading } from './reading';

type D = Describe<typeof params, GradientState>;

const both = (say: (lang: Lang) => string) => Object.fromEntries(LANGS.map((lang) => [lang, say(lang)])) as Text;
const same = (text: string): Text => ({ zh: text, en: text });
const NONE = same('–');

/** “RNN 0.49 → 2.4×10⁻⁹” */
function wayOf(cell: Cell, reading: Reading, { of }: GradientValues, lang: Lang): string {
  const list = of === 'state' ? reading.norms : reading.inputs;
  const name = CELL_NAMES[cell];
  if (list.length === 0) return lang === 'zh' ? `${name} 超出了 f32 的范围` : `${name} beyond what f32 holds`;
  return `${name} ${write(list.at(-1)!, lang, 2)} → ${write(list[0]!, lang, 2)}`;
}

export const sentence: D['sentence'] = (state, values) =>
  both((lang) => {
    const zh = lang === 'zh';
    const { cell: chosen, cells, sequence } = state;
    const what = values.of === 'state' ? { zh: '状态', en: 'state' } : { zh: '输入', en: 'input' };
    const ways = CELLS.map((cell) => wayOf(cell, cells[cell], values, lang)).join(zh ? '，' : ', ');
    const factor = meanFactor(cells[chosen]);
    const mean = factor === undefined || values.of === 'input' ? '' : zh ? `；${CELL_NAMES[chosen]} 每步平均乘 ${write(factor, lang)}` : `; the ${CELL_NAMES[chosen]} multiplies by ${write(factor, lang)} a step on average`; // prettier-ignore
    const parts = [
      zh
        ? `对${what.zh}的梯度，从第 ${sequence.length} 步传回第 1 步：${ways}${mean}。`
        : `The gradient by the ${what.en}, from step ${sequence.length} back to step 1: ${ways}${mean}.`,
    ];
    if (values.printed && cells.rnn.norms.length > 0)
      parts.push(
        zh
          ? `照手稿的公式，RNN 里没有输入：∂L/∂x 每一步都是 ${write(Math.max(...cells.rnn.inputs), lang)}，把所有符号都换掉，输出移动 ${write(cells.rnn.all, lang)}。`
          : `As printed no input enters the RNN: ∂L/∂x is ${write(Math.max(...cells.rnn.inputs), lang)} at every step, and with every symbol replaced its output moves by ${write(cells.rnn.all, lang)}.`,
      );
    const cut = CELLS.filter((cell) => clipped(cells[cell].gradient, values) < cells[cell].gradient);
    if (values.clip)
      parts.push(
        cut.length === 0
          ? zh
            ? `没有一个梯度的范数超过 ${values.maxNorm}，裁剪什么也没做。`
            : `No gradient is longer than ${values.maxNorm}: clipping does nothing.`
          : zh
            ? `裁剪把全部权重的梯度缩到 ${values.maxNorm}：${cut.map((cell) => `${CELL_NAMES[cell]} 原来是 ${write(cells[cell].gradient, lang)}`).join('，')}。`
            : `Clipping shortens the gradient of all weights to ${values.maxNorm}: ${cut.map((cell) => `${CELL_NAMES[cell]} from ${write(cells[cell].gradient, lang)}`).join(', ')}.`,
      );
    if (state.step > 0) {
      const right = CELLS.map((cell) => `${CELL_NAMES[cell]} ${formatPercent(cells[cell].accuracy, 0, lang)}`);
      parts.push(
        zh
          ? `训练 ${state.step} 步之后，没见过的序列答对：${right.join('，')}（乱猜是 25%）。`
          : `After ${state.step} training ${state.step === 1 ? 'step' : 'steps'}, right on unseen sequences: ${right.join(', ')} (guessing gets 25%).`,
      );
    }
    return parts.join(zh ? '' : ' ');
  });

export const tables: D['tables'] = (state, values) => [summary(state, values), byStep(state)];

/** The rows of the comparison, from the top: what each says, and its number for a cell. */
export const ROWS: readonly {
  readonly id: string;
  readonly label: (values: GradientValues) => Text;
  readonly of: (reading: Reading, values: GradientValues) => number | undefined;
}[] = [
  {
    id: 'late',
    label: ({ length }) => ({ zh: `第 ${length} 步的梯度`, en: `gradient at step ${length}` }),
    of: ({ norms }) => norms.at(-1),
  },
  { id: 'early', label: () => ({ zh: '第 1 步的梯度', en: 'gradient at step 1' }), of: ({ norms }) => norms[0] },
  { id: 'factor', label: () => ({ zh: '每步平均乘', en: 'mean factor a step' }), of: (reading) => meanFactor(reading) },
  {
    id: 'weights',
    label: ({ clip }) => ({
      zh: clip ? '全部权重的梯度，裁剪之后' : '全部权重的梯度',
      en: clip ? 'gradient of all weights, clipped' : 'gradient of all weights',
    }),
    of: ({ norms, gradient }, values) => (norms.length ? clipped(gradient, values) : undefined),
  },
  {
    id: 'first',
    label: () => ({ zh: '换掉首字母，输出移动', en: 'output moves by, first letter changed' }),
    of: ({ norms, first }) => (norms.length ? first : undefined),
  },
  {
    id: 'all',
    label: () => ({ zh: '全部换掉，输出移动', en: 'output moves by, all changed' }),
    of: ({ norms, all }) => (norms.length ? all : undefined),
  },
];

const summary = ({ cells, sequence }: GradientState, values: GradientValues): Table => ({
  caption: { zh: `三种单元，序列 ${sequence}`, en: `Three cells on the sequence ${sequence}` },
  columns: [{ label: { zh: '', en: '' } }, ...CELLS.map((cell) => ({ label: same(CELL_NAMES[cell]), precision: 4 }))],
  rows: [
    ...ROWS.map(({ label, of }): TableCell[] => [
      label(values),
      ...CELLS.map((cell) => of(cells[cell], values) ?? NONE),
    ]),
    [{ zh: '没见过的序列答对', en: 'right on unseen sequences' }, ...CELLS.map((cell) => cells[cell].accuracy)],
  ],
});

function byStep({ cell: chosen, cells, bounds, sequence }: GradientState): Table {
  const factors = new Map(factorsOf(cells[chosen]).map(({ t, factor }) => [t, factor]));
  return {
    caption: {
      zh: `每一步的梯度；倍数与上限属于 ${CELL_NAMES[chosen]}`,
      en: `Gradients step by step; factor and bound are the ${CELL_NAMES[chosen]}’s`,
    },
    columns: [
      { label: { zh: 't', en: 't' } },
      ...CELLS.map((cell) => ({ label: same(`|∂L/∂s| ${CELL_NAMES[cell]}`), precision: 4 })),
      ...CELLS.map((cell) => ({ label: same(`|∂L/∂x| ${CELL_NAMES[cell]}`), precision: 4 })),
      { label: { zh: 't → t − 1 的倍数', en: 'factor from t to t − 1' }, precision: 4 },
      { label: { zh: '最大奇异值', en: 'largest singular value' }, precision: 4 },
    ],
    rows: Array.from({ length: sequence.length }, (_, i): TableCell[] => [
      i + 1,
      ...CELLS.map((cell) => cells[cell].norms[i] ?? NONE),
      ...CELLS.map((cell) => cells[cell].inputs[i] ?? NONE),
      factors.get(i + 1) ?? NONE,
      bounds[i - 1] ?? NONE,
    ]),
  };
}
