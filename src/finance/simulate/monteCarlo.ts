/** Any model run many times on seeded numbers: what comes out on average, in how wide a band, and how often it ends badly. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { createSketch } from './sketch';
import { createXoshiro, type Xoshiro } from './xoshiro';

/** A probability that was counted, with its standard error √(p(1 − p)/n). */
export type Counted = { readonly probability: number; readonly error: number };

export type Simulated = {
  readonly paths: number;
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
  /** In the order asked for, each within 0.1 % of a value of that rank. */
  readonly quantiles: readonly number[];
  /** How often the outcome was below the threshold. */
  readonly ruin: Counted;
};

/** `ruinBelow` is 0, `quantiles` are 0.05, 0.25, 0.5, 0.75, 0.95 unless said otherwise. */
export type Settings = {
  readonly paths: number;
  readonly seed: number;
  readonly quantiles?: readonly number[];
  readonly ruinBelow?: number;
};

/** The quantiles of a band when none are asked for. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/**
 * One number a path: a final value, a lowest balance.
 *
 * @param model draws what it needs from the generator and returns its outcome; time is linear in paths, memory constant
 * @throws {DomainError} fewer than two paths, or an outcome that is not finite
 * @example simulate((random) => 5, { paths: 10, seed: 1 }).mean // 5
 * @example simulate((random) => random.uniform() - 0.25, { paths: 20_000, seed: 1 }).ruin.probability.toFixed(2) // '0.25'
 */
export function simulate(model: (random: Xoshiro) => number, settings: Settings): Simulated {
  const { paths, seed, quantiles = QUANTILES, ruinBelow = 0 } = settings;
  checkNumbers('simulate', { paths }, { min: 2, max: 1e9, whole: true });
  checkNumbers('simulate', { ruinBelow });
  const random = createXoshiro(seed);
  const sketch = createSketch();
  let [mean, squares, ruined, least, most] = [0, 0, 0, Infinity, -Infinity];
  for (let i = 1; i <= paths; i++) {
    const x = model(random);
    if (!Number.isFinite(x)) require(false, 'simulate', 'every outcome is finite', x);
    sketch.add(x);
    // Welford: no difference of large sums.
    const step = x - mean;
    mean += step / i;
    squares += step * (x - mean);
    if (x < ruinBelow) ruined++;
    if (x < least) least = x;
    if (x > most) most = x;
  }
  const deviation = Math.sqrt(squares / (paths - 1));
  const error = deviation / Math.sqrt(paths);
  return { paths, mean, error, deviation, least, most, quantiles: quantiles.map((p) => sketch.quantile(p)), ruin: counted(ruined, paths) }; // prettier-ignore
}

export type SimulatedPaths = {
  readonly paths: number;
  /** bands[q][t]: quantile q of the value at time t, within 0.2 %. */
  readonly bands: readonly (readonly number[])[];
  /** ruin[t]: how often a path was below the threshold at t or before. */
  readonly ruin: readonly Counted[];
};

/**
 * A row of numbers a path, such as the cash of every month: bands for a fan chart, and ruin by time.
 *
 * @param fill   writes one path into `out`, which is used again for the next
 * @param length of a path
 * @throws {DomainError} fewer than two paths, a value that is not finite or was not written
 * @example simulatePaths((random, out) => out.fill(7), 3, { paths: 2, seed: 1, quantiles: [0.5] }).bands // [[7, 7, 7]]
 */
export function simulatePaths(
  fill: (random: Xoshiro, out: Float64Array) => void,
  length: number,
  settings: Settings,
): SimulatedPaths {
  const { paths, seed, quantiles = QUANTILES, ruinBelow = 0 } = settings;
  checkNumbers('simulatePaths', { paths }, { min: 2, max: 1e9, whole: true });
  checkNumbers('simulatePaths', { length }, { min: 1, max: 10_000, whole: true });
  const random = createXoshiro(seed);
  const sketches = Array.from({ length }, () => createSketch(0.002));
  const firstRuin = new Float64Array(length);
  const out = new Float64Array(length);
  for (let i = 0; i < paths; i++) {
    out.fill(NaN);
    fill(random, out);
    let alive = true;
    for (let t = 0; t < length; t++) {
      const x = out[t]!;
      if (!Number.isFinite(x)) require(false, 'simulatePaths', `the value at ${t} is finite`, x);
      sketches[t]!.add(x);
      if (alive && x < ruinBelow) {
        firstRuin[t]! += 1;
        alive = false;
      }
    }
  }
  let gone = 0;
  return {
    paths,
    bands: quantiles.map((p) => sketches.map((sketch) => sketch.quantile(p))),
    ruin: [...firstRuin].map((n) => counted((gone += n), paths)),
  };
}

const counted = (times: number, paths: number): Counted => {
  const probability = times / paths;
  return { probability, error: Math.sqrt((probability * (1 - probability)) / paths) };
};
