/** What a reader sets. Money is in millions, in Chinese typed as 万: few digits for a thumb, and short links. */
import type { Params } from '@/lib/params';
import type { Text } from '@/lib/text';

/** The manuscript's three rounds, first to last. */
export const ROUNDS: readonly Text[] = [
  { zh: '天使轮', en: 'Angel' },
  { zh: 'A 轮', en: 'Series A' },
  { zh: 'B 轮', en: 'Series B' },
];

const money = {
  scale: { zh: 100 },
  unitBy: {
    key: 'currency',
    units: { CNY: { zh: '万元', en: 'million yuan' }, USD: { zh: '万美元', en: 'million dollars' } },
  },
  min: 0.001,
  max: 1_000_000,
  minLength: 3,
  maxLength: 3,
  entries: ROUNDS,
} as const;

export const params = {
  preMoney: {
    kind: 'numbers',
    label: { zh: '投前估值', en: 'Pre-money value' },
    hint: {
      zh: '投钱之前，公司作价多少。手稿没有给出：请填你要的，或投资人给的。',
      en: 'What the company is priced at before the money. The manuscript does not say: enter what you ask or are offered.',
    },
    /** With the amounts below, stakes of exactly 15, 20 and 15 %. */
    default: [17 / 3, 20, 136 / 3],
    ...money,
  },
  amounts: {
    kind: 'numbers',
    label: { zh: '融资额', en: 'Amount raised' },
    default: [1, 5, 8],
    ...money,
  },
  rounds: {
    kind: 'number',
    label: { zh: '融资轮数', en: 'Rounds' },
    default: 3,
    min: 1,
    max: 3,
    step: 1,
    integer: true,
  },
  pool: {
    kind: 'number',
    label: { zh: '每轮之后的期权池', en: 'Option pool after each round' },
    hint: {
      zh: '投资人常要求钱到账之前先把期权池补足；这部分由老股东出。',
      en: 'Investors often want the pool filled up before their money comes in; those who hold shares already pay for it.',
    },
    default: 0,
    min: 0,
    max: 30,
    step: 1,
    unit: { zh: '%', en: '%' },
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

export type CapTableParams = typeof params;
