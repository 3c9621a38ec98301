/** The checks at the door that the functions of this room share. */
import { require } from '@/lib/errors';

/**
 * Refuses a number that is not finite.
 *
 * @param where  the function that was called
 * @param values what was given, by name
 * @throws {DomainError} NaN, ±Infinity, or not a number at all
 * @example requireFinite('fv', { rate: 0.05 }) // undefined
 * @example requireFinite('fv', { rate: NaN }) // throws "fv: rate is a finite number; got NaN"
 */
export function requireFinite(where: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    require(Number.isFinite(value), where, `${name} is a finite number`, value);
  }
}

/**
 * Refuses an empty list, and one with a number that is not finite; `what` names one of its numbers.
 *
 * @throws {DomainError} no number, or one that is not finite
 * @example requireSeries('npv', 'cash flow', [-1, 2]) // undefined
 * @example requireSeries('npv', 'cash flow', []) // throws "npv: there is at least one cash flow; got []"
 */
export function requireSeries(where: string, what: string, values: readonly number[]): void {
  require(values.length > 0, where, `there is at least one ${what}`, values);
  const at = values.findIndex((value) => !Number.isFinite(value));
  require(at < 0, where, `every ${what} is a finite number`, at < 0 ? undefined : `${values[at]} at ${at}`);
}

/**
 * Refuses a rate at or below −100 %, at which nothing is left to grow or to discount.
 *
 * @param rate a fraction per period
 * @throws {DomainError} rate ≤ −1 or not finite
 * @example requireRate('npv', -1) // throws "npv: rate is greater than −1; got -1"
 */
export function requireRate(where: string, rate: number, name = 'rate'): void {
  requireFinite(where, { [name]: rate });
  require(rate > -1, where, `${name} is greater than −1`, rate);
}

/**
 * Refuses a part of a whole outside 0 to 1.
 *
 * @param values fractions, by name
 * @throws {DomainError} below 0, above 1 or not finite
 * @example requireFraction('vcMethod', { dilution: 1.5 }) // throws "vcMethod: dilution is from 0 to 1; got 1.5"
 */
export function requireFraction(where: string, values: Readonly<Record<string, number>>): void {
  requireFinite(where, values);
  for (const [name, value] of Object.entries(values)) {
    require(value >= 0 && value <= 1, where, `${name} is from 0 to 1`, value);
  }
}

/**
 * Refuses numbers that are not greater than 0.
 *
 * @throws {DomainError} ≤ 0 or not finite
 * @example requirePositive('vcMethod', { years: 0 }) // throws "vcMethod: years is greater than 0; got 0"
 */
export function requirePositive(where: string, values: Readonly<Record<string, number>>): void {
  requireFinite(where, values);
  for (const [name, value] of Object.entries(values)) require(value > 0, where, `${name} is greater than 0`, value);
}

/**
 * Hands a result on, unless it has left the range of a double: an answer is never Infinity or NaN.
 *
 * @returns the result itself
 * @throws {DomainError} the result is not finite
 * @example inRange('fv', 1e300) // 1e300
 * @example inRange('fv', 1e300 * 1e300) // throws "fv: the result is within the range of a double; got Infinity"
 */
export function inRange(where: string, result: number): number {
  require(Number.isFinite(result), where, 'the result is within the range of a double', result);
  return result;
}
