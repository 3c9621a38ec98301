/** A mean, and how far it can be trusted. */
import { require } from '@/lib/errors';

/**
 * Student's t at 97.5 % with 1, 2, … degrees of freedom.
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
 */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365] as const;

/** @example studentT(8) // 2.365 */
export function studentT(count: number): number {
  require(Number.isInteger(count) && count > 1 && count <= T.length + 1, 'studentT', 'count is from 2 to 8', count);
  return T[count - 2]!;
}

/** @example mean([1, 2, 6]) // 3 */
export const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;

/**
 * Sample standard deviation, with n − 1.
 *
 * @example deviation([1, 2, 6]) // 2.6457513110645907
 */
export function deviation(list: readonly number[]): number {
  const m = mean(list);
  return Math.sqrt(list.reduce((sum, x) => sum + (x - m) ** 2, 0) / (list.length - 1));
}

/** A 95 % interval is mean ± half: t · s / √r. One number says nothing of how it scatters: half is 0. */
export type Estimate = { readonly mean: number; readonly half: number; readonly count: number };

/** @example estimate([1, 2, 6]) // { mean: 3, half: 6.572930443502369, count: 3 } */
export function estimate(list: readonly number[]): Estimate {
  const count = list.length;
  const half = count < 2 ? 0 : (studentT(count) * deviation(list)) / Math.sqrt(count);
  return { mean: mean(list), half, count };
}
