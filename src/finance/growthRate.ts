/** One sum that grows: how fast, how long, and through rates that change. */
import { checkList, checkNumbers, inRange } from '@/lib/check';
import { NoSolutionError, require } from '@/lib/errors';

/**
 * The rate per period at which `pv` becomes `fv`:  (fv / pv)^(1/nper) − 1. For yearly periods, the CAGR.
 *
 * @param nper periods, > 0
 * @param pv   currency units, > 0
 * @param fv   currency units, > 0
 * @returns    a fraction per period
 * @throws {DomainError} a number that is not finite or not > 0
 * @example rri(8, 10_000, 11_000).toFixed(9) // '0.011985024'
 * @source Excel RRI
 */
export function rri(nper: number, pv: number, fv: number): number {
  checkNumbers('rri', { nper, pv, fv }, { above: 0 });
  return inRange('rri', Math.expm1((Math.log(fv) - Math.log(pv)) / nper));
}

/**
 * The time in which `pv` grows to `fv`:  ln(fv / pv) / ln(1 + rate)
 *
 * @param rate a fraction per period; > −1
 * @param pv   currency units, > 0
 * @param fv   currency units, > 0
 * @returns    periods; negative when the sum would have had to grow the other way
 * @throws {DomainError} a number that is not finite or out of its range
 * @throws {NoSolutionError} a rate of 0, which changes nothing
 * @example pduration(0.1, 1_000, 2_000) // 7.272540897341713
 * @source Excel PDURATION
 */
export function pduration(rate: number, pv: number, fv: number): number {
  checkNumbers('pduration', { rate }, { above: -1 });
  checkNumbers('pduration', { pv, fv }, { above: 0 });
  if (rate === 0) throw new NoSolutionError(`pduration: ${pv} grows to ${fv} in some time; got a rate of 0`);
  return (Math.log(fv) - Math.log(pv)) / Math.log1p(rate);
}

/**
 * What a sum becomes through a schedule of rates:  principal · Π (1 + rateₜ)
 *
 * @param principal currency units
 * @param rates     fractions per period, each > −1; at least one
 * @returns         currency units
 * @throws {DomainError} no rate, one ≤ −1, a number that is not finite
 * @example fvSchedule(100, [0.09, 0.1, 0.11]) // 133.089
 * @source Excel FVSCHEDULE
 */
export function fvSchedule(principal: number, rates: readonly number[]): number {
  require(Number.isFinite(principal), 'fvSchedule', 'principal is a finite number', principal);
  checkList('fvSchedule', 'rates', rates);
  rates.forEach((rate) => checkNumbers('fvSchedule', { 'every rate': rate }, { above: -1 }));
  return inRange(
    'fvSchedule',
    rates.reduce((sum, rate) => sum * (1 + rate), principal),
  );
}
