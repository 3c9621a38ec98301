/** A straight line through points, by least squares, with what is not known about it. */
import { checkList, checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { studentQuantile } from './student';

export type LineFit = {
  readonly intercept: number;
  readonly slope: number;
  /** Standard errors, in the units of intercept and slope. */
  readonly interceptError: number;
  readonly slopeError: number;
  /** y − fitted, in the order of the points. */
  readonly residuals: readonly number[];
  /** Standard deviation of the residuals, with n − 2 degrees of freedom. */
  readonly deviation: number;
  readonly points: number;
  readonly meanX: number;
  /** Σ (x − mean)² */
  readonly spreadX: number;
};

/** A value with the band that a new observation falls into with the stated probability. */
export type Band = { readonly value: number; readonly low: number; readonly high: number };

/**
 * Least squares:  slope = Σ(x−x̄)(y−ȳ) / Σ(x−x̄)²,  intercept = ȳ − slope·x̄
 *
 * @param xs, ys as many of each, at least three; xs not all equal
 * @throws {DomainError} fewer points, not finite, xs all equal, or lists of different lengths
 * @example fitLine([0, 1, 2, 3], [1, 3, 5, 7]).slope // 2
 */
export function fitLine(xs: readonly number[], ys: readonly number[]): LineFit {
  checkPoints('fitLine', xs, ys, 3);
  const n = xs.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const spreadX = xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
  require(spreadX > 0, 'fitLine', 'the x are not all equal', xs);
  const slope = xs.reduce((sum, x, i) => sum + (x - meanX) * (ys[i]! - meanY), 0) / spreadX;
  const intercept = meanY - slope * meanX;
  const residuals = xs.map((x, i) => ys[i]! - (intercept + slope * x));
  const deviation = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / (n - 2));
  return {
    intercept,
    slope,
    interceptError: deviation * Math.sqrt(1 / n + (meanX * meanX) / spreadX),
    slopeError: deviation / Math.sqrt(spreadX),
    residuals,
    deviation,
    points: n,
    meanX,
    spreadX,
  };
}

/**
 * What the line says at x, and the band for one new observation there:
 *
 *   ŷ ± t · s · √(1 + 1/n + (x − x̄)² / Σ(x−x̄)²)
 *
 * @param level probability of the band, in (0, 1)
 * @example forecastLine(fitLine([0, 1, 2], [0, 1, 2]), 5, 0.9) // { value: 5, low: 5, high: 5 }
 */
export function forecastLine(fit: LineFit, x: number, level = 0.9): Band {
  checkNumbers('forecastLine', { x });
  checkNumbers('forecastLine', { level }, { above: 0, below: 1 });
  const value = fit.intercept + fit.slope * x;
  const spread = Math.sqrt(1 + 1 / fit.points + (x - fit.meanX) ** 2 / fit.spreadX);
  const half = studentQuantile((1 + level) / 2, fit.points - 2) * fit.deviation * spread;
  return { value, low: value - half, high: value + half };
}

/**
 * The part of the variance that a fit explains:  R² = 1 − Σ residual² / Σ (y − ȳ)²
 *
 * @throws {DomainError} all y equal: there is nothing to explain
 * @example rSquared([1, 2, 3], [0, 0, 0]) // 1
 */
export function rSquared(ys: readonly number[], residuals: readonly number[]): number {
  checkPoints('rSquared', ys, residuals, 1);
  const centre = mean(ys);
  const total = ys.reduce((sum, y) => sum + (y - centre) ** 2, 0);
  require(total > 0, 'rSquared', 'the values are not all equal', ys);
  return 1 - residuals.reduce((sum, r) => sum + r * r, 0) / total;
}

/**
 * Two lists of the same length, at least `least` entries, all finite.
 *
 * @example checkPoints('fit', [1], [2], 1) // undefined
 */
export function checkPoints(where: string, xs: readonly number[], ys: readonly number[], least: number): void {
  checkList(where, 'xs', xs);
  checkList(where, 'ys', ys);
  require(xs.length === ys.length, where, `there are as many ys as xs, ${xs.length}`, ys.length);
  require(xs.length >= least, where, `there are at least ${least} points`, xs.length);
}

const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
