/** Checks at the door that functions of numbers share: one call for several arguments, the sentence made from the bounds. */
import { require } from './errors';

export type Bounds = {
  readonly min?: number;
  readonly max?: number;
  /** Greater than, not equal. */
  readonly above?: number;
  /** Less than, not equal. */
  readonly below?: number;
  readonly whole?: boolean;
};

const within = (x: number, { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity }: Bounds) =>
  Number.isFinite(x) && x >= min && x <= max && x > above && x < below;

function sentence({ min, max, above, below, whole }: Bounds): string {
  const range = min !== undefined && max !== undefined;
  const parts = [
    range ? `from ${min} to ${max}` : min !== undefined && `at least ${min}`,
    above !== undefined && `greater than ${above}`,
    !range && max !== undefined && `at most ${max}`,
    below !== undefined && `less than ${below}`,
  ].filter((part) => part !== false);
  return [whole ? 'a finite whole number' : 'a finite number', parts.join(' and ')].filter(Boolean).join(' ');
}

/**
 * Every value is finite and within the bounds, or a DomainError names the first that is not.
 *
 * @param where the function that was called
 * @param values by the name that the caller knows them by
 * @example checkNumbers('npv', { rate: 0.1 }, { above: -1 }) // undefined
 * @example checkNumbers('npv', { rate: -1 }, { above: -1 }) // throws 'npv: rate is a finite number greater than -1; got -1'
 */
export function checkNumbers(where: string, values: Readonly<Record<string, number>>, bounds: Bounds = {}): void {
  for (const name in values) {
    const value = values[name]!;
    const ok = typeof value === 'number' && within(value, bounds) && (!bounds.whole || Number.isInteger(value));
    if (!ok) require(false, where, `${name} is ${sentence(bounds)}`, value);
  }
}

/**
 * The list is not empty and every entry is finite and within the bounds; the sentence names the entry by its index.
 *
 * @example checkList('mean', 'series', [1, 2]) // undefined
 * @example checkList('mean', 'series', [1, NaN]) // throws 'mean: series[1] is a finite number; got NaN'
 * @example checkList('mean', 'series', []) // throws 'mean: series is not empty; got []'
 */
export function checkList(where: string, name: string, list: ArrayLike<number>, bounds: Bounds = {}): void {
  require(list.length > 0, where, `${name} is not empty`, list);
  for (let i = 0; i < list.length; i++) checkNumbers(where, { [`${name}[${i}]`]: list[i]! }, bounds);
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
