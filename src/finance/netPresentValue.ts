/** What a series of cash flows is worth today. */
import { checkList, checkNumbers, inRange } from '@/lib/check';
import { require } from '@/lib/errors';
import { yearFraction, type DayCount, type IsoDate } from './dayCount';
import { silent, type Note } from './derivation';

/** Money on a day: paid out is negative. */
export type DatedFlow = { readonly date: IsoDate; readonly amount: number };

/** Σ amounts[j] / (1 + rate)^times[j]; the numbers are checked by the caller. */
const discounted = (where: string, rate: number, amounts: readonly number[], times: readonly number[]): number =>
  inRange(
    where,
    amounts.reduce((sum, amount, j) => sum + amount * (1 + rate) ** -times[j]!, 0),
  );

/**
 * Net present value of cash flows at equal intervals:  NPV = Σₜ cashFlows[t] / (1 + rate)ᵗ,  t = 0 … n−1
 *
 * @param rate      discount rate per period, a fraction (0.08 is 8 %); > −1
 * @param cashFlows currency units; cashFlows[0] is today; money paid out is negative; at least one
 * @returns         currency units, as of today
 * @throws {DomainError} rate ≤ −1, no cash flow, one that is not finite, a result beyond the largest double
 * @example npv(0.08, [-40_000, 5_000, 8_000, 12_000, 30_000]) // 3065.2226681795255
 * @remarks Excel's NPV puts the first flow one period away: npvExcel.
 * @source numpy-financial `npv`
 */
export function npv(rate: number, cashFlows: readonly number[], note: Note = silent): number {
  checkNumbers('npv', { rate }, { above: -1 });
  checkList('npv', 'cashFlows', cashFlows);
  if (note !== silent) return workedOut(rate, cashFlows, note);
  return discounted('npv', rate, cashFlows, [...cashFlows.keys()]);
}

/** The same sum with every term as a step. */
function workedOut(r: number, cashFlows: readonly number[], note: Note): number {
  const terms = cashFlows.map((amount, t) =>
    note(
      {
        symbol: `D${t}`,
        name: { zh: `第 ${t} 期现金流的现值`, en: `present value of the flow at ${t}` },
        formula: `C${t} / (1 + r)^${t}`,
        inputs: { [`C${t}`]: amount, r },
        unit: 'money',
      },
      amount / (1 + r) ** t,
    ),
  );
  return note(
    {
      symbol: 'NPV',
      name: { zh: '净现值', en: 'net present value' },
      formula: terms.map((_, t) => `D${t}`).join(' + '),
      inputs: Object.fromEntries(terms.map((term, t) => [`D${t}`, term])),
      unit: 'money',
    },
    terms.reduce((sum, term) => sum + term, 0),
  );
}

/**
 * Net present value as Excel's NPV has it, the first flow one period away:  NPV = Σₜ cashFlows[t] / (1 + rate)^(t+1)
 *
 * @param rate      discount rate per period, a fraction; > −1
 * @param cashFlows currency units; cashFlows[0] comes at the end of the first period; at least one
 * @returns         currency units, as of one period before the first flow
 * @throws {DomainError} rate ≤ −1, no cash flow, one that is not finite, a result beyond the largest double
 * @example npvExcel(0.1, [-10_000, 3_000, 4_200, 6_800]) // 1188.4434123352207
 * @source Microsoft, NPV function, example 1
 */
export function npvExcel(rate: number, cashFlows: readonly number[]): number {
  checkNumbers('npvExcel', { rate }, { above: -1 });
  checkList('npvExcel', 'cashFlows', cashFlows);
  return discounted(
    'npvExcel',
    rate,
    cashFlows,
    Array.from(cashFlows, (_, t) => t + 1),
  );
}

/**
 * Net present value at times that need not be equally spaced:  Σⱼ amounts[j] / (1 + rate)^times[j]
 *
 * @param rate    a fraction a year; > −1
 * @param amounts currency units; at least one
 * @param times   years from the day of valuation, one for each amount
 * @returns       currency units, as of time 0
 * @throws {DomainError} rate ≤ −1, no amount, one that is not finite, a time missing
 * @example npvAt(0.21, [-100, 110], [0, 0.5]) // 0
 */
export function npvAt(rate: number, amounts: readonly number[], times: readonly number[]): number {
  checkNumbers('npvAt', { rate }, { above: -1 });
  checkList('npvAt', 'amounts', amounts);
  checkList('npvAt', 'times', times);
  require(times.length === amounts.length, 'npvAt', 'there is a time for each cash flow', times.length);
  return discounted('npvAt', rate, amounts, times);
}

/**
 * The amounts of dated flows, and their times in years from the first one listed.
 *
 * @throws {DomainError} no flow, an amount that is not finite, a text that is no date
 * @example timed('xnpv', [{ date: '2024-01-01', amount: -100 }, { date: '2024-12-31', amount: 110 }], 'ACT/365') // { amounts: [-100, 110], times: [0, 1] }
 */
export function timed(
  where: string,
  flows: readonly DatedFlow[],
  dayCount: DayCount,
): { readonly amounts: number[]; readonly times: number[] } {
  const amounts = flows.map(({ amount }) => amount);
  checkList(where, 'amounts', amounts);
  return { amounts, times: flows.map(({ date }) => yearFraction(flows[0]!.date, date, dayCount)) };
}

/**
 * Net present value of cash flows on given days, as of the day of the first:  Σⱼ amountⱼ / (1 + rate)^(years from the first)
 *
 * @param rate     a fraction a year; > −1
 * @param flows    at least one; none before the first
 * @param dayCount how days become years
 * @returns        currency units, as of the first date
 * @throws {DomainError} rate ≤ −1, no flow, an amount that is not finite, no date of the calendar, a flow before the first
 * @example xnpv(0.1, [{ date: '2024-01-01', amount: -100 }, { date: '2024-12-31', amount: 110 }]) // 0
 * @source Microsoft, XNPV function
 */
export function xnpv(rate: number, flows: readonly DatedFlow[], dayCount: DayCount = 'ACT/365'): number {
  checkNumbers('xnpv', { rate }, { above: -1 });
  const { amounts, times } = timed('xnpv', flows, dayCount);
  const early = times.findIndex((time) => time < 0);
  require(early < 0, 'xnpv', 'no cash flow comes before the first', flows[early]?.date);
  return discounted('xnpv', rate, amounts, times);
}
