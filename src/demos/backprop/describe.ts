/** What a step says: one sentence, and tables of every number. */
import type { Cell, Table } from '@/lib/demo';
import { LANGS, type Lang, type Text } from '@/lib/text';
import { GRAPHS, nameOf, type BackpropValues } from './graphs';
import { forwardLine, opOf, sentLine, wrongLine, write } from './lines';
import type { BackpropState } from './model';
import { localOf } from './tape';

const both = (say: (lang: Lang) => string) => Object.fromEntries(LANGS.map((lang) => [lang, say(lang)])) as Text;
const same = (text: string): Text => ({ zh: text, en: text });

/** “第 1 轮，反向 2 / 5：∂L/∂z = ∂L/∂ŷ × ŷ(1 − ŷ) = 0.7311 × 0.1966 = 0.1437。” */
export function sentence(state: BackpropState, values: BackpropValues): Text {
  const n = GRAPHS[state.graph].ops.length;
  return both((lang) => {
    const zh = lang === 'zh';
    const stop = zh ? '。' : '.';
    const round = zh ? `第 ${state.round} 轮，` : `Round ${state.round}, `;
    if (state.phase === 'start')
      return zh
        ? `还没有算：前向 ${n} 步，反向 ${n} 步，然后更新一次。`
        : `Nothing computed yet: ${n} operations forward, ${n} back, then one update.`;
    if (state.phase === 'update') {
      const [before, now] = [write(state.before, lang), write(state.loss, lang)];
      const fell = state.loss < state.before;
      return zh
        ? `${round}更新：学习率 ${values.learningRate}，损失从 ${before} ${fell ? '降' : '变'}到 ${now}。`
        : `${round}update: at a learning rate of ${values.learningRate} the loss ${fell ? 'falls' : 'goes'} from ${before} to ${now}.`;
    }
    const op = opOf(state)!;
    if (state.phase === 'forward')
      return `${round}${zh ? `前向 ${state.op + 1} / ${n}：` : `forward ${state.op + 1} of ${n}: `}${forwardLine(op, state, lang)}${stop}`;
    const at = n - state.op;
    const lines = state.sent.map((sent) => {
      const wrong = wrongLine(sent, lang);
      return sentLine(sent, lang) + (wrong ? (zh ? `（${wrong}）` : ` (${wrong})`) : '');
    });
    const head = `${round}${zh ? `反向 ${at} / ${n}：` : `backward ${at} of ${n}: `}`;
    const body = state.op === 0 ? verdict(state, lang) : lines.join(zh ? '；' : '; ') + stop;
    return head + body;
  });
}

/** Of the whole backward pass: what agrees, and by name what does not. */
function verdict({ graph, checks }: BackpropState, lang: Lang): string {
  const parameters = GRAPHS[graph].leaves.filter(({ role }) => role === 'weight' || role === 'bias');
  const failing = parameters.filter(({ id }) => !checks[id]!.agrees).map(({ id }) => nameOf(id));
  const all = parameters.length;
  if (failing.length === 0)
    return lang === 'zh'
      ? `走到了顶，${all} 个参数的梯度都与有限差分一致。`
      : `the top is reached; all ${all} parameter gradients agree with their finite differences.`;
  return lang === 'zh'
    ? `走到了顶，${all} 个参数里有 ${failing.length} 个的梯度与有限差分不符：${failing.join('、')}。`
    : `the top is reached; ${failing.length} of ${all} parameter gradients disagree with their finite differences: ${failing.join(', ')}.`;
}

const EMPTY = same('–');

export function tables(state: BackpropState, settings: BackpropValues): readonly Table[] {
  return [numbers(state, settings), locals(state), moves(state, settings)].filter(({ rows }) => rows.length > 0);
}

const numbers = ({ graph, values, gradients, checks }: BackpropState, { h }: BackpropValues): Table => ({
  caption: {
    zh: `每个数的值与梯度；有限差分的步长 h = ${h}`,
    en: `Value and gradient of every number; finite differences with h = ${h}`,
  },
  columns: [
    { label: { zh: '数', en: 'number' } },
    { label: { zh: '值', en: 'value' }, precision: 6 },
    { label: { zh: '梯度（反向传播）', en: 'gradient (backpropagation)' }, precision: 6 },
    { label: { zh: '梯度（有限差分）', en: 'gradient (finite difference)' }, precision: 6 },
    { label: { zh: '相对差', en: 'relative difference' }, precision: 2 },
    { label: { zh: '校验', en: 'check' } },
  ],
  rows: [...GRAPHS[graph].leaves, ...GRAPHS[graph].ops].map(({ id }): Cell[] => {
    const check = checks[id];
    const verdict = check?.agrees ? { zh: '一致', en: 'agrees' } : { zh: '不符', en: 'disagrees' };
    return [
      same(nameOf(id)),
      values[id] ?? EMPTY,
      gradients[id] ?? EMPTY,
      check?.numeric ?? EMPTY,
      check?.relative ?? EMPTY,
      check ? verdict : EMPTY,
    ];
  }),
});

const locals = ({ graph, values }: BackpropState): Table => ({
  caption: { zh: '局部导数', en: 'Local derivatives' },
  columns: [
    { label: { zh: '导数', en: 'derivative' } },
    { label: { zh: '公式', en: 'formula' } },
    { label: { zh: '值', en: 'value' }, precision: 6 },
  ],
  rows: GRAPHS[graph].ops
    .filter(({ id }) => values[id] !== undefined)
    .flatMap((op) =>
      op.from.map((from, i): Cell[] => {
        const { name, value } = localOf(op, i, values);
        return [same(`∂${nameOf(op.id)}/∂${nameOf(from)}`), same(name), value];
      }),
    ),
});

const moves = (state: BackpropState, { learningRate }: BackpropValues): Table => ({
  caption: { zh: `更新，学习率 ${learningRate}`, en: `Update at a learning rate of ${learningRate}` },
  columns: [
    { label: { zh: '参数', en: 'parameter' } },
    { label: { zh: '原值', en: 'before' }, precision: 6 },
    { label: { zh: '梯度', en: 'gradient' }, precision: 6 },
    { label: { zh: '新值', en: 'after' }, precision: 6 },
  ],
  rows: state.moves.map(({ id, from, gradient, to }) => [same(nameOf(id)), from, gradient, to]),
});
