/** A level payment taken apart: interest on what is still owed, and the rest, which pays the debt back. */
import { require } from '@/lib/errors';
import { fv, pmt, type When } from './timeValue';

function requirePeriods(where: string, first: number, last: number, nper: number): void {
  const inside = Number.isInteger(first) && Number.isInteger(last) && first >= 1 && first <= last && last <= nper;
  const range = first === last ? 'the period is a whole number' : 'the periods are whole numbers, in order,';
  require(inside, where, `${range} from 1 to ${nper}`, first === last ? first : `${first} to ${last}`);
}

/**
 * The interest in payment `per`: the rate times what is owed before it. Payments at the beginning come one period earlier,
 * so their interest is a period's discount less, and the first has none.
 *
 * @param rate a fraction per period; > −1
 * @param per  1 … nper
 * @param nper periods, > 0
 * @param pv   the loan, currency units
 * @param fv_  what is left at the end, currency units
 * @returns    currency units, negative when it is paid
 * @throws {DomainError} a number that is not finite, rate ≤ −1, a period outside 1 … nper
 * @example ipmt(0.0824 / 12, 1, 12, 2_500) // -17.166666666666668
 * @source numpy-financial `ipmt`, Excel IPMT
 */
export function ipmt(rate: number, per: number, nper: number, pv: number, fv_ = 0, when: When = 'end'): number {
  requirePeriods('ipmt', per, per, nper);
  const payment = pmt(rate, nper, pv, fv_, when);
  if (when === 'begin' && per === 1) return 0;
  const owed = fv(rate, per - 1, payment, pv, when);
  return (owed * rate) / (when === 'begin' ? 1 + rate : 1);
}

/**
 * The part of payment `per` that pays the loan back:  pmt − ipmt
 *
 * @param rate a fraction per period; > −1
 * @param per  1 … nper
 * @param nper periods, > 0
 * @param pv   the loan, currency units
 * @param fv_  what is left at the end, currency units
 * @returns    currency units, negative when it is paid
 * @throws {DomainError} a number that is not finite, rate ≤ −1, a period outside 1 … nper
 * @example ppmt(0.08, 10, 10, 200_000) // -27598.053462421354
 * @source numpy-financial `ppmt`, Excel PPMT
 */
export function ppmt(rate: number, per: number, nper: number, pv: number, fv_ = 0, when: When = 'end'): number {
  requirePeriods('ppmt', per, per, nper);
  return pmt(rate, nper, pv, fv_, when) - ipmt(rate, per, nper, pv, fv_, when);
}

/**
 * All interest in the payments from `first` to `last`.
 *
 * @param rate  a fraction per period; > −1
 * @param nper  periods, > 0
 * @param pv    the loan, currency units
 * @param first 1 … last
 * @param last  first … nper
 * @returns     currency units, negative when it is paid
 * @throws {DomainError} a number that is not finite, rate ≤ −1, periods outside 1 … nper or the wrong way round
 * @example cumipmt(0.09 / 12, 360, 125_000, 13, 24) // -11135.232130750845
 * @source Excel CUMIPMT
 */
export function cumipmt(
  rate: number,
  nper: number,
  pv: number,
  first: number,
  last: number,
  when: When = 'end',
): number {
  requirePeriods('cumipmt', first, last, nper);
  let sum = 0;
  for (let per = first; per <= last; per++) sum += ipmt(rate, per, nper, pv, 0, when);
  return sum;
}

/**
 * All that the payments from `first` to `last` pay back.
 *
 * @param rate  a fraction per period; > −1
 * @param nper  periods, > 0
 * @param pv    the loan, currency units
 * @param first 1 … last
 * @param last  first … nper
 * @returns     currency units, negative when it is paid
 * @throws {DomainError} a number that is not finite, rate ≤ −1, periods outside 1 … nper or the wrong way round
 * @example cumprinc(0.09 / 12, 360, 125_000, 13, 24) // -934.107123420897
 * @source Excel CUMPRINC
 */
export function cumprinc(
  rate: number,
  nper: number,
  pv: number,
  first: number,
  last: number,
  when: When = 'end',
): number {
  requirePeriods('cumprinc', first, last, nper);
  return (last - first + 1) * pmt(rate, nper, pv, 0, when) - cumipmt(rate, nper, pv, first, last, when);
}
