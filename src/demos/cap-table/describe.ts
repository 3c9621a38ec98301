import type { Describe, Table } from '@/lib/demo';
import { formatFixed, formatMoney, formatPercent } from '@/lib/format';
import type { Lang, Text } from '@/lib/text';
import { HOLDERS, ownershipOf, type CapTableState } from './state';
import { ROUNDS, type CapTableParams } from './params';
import { HOLDER_NAMES, inBoth } from './working';

type D = Describe<CapTableParams, CapTableState>;

const percent = (x: number, lang: Lang) => formatPercent(x, 1, lang);
/** A difference of two percentages: 9.2 percentage points. */
const points = (x: number, lang: Lang) => formatFixed(x * 100, 1, lang);

function refusal({ refused }: CapTableState): Text | undefined {
  if (!refused) return undefined;
  const { round, investors, pool } = refused;
  return inBoth((lang) => {
    const [a, b, name] = [percent(investors, lang), percent(pool, lang), ROUNDS[round - 1]![lang]];
    return lang === 'zh'
      ? `${name}无解：投资人要 ${a}，期权池要 ${b}，加起来没有给老股东留下任何股份。请提高投前估值、减少融资额或缩小期权池。`
      : `The ${name} round has no solution: ${a} for the investors and ${b} for the pool leave earlier holders nothing. Raise the pre-money value, or lower the amount or the pool.`;
  });
}

/** Why amounts alone are not enough: the same money at other prices. */
function sameMoney({ half, double }: CapTableState, lang: Lang): string {
  if (half === null || double === null) return '';
  return lang === 'zh'
    ? `只有金额算不出股权：同样的钱，投前估值减半，创始人剩 ${percent(half, lang)}；翻倍，剩 ${percent(double, lang)}。`
    : ` Amounts alone cannot say this: the same money at half these pre-money values leaves them ${percent(half, lang)}, at twice these ${percent(double, lang)}.`;
}

function whoPaid({ paidForPool }: CapTableState, rounds: number, lang: Lang): string {
  if (!paidForPool || rounds === 0) return '';
  const founders = points(paidForPool.founders ?? 0, lang);
  return lang === 'zh'
    ? `期权池由老股东出：创始人为它少了 ${founders} 个百分点，最后进来的投资人一点没出。`
    : ` Earlier holders pay for the pool: it costs the founders ${founders} percentage points, and the last investor in nothing.`;
}

export const sentence: D['sentence'] = (state, values) => {
  const { rounds } = state;
  const refused = refusal(state);
  const last = rounds.at(-1);
  if (!last) return refused!;
  const founders = ownershipOf('founders', rounds);
  const raised = rounds.reduce((sum, round) => sum + round.investment, 0);
  return inBoth((lang) => {
    const money = (x: number) => formatMoney(x, values.currency, lang);
    const kept = percent(founders, lang);
    const name = ROUNDS[rounds.length - 1]![lang];
    if (refused) {
      return lang === 'zh'
        ? `${refused.zh}${name}之后，创始人持有 ${kept}。`
        : `${refused.en} Up to the ${name} round the founders hold ${kept}.`;
    }
    const head =
      lang === 'zh'
        ? `${rounds.length} 轮共融资 ${money(raised)}，按所填的投前估值，创始人最后持有 ${kept}，${name}价格下值 ${money(founders * last.postMoney)}。`
        : `After raising ${money(raised)} in ${rounds.length} round${rounds.length > 1 ? 's' : ''} at the pre-money values entered, the founders hold ${kept}, worth ${money(founders * last.postMoney)} at the ${name} price.`;
    return head + sameMoney(state, lang) + whoPaid(state, rounds.length, lang);
  });
};

export const tables: D['tables'] = ({ rounds, paidForPool }, values): readonly Table[] => {
  const money = inBoth(() => values.currency);
  const ratio = { zh: '%', en: '%' };
  const holders = HOLDERS.filter((holder) => rounds.at(-1)?.stakes.some((s) => s.holder === holder));
  const owned: Table = {
    caption: { zh: '各轮之后的持股比例', en: 'Ownership after each round' },
    columns: [
      { label: { zh: '持有人', en: 'Holder' } },
      ...rounds.map((_, i) => ({ label: ROUNDS[i]!, unit: ratio, digits: 2 })),
    ],
    rows: holders.map((holder) => [
      HOLDER_NAMES[holder],
      ...rounds.map((_, i) => ownershipOf(holder, rounds.slice(0, i + 1)) * 100),
    ]),
  };
  const prices: Table = {
    caption: { zh: '各轮的价格', en: 'The price of each round' },
    columns: [
      { label: { zh: '轮次', en: 'Round' } },
      { label: { zh: '融资额', en: 'Raised' }, unit: money, digits: 0 },
      { label: { zh: '投前估值', en: 'Pre-money' }, unit: money, digits: 0 },
      { label: { zh: '投后估值', en: 'Post-money' }, unit: money, digits: 0 },
      { label: { zh: '每股价格', en: 'Price per share' }, unit: money, digits: 4 },
      { label: { zh: '老股份的估值', en: 'Value of earlier shares' }, unit: money, digits: 0 },
      { label: { zh: '老股东的持股乘以', en: 'Earlier stakes are multiplied by' }, unit: ratio, digits: 2 },
      { label: { zh: '创始人的股份值', en: 'Founders’ stake' }, unit: money, digits: 0 },
    ],
    rows: rounds.map((round, i) => [
      ROUNDS[i]!,
      round.investment,
      round.preMoney,
      round.postMoney,
      round.pricePerShare,
      round.effectivePreMoney,
      round.retention * 100,
      round.stakes.find((s) => s.holder === 'founders')!.value,
    ]),
  };
  const exact: Table = {
    caption: { zh: '最后一轮之后：精确分数与价值', en: 'After the last round: exact fractions and value' },
    columns: [
      { label: { zh: '持有人', en: 'Holder' } },
      { label: { zh: '精确分数', en: 'Exact fraction' } },
      { label: { zh: '价值', en: 'Value' }, unit: money, digits: 0 },
      ...(paidForPool
        ? [{ label: { zh: '为期权池出了', en: 'Paid for the pool' }, unit: { zh: '百分点', en: 'points' }, digits: 2 }]
        : []),
    ],
    rows: (rounds.at(-1)?.stakes ?? []).map((stake) => [
      HOLDER_NAMES[stake.holder],
      inBoth(() => stake.exact),
      stake.value,
      ...(paidForPool ? [(paidForPool[stake.holder] ?? -stake.ownership) * 100] : []),
    ]),
  };
  return [owned, prices, exact];
};
