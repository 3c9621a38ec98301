/** Each kind of growth fitted to a series, with the residuals and how sure the parameters are. */
import { checkList } from '@/lib/check';
import { NoSolutionError, require } from '@/lib/errors';
import { fitCurve, type Curve } from './curve';
import { bassAdopters, logisticGrowth } from './growth';
import { checkPoints, fitLine, forecastLine, type Band, type LineFit } from './line';

/** The fit was made on ln D: `line` is in logarithms, the other figures in units of demand. */
export type ExponentialFit = {
  readonly initial: number;
  readonly k: number;
  readonly kError: number;
  /** D − fitted, units of demand. */
  readonly residuals: readonly number[];
  readonly line: LineFit;
};
export type CompoundFit = Omit<ExponentialFit, 'k' | 'kError'> & { readonly g: number; readonly gError: number };
export type LogisticFit = {
  readonly ceiling: number;
  readonly k: number;
  readonly midpoint: number;
  readonly errors: { readonly ceiling: number; readonly k: number; readonly midpoint: number };
  readonly residuals: readonly number[];
  readonly deviation: number;
};
export type BassFit = {
  readonly ceiling: number;
  readonly innovation: number;
  readonly imitation: number;
  readonly errors: { readonly ceiling: number; readonly innovation: number; readonly imitation: number };
  readonly residuals: readonly number[];
  readonly deviation: number;
};

/**
 * D₀·e^(kt) by a straight line through ln D, which weighs relative errors alike.
 *
 * @param times  periods, at least three, not all equal
 * @param demand > 0, as many
 * @throws {DomainError} a demand ≤ 0, fewer than three points
 * @example fitExponential([0, 1, 2], [100, 200, 400]).k // 0.6931471805599453
 */
export function fitExponential(times: readonly number[], demand: readonly number[]): ExponentialFit {
  checkList('fitExponential', 'demand', demand, { above: 0 });
  const line = fitLine(times, demand.map(Math.log)); // prettier-ignore
  const residuals = times.map((t, i) => demand[i]! - Math.exp(line.intercept + line.slope * t));
  return { initial: Math.exp(line.intercept), k: line.slope, kError: line.slopeError, residuals, line };
}

/**
 * D₀·(1+g)^t: the same line, g = e^k − 1, its error carried over to first order.
 *
 * @example fitCompound([0, 1, 2], [100, 110, 121]).g.toFixed(12) // '0.100000000000'
 */
export function fitCompound(times: readonly number[], demand: readonly number[]): CompoundFit {
  const { initial, k, kError, residuals, line } = fitExponential(times, demand);
  return { initial, g: Math.expm1(k), gError: Math.exp(k) * kError, residuals, line };
}

/**
 * Demand at t, and the band that one new observation falls into: symmetric in ln D, so never below 0.
 *
 * @param level probability of the band
 * @example forecastExponential(fitExponential([0, 1, 2], [1, 2, 4]), 3).value.toFixed(9) // '8.000000000'
 */
export function forecastExponential(fit: ExponentialFit | CompoundFit, t: number, level = 0.9): Band {
  const { value, low, high } = forecastLine(fit.line, t, level);
  return { value: Math.exp(value), low: Math.exp(low), high: Math.exp(high) };
}

/** A ceiling this many times above the highest point is no finding: the series has not begun to bend. */
const FARTHEST = 1e4;

/**
 * M / (1 + e^(−k(t−t₀))) by least squares. The start is the best of a grid over k and t₀, for each of which the best M
 * is exact.
 *
 * @param times  periods, at least four different
 * @param demand ≥ 0, not all 0
 * @throws {NoSolutionError} the series does not bend: any ceiling fits it as well
 * @example fitLogistic([0, 1, 2, 3, 4], [0, 1, 2, 3, 4].map((t) => logisticGrowth(100, 1, 2, t))).ceiling.toFixed(6) // '100.000000'
 */
export function fitLogistic(times: readonly number[], demand: readonly number[]): LogisticFit {
  const { from, span } = checkSeries('fitLogistic', times, demand);
  const unit: Curve = ([, k, midpoint], t) => logisticGrowth(1, k!, midpoint!, t);
  const rates = logSpaced(0.3 / span, 300 / span, 25).flatMap((k) => [k, -k]);
  const midpoints = Array.from({ length: 31 }, (_, i) => from + span * (i / 10 - 1));
  const start = bestOf(unit, times, demand, rates.flatMap((k) => midpoints.map((m) => [k, m]))); // prettier-ignore
  const fit = fitCeiling('fitLogistic', ([m, ...rest], t) => m! * unit([1, ...rest], t), times, demand, start);
  const [ceiling, k, midpoint] = fit.parameters as [number, number, number];
  const [a, b, c] = fit.errors as [number, number, number];
  return { ceiling, k, midpoint, errors: { ceiling: a, k: b, midpoint: c }, residuals: fit.residuals, deviation: fit.deviation }; // prettier-ignore
}

/**
 * M·F(t) of Bass by least squares on adopters so far.
 *
 * @param times    periods since launch, ≥ 0, at least four different
 * @param adopters all so far, ≥ 0, not all 0
 * @throws {NoSolutionError} the series does not bend: any ceiling fits it as well
 * @example fitBass([1, 3, 5, 7, 9], [1, 3, 5, 7, 9].map((t) => bassAdopters(100, 0.03, 0.4, t))).ceiling.toFixed(4) // '100.0000'
 * @source Srinivasan & Mason 1986, "Nonlinear Least Squares Estimation of New Product Diffusion Models", Marketing Science 5(2)
 */
export function fitBass(times: readonly number[], adopters: readonly number[]): BassFit {
  checkList('fitBass', 'times', times, { min: 0 });
  const { from, span } = checkSeries('fitBass', times, adopters);
  const reach = from + span;
  const unit: Curve = ([, p, q], t) => bassAdopters(1, p!, q!, t);
  const candidates = logSpaced(0.001 / reach, 10 / reach, 25).flatMap((p) => logSpaced(0.01 / reach, 100 / reach, 25).map((q) => [p, q])); // prettier-ignore
  const start = bestOf(unit, times, adopters, candidates);
  const fit = fitCeiling('fitBass', ([m, ...rest], t) => m! * unit([1, ...rest], t), times, adopters, start);
  const [ceiling, innovation, imitation] = fit.parameters as [number, number, number];
  const [a, b, c] = fit.errors as [number, number, number];
  return { ceiling, innovation, imitation, errors: { ceiling: a, innovation: b, imitation: c }, residuals: fit.residuals, deviation: fit.deviation }; // prettier-ignore
}

function checkSeries(where: string, times: readonly number[], demand: readonly number[]) {
  checkPoints(where, times, demand, 4);
  checkList(where, 'demand', demand, { min: 0 });
  require(demand.some((d) => d > 0), where, 'some demand is greater than 0', demand); // prettier-ignore
  require(new Set(times).size >= 4, where, 'at least four times are different', times);
  const from = Math.min(...times);
  return { from, span: Math.max(...times) - from };
}

/** The candidate, with its best ceiling Σ y·u / Σ u², that leaves least. */
function bestOf(unit: Curve, times: readonly number[], ys: readonly number[], candidates: readonly number[][]) {
  let best = { left: Infinity, parameters: [] as number[] };
  for (const candidate of candidates) {
    const u = times.map((t) => unit([1, ...candidate], t));
    const ceiling = u.reduce((sum, v, i) => sum + v * ys[i]!, 0) / u.reduce((sum, v) => sum + v * v, 0);
    const left = u.reduce((sum, v, i) => sum + (ys[i]! - ceiling * v) ** 2, 0);
    if (left < best.left && ceiling > 0) best = { left, parameters: [ceiling, ...candidate] };
  }
  return best.parameters;
}

/** fitCurve of parameters that begin with a ceiling; a series that has none is refused in the words of the market. */
function fitCeiling(where: string, curve: Curve, times: readonly number[], demand: readonly number[], start: number[]) {
  const top = Math.max(...demand);
  const refuse = (got: string) =>
    new NoSolutionError(`${where}: the series bends, so that it has a ceiling; got ${got}`);
  try {
    const positive = where === 'fitBass' ? [true, true, true] : [true];
    const fit = fitCurve(curve, times, demand, start, positive);
    if (fit.parameters[0]! > FARTHEST * top)
      throw refuse(`one ${(fit.parameters[0]! / top).toExponential(1)} times its top`);
    return fit;
  } catch (error) {
    if (error instanceof NoSolutionError && error.message.startsWith('fitCurve')) throw refuse(`“${error.message}”`);
    throw error;
  }
}

const logSpaced = (low: number, high: number, n: number) =>
  Array.from({ length: n }, (_, i) => low * (high / low) ** (i / (n - 1)));
