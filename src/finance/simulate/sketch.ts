/**
 * Quantiles of a stream in memory that does not grow: a histogram whose bins widen with the value (DDSketch), so that every
 * quantile is within the accuracy asked for, relatively, of a value that has that rank.
 *
 * Source: Masson, Rim & Lee 2019, "DDSketch", VLDB 12(12).
 */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';

/** Sizes that are told apart: smaller ones count as 0. Larger ones are refused. */
const [SMALLEST, LARGEST] = [1e-9, 1e18];

export interface Sketch {
  readonly count: number;
  /** Bins of counts, the same from the first value to the last. */
  readonly bins: number;
  add(x: number): void;
  /** The value that a part p of all values does not exceed: that of rank ⌊p·(count − 1)⌋ in order. */
  quantile(p: number): number;
}

/**
 * An empty sketch.
 *
 * @param accuracy relative, in (0, 0.1]; 0.001 needs half a megabyte
 * @throws {DomainError} an accuracy outside; add: not finite or beyond ±1e18; quantile: p outside [0, 1], or no value yet
 * @example createSketch(0.01).count // 0
 */
export function createSketch(accuracy = 0.001): Sketch {
  checkNumbers('createSketch', { accuracy }, { above: 0, max: 0.1 });
  const gamma = (1 + accuracy) / (1 - accuracy);
  const scale = 1 / Math.log(gamma);
  const first = Math.ceil(Math.log(SMALLEST) * scale);
  const size = Math.ceil(Math.log(LARGEST) * scale) - first + 1;
  const [above, below] = [new Float64Array(size), new Float64Array(size)];
  let [count, zeros, least, most] = [0, 0, Infinity, -Infinity];
  // A bin holds (γ^(i−1), γ^i]; this is within the accuracy of both ends.
  const middle = (i: number) => (2 * gamma ** (i + first)) / (gamma + 1);
  return {
    get count() {
      return count;
    },
    bins: 2 * size,
    add(x) {
      const magnitude = Math.abs(x);
      if (!(magnitude <= LARGEST)) require(false, 'add', `the value is finite and at most ${LARGEST} in size`, x);
      if (magnitude < SMALLEST) zeros++;
      else (x > 0 ? above : below)[Math.ceil(Math.log(magnitude) * scale) - first]! += 1;
      if (x < least) least = x;
      if (x > most) most = x;
      count++;
    },
    quantile(p) {
      checkNumbers('quantile', { p }, { min: 0, max: 1 });
      require(count > 0, 'quantile', 'there is at least one value', count);
      const rank = Math.floor(p * (count - 1));
      // Never beyond what was seen: the ends are exact.
      const clamp = (x: number) => Math.min(Math.max(x, least), most);
      let seen = 0;
      for (let i = size - 1; i >= 0; i--) if ((seen += below[i]!) > rank) return clamp(-middle(i));
      if ((seen += zeros) > rank) return clamp(0);
      for (let i = 0; i < size; i++) if ((seen += above[i]!) > rank) return clamp(middle(i));
      return most;
    },
  };
}
