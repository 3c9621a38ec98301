/** Interest on a sum that is lent and not paid back in between. Times in years; `yearFraction` counts them. */
import { checkNumbers, inRange } from '@/lib/check';
import { require } from '@/lib/errors';

/**
 * Simple interest, on the principal alone:  I = P · r · t
 *
 * @param principal currency units, ≥ 0
 * @param rate      a fraction a year
 * @param years     ≥ 0, by a stated day count: yearFraction(from, to, 'ACT/365')
 * @returns         the interest, currency units; principal + interest is owed
 * @throws {DomainError} a number that is not finite, principal or years below 0
 * @example simpleInterest(1_000_000, 0.08, yearFraction('2025-01-01', '2027-01-01', 'ACT/365')) // 160_000
 * @example simpleInterest(1_000_000, 0.08, 730 / 360).toFixed(2) // '162222.22'
 */
export function simpleInterest(principal: number, rate: number, years: number): number {
  checkNumbers('simpleInterest', { principal, rate, years });
  require(principal >= 0, 'simpleInterest', 'principal is at least 0', principal);
  require(years >= 0, 'simpleInterest', 'years is at least 0', years);
  return inRange('simpleInterest', principal * rate * years);
}

/**
 * Compound interest, added to the principal at the end of every period:  I = P · ((1 + r/m)^(m t) − 1)
 *
 * Contracts differ on what a part of a period earns, so it is refused rather than guessed.
 *
 * @param principal      currency units, ≥ 0
 * @param rate           nominal, a fraction a year; rate / periodsPerYear > −1
 * @param periodsPerYear m, a whole number ≥ 1: 1 yearly, 2 half-yearly, 4 quarterly, 12 monthly
 * @param years          t ≥ 0; m · t is whole
 * @returns              the interest, currency units
 * @throws {DomainError} a number that is not finite or out of its range, a part of a period
 * @example compoundInterest(1_000_000, 0.08, 2, 2).toFixed(2) // '169858.56'
 * @example compoundInterest(100, 0.08, 1, 1.5) // throws "compoundInterest: the time is a whole number of periods; got 1.5"
 */
export function compoundInterest(principal: number, rate: number, periodsPerYear: number, years: number): number {
  const where = 'compoundInterest';
  checkNumbers(where, { principal, rate, periodsPerYear, years });
  require(principal >= 0, where, 'principal is at least 0', principal);
  require(Number.isInteger(periodsPerYear) &&
    periodsPerYear >= 1, where, 'periodsPerYear is a whole number from 1', periodsPerYear);
  checkNumbers(where, { 'rate / periodsPerYear': rate / periodsPerYear }, { above: -1 });
  require(years >= 0, where, 'years is at least 0', years);
  // A year fraction such as 91/364 is a quarter that a double does not hit to the last bit.
  const periods = Math.round(periodsPerYear * years);
  require(Math.abs(periods - periodsPerYear * years) <
    1e-9, where, 'the time is a whole number of periods', periodsPerYear * years);
  return inRange(where, principal * Math.expm1(periods * Math.log1p(rate / periodsPerYear)));
}

/**
 * What a nominal rate comes to in a year:  (1 + r/m)^m − 1
 *
 * @param nominal        a fraction a year; nominal / periodsPerYear > −1
 * @param periodsPerYear a whole number ≥ 1
 * @returns              a fraction a year
 * @throws {DomainError} a number out of its range
 * @example effectiveRate(0.12, 12) // 0.12682503013196977
 * @source Excel EFFECT
 */
export function effectiveRate(nominal: number, periodsPerYear: number): number {
  return compoundInterest(1, nominal, periodsPerYear, 1);
}

/**
 * The nominal rate that comes to an effective one:  m · ((1 + e)^(1/m) − 1)
 *
 * @param effective      a fraction a year, > −1
 * @param periodsPerYear a whole number ≥ 1
 * @returns              a fraction a year
 * @throws {DomainError} a number out of its range
 * @example nominalRate(effectiveRate(0.12, 12), 12) // 0.12
 * @source Excel NOMINAL
 */
export function nominalRate(effective: number, periodsPerYear: number): number {
  checkNumbers('nominalRate', { effective }, { above: -1 });
  const whole = Number.isInteger(periodsPerYear) && periodsPerYear >= 1;
  require(whole, 'nominalRate', 'periodsPerYear is a whole number from 1', periodsPerYear);
  return periodsPerYear * Math.expm1(Math.log1p(effective) / periodsPerYear);
}
