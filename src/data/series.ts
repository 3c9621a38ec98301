/** Series of numbers in equal steps of time, and windows cut out of them for nets that forecast. */
import { checkList, checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { createRandom } from '@/lib/random';

/**
 * amplitude · sin(2πt / period + phase) and normal noise,  t = 0 … length − 1
 *
 * @param options  period in steps; noise: its standard deviation
 * @throws {DomainError} a length that is no positive whole number, a period not above 0, a noise below 0
 * @example createSine({ length: 5, period: 4, seed: 1 }).map((x) => Math.round(x)) // [0, 1, 0, -1, 0]
 */
export function createSine({
  length,
  period,
  amplitude = 1,
  phase = 0,
  noise = 0,
  seed,
}: {
  length: number;
  period: number;
  amplitude?: number;
  phase?: number;
  noise?: number;
  seed: number;
}): number[] {
  checkNumbers('createSine', { length }, { whole: true, min: 1 });
  checkNumbers('createSine', { period }, { above: 0 });
  checkNumbers('createSine', { noise }, { min: 0 });
  checkNumbers('createSine', { amplitude, phase });
  const random = createRandom(seed);
  return Array.from(
    { length },
    (_, t) => amplitude * Math.sin((2 * Math.PI * t) / period + phase) + noise * random.normal(),
  );
}

/** How a series moves while it is in a regime: its step is drift + deviation · normal. */
export interface Regime {
  readonly drift: number;
  readonly deviation: number;
}

export interface RegimeSeries {
  /** The series, from 0 on. */
  readonly values: number[];
  /** The regime that made each step, by its number in the list. */
  readonly regimes: number[];
}

/**
 * A random walk whose regime changes now and then: values[t] = values[t − 1] + step of the regime at t.
 *
 * @param stay  probability that the next step is of the same regime; else any other, each equally likely
 * @throws {DomainError} fewer than two regimes, a deviation below 0, stay outside [0, 1], a length that is no positive whole number
 * @source Hamilton 1989, Econometrica 57(2), Markov switching
 * @example createRegimes({ length: 3, regimes: [{ drift: 1, deviation: 0 }, { drift: -1, deviation: 0 }], stay: 1, seed: 1 }).values // [1, 2, 3]
 */
export function createRegimes({
  length,
  regimes,
  stay,
  seed,
}: {
  length: number;
  regimes: readonly Regime[];
  stay: number;
  seed: number;
}): RegimeSeries {
  checkNumbers('createRegimes', { length }, { whole: true, min: 1 });
  checkNumbers('createRegimes', { stay }, { min: 0, max: 1 });
  require(regimes.length > 1, 'createRegimes', 'there are at least two regimes', regimes.length);
  for (const { drift, deviation } of regimes) {
    checkNumbers('createRegimes', { drift });
    checkNumbers('createRegimes', { deviation }, { min: 0 });
  }
  const random = createRandom(seed);
  let [now, value] = [0, 0];
  const taken: number[] = [];
  const values = Array.from({ length }, (_, t) => {
    if (t && random.uniform() >= stay) now = (now + 1 + random.below(regimes.length - 1)) % regimes.length;
    taken.push(now);
    const { drift, deviation } = regimes[now]!;
    return (value += drift + deviation * random.normal());
  });
  return { values, regimes: taken };
}

/**
 * Every stretch of `size` numbers, with the `horizon` numbers that follow it.
 *
 * @throws {DomainError} sizes that are not positive whole numbers, or a series too short for one window
 * @example windowsOf([1, 2, 3, 4], { size: 2, horizon: 1 }) // [{ x: [1, 2], y: [3] }, { x: [2, 3], y: [4] }]
 */
export function windowsOf(
  series: readonly number[],
  { size, horizon }: { size: number; horizon: number },
): { x: number[]; y: number[] }[] {
  checkNumbers('windowsOf', { size, horizon }, { whole: true, min: 1 });
  checkList('windowsOf', 'series', series);
  const count = series.length - size - horizon + 1;
  require(count > 0, 'windowsOf', `a window and what follows take ${size + horizon} numbers`, series.length);
  return Array.from({ length: count }, (_, t) => ({
    x: series.slice(t, t + size),
    y: series.slice(t + size, t + size + horizon),
  }));
}
