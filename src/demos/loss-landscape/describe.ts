import type { Describe, Table } from '@/lib/demo';
import { formatCount, formatFixed, formatSignificant } from '@/lib/format';
import type { Values } from '@/lib/params';
import type { Lang } from '@/lib/text';
import type { params } from './demo';
import type { LandscapeState } from './model';

type P = typeof params;

/** Rows of the table of the walk: enough to follow it, few enough to read. */
const ROWS = 12;

/** Two digits are enough on the map; far outside it only the size matters. */
const place = (x: number, lang: Lang) => (Math.abs(x) < 1000 ? formatFixed(x, 2, lang) : formatSignificant(x, 3, lang));

export const sentence: Describe<P, LandscapeState>['sentence'] = (state, _values, trace) => {
  const start = trace.columns.loss![0]!;
  const at = (lang: 'zh' | 'en') => ({
    step: formatCount(state.step, lang),
    loss: formatSignificant(state.loss, 3, lang),
    start: formatSignificant(start, 3, lang),
    lowest: formatSignificant(state.lowest.loss, 3, lang),
    w: place(state.w, lang),
    b: place(state.b, lang),
  });
  const zh = at('zh');
  const en = at('en');
  if (state.step === 0) {
    return {
      zh: `从 w = ${zh.w}、b = ${zh.b} 出发，损失 ${zh.loss}；谷底的损失是 ${zh.lowest}。`,
      en: `The walk starts at w = ${en.w}, b = ${en.b} with a loss of ${en.loss}; at the lowest point it is ${en.lowest}.`,
    };
  }
  const excess = state.loss - state.lowest.loss;
  const rest = excess / (start - state.lowest.loss);
  const [zhEnd, enEnd] =
    state.loss > start
      ? [
          '比出发时还高：步子太大，每一步都越过谷底',
          'higher than at the start: the steps are too large and overshoot the valley',
        ]
      : rest < 0.01
        ? [`已到谷底（${zh.lowest}）附近`, `close to the lowest point (${en.lowest})`]
        : [`离谷底（${zh.lowest}）还有一段路`, `still above the lowest point (${en.lowest})`];
  return {
    zh: `${zh.step} 步之后 w = ${zh.w}、b = ${zh.b}，损失 ${zh.loss}，${zhEnd}。`,
    en: `After ${en.step} ${state.step === 1 ? 'step' : 'steps'}: w = ${en.w}, b = ${en.b}, loss ${en.loss}, ${enEnd}.`,
  };
};

export const tables: Describe<P, LandscapeState>['tables'] = (state, values, trace) => [
  {
    caption: { zh: '现在', en: 'Now' },
    columns: [
      { label: { zh: '参数', en: 'Parameter' } },
      { label: { zh: '值', en: 'Value' }, precision: 5 },
      { label: { zh: '梯度', en: 'Gradient' }, precision: 5 },
      { label: { zh: '谷底', en: 'Lowest point' }, digits: 4 },
    ],
    rows: [
      [{ zh: 'w', en: 'w' }, state.w, state.dw, state.lowest.w],
      [{ zh: 'b', en: 'b' }, state.b, state.db, state.lowest.b],
    ],
  },
  walk(state, trace.columns),
  data(state, values),
];

/** The walk so far, at most ROWS steps of it, the first and the last among them. */
function walk(state: LandscapeState, columns: Readonly<Record<string, readonly number[]>>): Table {
  const every = Math.max(1, Math.ceil(state.step / ROWS));
  const steps = Array.from({ length: state.step + 1 }, (_, i) => i).filter((i) => i % every === 0 || i === state.step);
  return {
    caption: { zh: '走过的路', en: 'The walk so far' },
    columns: [
      { label: { zh: '步', en: 'Step' } },
      { label: { zh: 'w', en: 'w' }, precision: 5 },
      { label: { zh: 'b', en: 'b' }, precision: 5 },
      { label: { zh: '损失', en: 'Loss' }, precision: 4 },
    ],
    rows: steps.map((i) => [i, columns.w![i]!, columns.b![i]!, columns.loss![i]!]),
  };
}

/** The points that the loss is measured on, and what the model says of them now. */
function data(state: LandscapeState, _values: Values<P>): Table {
  return {
    caption: { zh: '数据', en: 'Data' },
    columns: [
      { label: { zh: 'x', en: 'x' }, digits: 2 },
      { label: { zh: '目标 y', en: 'Target y' }, digits: 2 },
      { label: { zh: '预测', en: 'Prediction' }, precision: 5 },
    ],
    rows: state.x.map((x, i) => [x, state.y[i]!, state.predicted[i]!]),
  };
}
