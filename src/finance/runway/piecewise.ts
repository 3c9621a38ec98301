/** Cash that flows at a rate which is a straight line within each segment of time: the balance, and when it is gone. */
import { bisect } from '@/lib/bisect';
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';

/** From the end of the segment before (0 for the first) until `until`, money flows at rate + slope·t; out is negative. */
export type Segment = {
  /** Months. */
  readonly until: number;
  /** Currency units per month, at t = 0 (not at the beginning of the segment). */
  readonly rate: number;
  /** Currency units per month and month; 0 for a constant flow. */
  readonly slope: number;
};

/** When cash is gone, or that it lasts; lowest: the least balance, at month `lowestAt`. */
export type Runway =
  | { readonly runsOut: true; readonly month: number }
  | { readonly runsOut: false; readonly lowest: number; readonly lowestAt: number };

/**
 * B(t) = B₀ + ∫ (rate + slope·τ) dτ over the segments up to t; after the last one nothing flows.
 *
 * @param opening B₀, currency units
 * @param t       months, ≥ 0
 * @throws {DomainError} not finite, or segments not in the order of time
 * @example balanceAt(100, [{ until: 10, rate: -8, slope: 0 }], 5) // 60
 */
export function balanceAt(opening: number, segments: readonly Segment[], t: number): number {
  checkNumbers('balanceAt', { t }, { min: 0 });
  let [balance, from] = [opening, 0];
  for (const segment of checked('balanceAt', opening, segments)) {
    const to = Math.min(segment.until, t);
    if (to <= from) break;
    balance += flow(segment, from, to);
    from = to;
  }
  return balance;
}

/**
 * The first moment from which the balance is below 0, solved inside the segment and not at month ends.
 *
 * @param opening currency units, ≥ 0
 * @example runwayOf(100, [{ until: 24, rate: -8, slope: 0 }]) // { runsOut: true, month: 12.5 }
 * @example runwayOf(100, [{ until: 24, rate: -8, slope: 1 }]) // { runsOut: false, lowest: 68, lowestAt: 8 }
 */
export function runwayOf(opening: number, segments: readonly Segment[]): Runway {
  checkNumbers('runwayOf', { opening }, { min: 0 });
  let [balance, from] = [opening, 0];
  let [lowest, lowestAt] = [opening, 0];
  for (const segment of checked('runwayOf', opening, segments)) {
    const { until, rate, slope } = segment;
    const at = (t: number) => balance + flow(segment, from, t);
    // Where the flow turns; the balance has its extreme there.
    const turn = slope === 0 ? until : Math.min(Math.max(-rate / slope, from), until);
    const deepest = slope > 0 ? turn : until;
    if (at(deepest) < 0) {
      const highest = slope < 0 ? turn : from;
      return { runsOut: true, month: bisect(at, highest, deepest) };
    }
    if (at(deepest) < lowest) [lowest, lowestAt] = [at(deepest), deepest];
    [balance, from] = [at(until), until];
  }
  return { runsOut: false, lowest, lowestAt };
}

const flow = ({ rate, slope }: Segment, from: number, to: number) => (to - from) * (rate + (slope * (from + to)) / 2);

function checked(where: string, opening: number, segments: readonly Segment[]): readonly Segment[] {
  checkNumbers(where, { opening });
  require(segments.length > 0, where, 'there is at least one segment', segments);
  let from = 0;
  for (const { until, rate, slope } of segments) {
    checkNumbers(where, { rate, slope });
    checkNumbers(where, { until }, { min: from });
    from = until;
  }
  return segments;
}
