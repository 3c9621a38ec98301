/** Distributions that business quantities are guessed with, each from one uniform or normal of a seeded generator. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import type { Xoshiro } from './xoshiro';

/** A draw: takes numbers from the generator and gives one value. */
export type Draw = (random: Xoshiro) => number;

/**
 * Uniform between two values.
 *
 * @example uniformDraw(2, 4)({ uniform: () => 0.25 }) // 2.5
 */
export function uniformDraw(low: number, high: number): Draw {
  checkNumbers('uniformDraw', { low });
  checkNumbers('uniformDraw', { high }, { min: low });
  return (random) => low + (high - low) * random.uniform();
}

/**
 * Normal.
 *
 * @param deviation ≥ 0
 * @example normalDraw(10, 2)({ normal: () => -1 }) // 8
 */
export function normalDraw(mean: number, deviation: number): Draw {
  checkNumbers('normalDraw', { mean });
  checkNumbers('normalDraw', { deviation }, { min: 0 });
  return (random) => mean + deviation * random.normal();
}

/**
 * Lognormal by its median and the factor that its 84th percentile is above it:  median · factor^z
 *
 * @param median > 0
 * @param factor ≥ 1; 2 means: one time in three beyond half or double
 * @example lognormalDraw(100, 2)({ normal: () => 1 }) // 200
 */
export function lognormalDraw(median: number, factor: number): Draw {
  checkNumbers('lognormalDraw', { median }, { above: 0 });
  checkNumbers('lognormalDraw', { factor }, { min: 1 });
  const spread = Math.log(factor);
  return (random) => median * Math.exp(spread * random.normal());
}

/**
 * Triangular: least, likeliest, most; what people can estimate. By inversion.
 *
 * @throws {DomainError} not low ≤ mode ≤ high with low < high
 * @example triangularDraw(0, 1, 2)({ uniform: () => 0.5 }) // 1
 */
export function triangularDraw(low: number, mode: number, high: number): Draw {
  checkNumbers('triangularDraw', { low, mode, high });
  require(low <= mode && mode <= high && low < high, 'triangularDraw', 'low ≤ mode ≤ high and low < high', [
    low,
    mode,
    high,
  ]);
  const [width, left] = [high - low, mode - low];
  const turn = left / width;
  return (random) => {
    const u = random.uniform();
    return u < turn ? low + Math.sqrt(u * width * left) : high - Math.sqrt((1 - u) * width * (high - mode));
  };
}

/**
 * Pareto, the power law of venture returns:  P(X > x) = (least / x)^alpha
 *
 * @param least > 0
 * @param alpha > 0; the mean alpha·least/(alpha − 1) exists above 1, the variance above 2
 * @example paretoDraw(1, 2)({ uniform: () => 0.75 }) // 2
 */
export function paretoDraw(least: number, alpha: number): Draw {
  checkNumbers('paretoDraw', { least, alpha }, { above: 0 });
  return (random) => least * (1 - random.uniform()) ** (-1 / alpha);
}
