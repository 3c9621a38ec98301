/** The rates at which a series of cash flows is worth nothing. */
import { checkList, checkNumbers, inRange } from '@/lib/check';
import { NoSolutionError, require, show } from '@/lib/errors';
import type { DayCount } from './dayCount';
import { exponentialRoots } from './exponentialSum';
import { npv, timed, type DatedFlow } from './netPresentValue';

/** Every internal rate of return, ascending, and whether there is one only. */
export type InternalRates = {
  /** Fractions per period; at least one. */
  readonly rates: readonly number[];
  /** One rate only makes the flows worth nothing. When false, no single one is "the" return. */
  readonly unique: boolean;
};

/** The roots that a double can hold as rates; `ask` names the function in errors. */
function internalRates(where: string, amounts: readonly number[], times: readonly number[]): InternalRates {
  require(amounts.some((amount) => amount !== 0), where, 'at least one cash flow is not 0', amounts);
  const roots = exponentialRoots(amounts, times);
  if (roots.length === 0) {
    throw new NoSolutionError(`${where}: a rate above −100 % makes the cash flows worth 0; got ${show(amounts)}`);
  }
  const rates = roots.map(Math.expm1).filter((rate) => rate > -1 && rate < Infinity);
  if (rates.length === 0) {
    throw new NoSolutionError(
      `${where}: the rate is between −100 % and 1e308; got 1 + rate = e^${roots[0]!.toPrecision(6)}`,
    );
  }
  return { rates, unique: roots.length === 1 };
}

/**
 * Internal rates of return of cash flows at equal intervals: every rate > −1 at which npv(rate, cashFlows) is 0.
 *
 * @param cashFlows currency units at t = 0, 1, 2 …; money paid out is negative
 * @returns         every rate, ascending; where the value touches 0 without crossing it, that rate counts once
 * @throws {DomainError} no cash flow, one that is not finite, or all of them 0 (every rate would do)
 * @throws {NoSolutionError} no rate above −100 % makes them worth 0: all of one sign, or as in [−100, 100, −100]
 * @example irr([-100, 39, 59, 55, 20]).rates[0] // 0.28094842115996
 * @example irr([-100, 230, -132]) // { rates: [0.1, 0.2], unique: false }
 * @example irr([-100, 100, -100]) // throws "irr: a rate above −100 % makes the cash flows worth 0; got [-100, 100, -100]"
 * @remarks Near −100 % a double holds few digits of 1 + rate: at −0.9999999999 six of them, and npv there is as exact as that.
 * @remarks numpy-financial and Excel give one number: NumPy's is the rate nearest 0, Excel's depends on its guess.
 */
export function irr(cashFlows: readonly number[]): InternalRates {
  checkList('irr', 'cashFlows', cashFlows);
  return internalRates('irr', cashFlows, [...cashFlows.keys()]);
}

/**
 * Internal rates of return of cash flows on given days: every yearly rate > −1 at which their present value is 0.
 *
 * @param flows    in any order; several may share a day
 * @param dayCount how days become years
 * @returns        every rate, fractions a year, ascending
 * @throws {DomainError} no flow, an amount that is not finite, all of them 0, a text that is no date
 * @throws {NoSolutionError} no rate makes them worth 0, or none that a double can hold
 * @example xirr([{ date: '2020-03-04', amount: -713.07 }, { date: '2020-03-17', amount: 555.33 }]).rates[0].toFixed(6) // '-0.999106'
 * @source Microsoft, XIRR function
 */
export function xirr(flows: readonly DatedFlow[], dayCount: DayCount = 'ACT/365'): InternalRates {
  const { amounts, times } = timed('xirr', flows, dayCount);
  return internalRates('xirr', amounts, times);
}

/**
 * Internal rates of return of cash flows at given times.
 *
 * @param amounts currency units; money paid out is negative
 * @param times   years, one for each amount
 * @returns       every rate, fractions a year, ascending
 * @throws {DomainError} no cash flow, one that is not finite, all of them 0, a time missing
 * @throws {NoSolutionError} no rate makes them worth 0, or none that a double can hold
 * @example irrAt([-100, 121], [0, 2]) // { rates: [0.1], unique: true }
 */
export function irrAt(amounts: readonly number[], times: readonly number[]): InternalRates {
  checkList('irrAt', 'amounts', amounts);
  checkList('irrAt', 'times', times);
  require(times.length === amounts.length, 'irrAt', 'there is a time for each cash flow', times.length);
  return internalRates('irrAt', amounts, times);
}

/**
 * The one rate, where there is one only.
 *
 * @param where names the caller in the error
 * @throws {DomainError} several rates fit
 * @example onlyRate('fund', irr([-100, 110])) // 0.1
 * @example onlyRate('fund', irr([-100, 230, -132])) // throws "fund: one internal rate of return only fits the cash flows; got [0.1, 0.2]"
 */
export function onlyRate(where: string, { rates, unique }: InternalRates): number {
  const shown = rates.map((rate) => Number(rate.toPrecision(12)));
  require(unique, where, 'one internal rate of return only fits the cash flows', shown);
  return rates[0]!;
}

/**
 * Modified internal rate of return: what is put in is financed at one rate, what comes out is invested again at another.
 *
 *   MIRR = (FV of the inflows at reinvestRate / −PV of the outflows at financeRate)^(1/(n−1)) − 1
 *
 * @param cashFlows    currency units at t = 0 … n−1; money paid out is negative
 * @param financeRate  a fraction per period; > −1
 * @param reinvestRate a fraction per period; > −1
 * @returns            a fraction per period
 * @throws {DomainError} a rate ≤ −1, no cash flow, one that is not finite
 * @throws {NoSolutionError} all flows of one sign
 * @example mirr([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.1, 0.12) // 0.1260941303659051
 * @source Microsoft, MIRR function; numpy-financial `mirr`
 */
export function mirr(cashFlows: readonly number[], financeRate: number, reinvestRate: number): number {
  checkList('mirr', 'cashFlows', cashFlows);
  checkNumbers('mirr', { financeRate }, { above: -1 });
  checkNumbers('mirr', { reinvestRate }, { above: -1 });
  const paid = npv(
    financeRate,
    cashFlows.map((amount) => Math.min(amount, 0)),
  );
  const received = npv(
    reinvestRate,
    cashFlows.map((amount) => Math.max(amount, 0)),
  );
  if (paid === 0 || received === 0) {
    throw new NoSolutionError(`mirr: money is paid and received; got ${show(cashFlows)}`);
  }
  return inRange('mirr', (received / -paid) ** (1 / (cashFlows.length - 1)) * (1 + reinvestRate) - 1);
}
