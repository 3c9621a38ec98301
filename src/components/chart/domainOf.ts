import { niceDomain } from './ticks';
import type { Dimension } from './types';

/**
 * How far an axis reaches: as far as it is told, else as far as its data; [0, 1] (log: [0.1, 1]) without any.
 *
 * @param nice rounded outwards to a round number
 * @example domainOf({ label: 'loss', zero: true }, [[0.2, 0.9]], true) // [0, 1]
 * @example domainOf({ label: 'epoch' }, [[0, 340]], false) // [0, 340]
 */
export function domainOf(
  dimension: Dimension,
  lists: readonly (readonly number[])[],
  nice: boolean,
): readonly [number, number] {
  if (dimension.domain) return dimension.domain;
  let [lo, hi] = [Infinity, -Infinity];
  for (const list of lists) {
    for (const value of list) {
      if (dimension.log && value <= 0) continue;
      if (value < lo) lo = value;
      if (value > hi) hi = value;
    }
  }
  if (lo > hi) return dimension.log ? [0.1, 1] : [0, 1];
  const { log = false, zero = false } = dimension;
  return nice || lo === hi ? niceDomain(lo, hi, { log, zero }) : zero ? [Math.min(lo, 0), Math.max(hi, 0)] : [lo, hi];
}
