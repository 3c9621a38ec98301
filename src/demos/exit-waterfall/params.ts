/** What a reader sets. Money and shares are typed in millions: few digits for a thumb, and short links. */
import type { Params } from '@/lib/params';
import type { Text } from '@/lib/text';

/** First to last, as in the cap table. */
export const ROUNDS: readonly Text[] = [
  { zh: '天使轮', en: 'Angel' },
  { zh: 'A 轮', en: 'Series A' },
  { zh: 'B 轮', en: 'Series B' },
];

const million = { zh: '百万', en: 'M' };
const entries = ROUNDS;
const three = { minLength: 3, maxLength: 3, entries } as const;

const participation = (label: Text) =>
  ({
    kind: 'choice',
    label,
    default: 'none',
    options: [
      { value: 'none', label: { zh: '不参与', en: 'None' } },
      { value: 'full', label: { zh: '完全参与', en: 'Full' } },
      { value: 'capped', label: { zh: '有上限', en: 'Capped' } },
    ],
  }) as const;

export const params = {
  exit: {
    kind: 'number',
    label: { zh: '公司售价', en: 'Exit' },
    default: 40,
    min: 0.01,
    max: 1_000_000,
    step: 0.01,
    scale: 'log',
    unit: million,
  },
  multiple: {
    kind: 'numbers',
    label: { zh: '优先清算倍数', en: 'Preference multiple' },
    default: [1, 1, 1],
    min: 1,
    max: 20,
    ...three,
    unit: { zh: '倍', en: '×' },
  },
  angel: participation({ zh: '天使轮：参与分配', en: 'Angel: participation' }),
  seriesA: participation({ zh: 'A 轮：参与分配', en: 'Series A: participation' }),
  seriesB: participation({ zh: 'B 轮：参与分配', en: 'Series B: participation' }),
  target: {
    kind: 'number',
    label: { zh: '创始人要', en: 'Founders want' },
    default: 40,
    min: 0.01,
    max: 1_000_000,
    step: 0.01,
    scale: 'log',
    unit: million,
  },
  compare: {
    kind: 'switch',
    label: { zh: '与干净条款（1 倍、不参与）比较', en: 'Compare with clean terms: 1×, none' },
    default: false,
  },
  view: {
    kind: 'choice',
    label: { zh: '坐标', en: 'Axes' },
    default: 'money',
    options: [
      { value: 'money', label: { zh: '金额', en: 'Money' } },
      { value: 'share', label: { zh: '占售价的比例', en: 'Share of the exit' } },
    ],
  },
  caps: {
    kind: 'numbers',
    label: { zh: '参与分配的上限', en: 'Cap on participation' },
    hint: { zh: '连优先款在内，投资额的几倍。', en: 'With the preference, times the investment.' },
    default: [2, 2, 2],
    min: 1,
    max: 100,
    ...three,
    unit: { zh: '倍', en: '×' },
    more: true,
  },
  seniority: {
    kind: 'choice',
    label: { zh: '优先款的先后', en: 'Order of the preferences' },
    default: 'standard',
    options: [
      { value: 'standard', label: { zh: '后投先得', en: 'Standard: last in, first out' } },
      { value: 'pari', label: { zh: '同等顺位，按比例', en: 'Pari passu: in proportion' } },
    ],
    more: true,
  },
  debt: {
    kind: 'number',
    label: { zh: '债务（本息与费用）', en: 'Debt, with interest and fees' },
    default: 0,
    min: 0,
    max: 1000,
    step: 0.5,
    unit: million,
    more: true,
  },
  invested: {
    kind: 'numbers',
    label: { zh: '投资额', en: 'Invested' },
    default: [1, 5, 8],
    min: 0.001,
    max: 100_000,
    ...three,
    unit: million,
    more: true,
  },
  founders: {
    kind: 'number',
    label: { zh: '创始人股数', en: 'Founders’ shares' },
    default: 57.8,
    min: 0.001,
    max: 1000,
    step: 0.1,
    unit: million,
    more: true,
  },
  shares: {
    kind: 'numbers',
    label: { zh: '投资人股数', en: 'Investors’ shares' },
    hint: { zh: '填 0 就是没有这一轮。', en: '0 means that there was no such round.' },
    default: [10.2, 17, 15],
    min: 0,
    max: 1000,
    ...three,
    unit: million,
    more: true,
  },
  options: {
    kind: 'number',
    label: { zh: '员工期权', en: 'Employees’ options' },
    hint: { zh: '已授予的；没授予的分不到钱。', en: 'Granted ones; the rest of the pool gets nothing.' },
    default: 0,
    min: 0,
    max: 1000,
    step: 0.5,
    unit: million,
    more: true,
  },
  strike: {
    kind: 'number',
    label: { zh: '行权价', en: 'Strike price' },
    default: 0.1,
    min: 0,
    max: 20,
    step: 0.01,
    unit: { zh: '每股', en: 'per share' },
    more: true,
  },
  currency: {
    kind: 'choice',
    label: { zh: '货币', en: 'Currency' },
    default: 'CNY',
    options: [
      { value: 'CNY', label: { zh: '人民币', en: 'Chinese yuan (CNY)' } },
      { value: 'USD', label: { zh: '美元', en: 'US dollar (USD)' } },
    ],
    more: true,
  },
} as const satisfies Params;

export type ExitParams = typeof params;
