/** A curve with parameters through points, by least squares: Levenberg–Marquardt. */
import { NoSolutionError, require } from '@/lib/errors';
import { checkPoints } from './line';

export type Curve = (parameters: readonly number[], x: number) => number;

export type CurveFit = {
  readonly parameters: readonly number[];
  /** Standard errors of the parameters, from the curvature at the optimum. */
  readonly errors: readonly number[];
  readonly residuals: readonly number[];
  /** Standard deviation of the residuals, with n − p degrees of freedom. */
  readonly deviation: number;
  readonly iterations: number;
};

/**
 * Minimises Σ (y − curve(parameters, x))² from a start. Steps solve (JᵀJ + λ·diag JᵀJ)·δ = Jᵀr; λ falls when a step
 * helps and grows when it does not. All parameters stay > 0 where `positive` says so.
 *
 * @param start    one value for each parameter, near enough
 * @param positive which parameters must stay above 0
 * @throws {DomainError} not more points than parameters
 * @throws {NoSolutionError} no minimum found: the data do not determine the curve
 * @example fitCurve(([a, b], x) => a * Math.exp(b * x), [0, 1, 2, 3], [1, 2, 4, 8], [1, 1]).parameters[1].toFixed(9) // '0.693147181'
 * @source Marquardt 1963, SIAM Journal 11(2)
 */
export function fitCurve(
  curve: Curve,
  xs: readonly number[],
  ys: readonly number[],
  start: readonly number[],
  positive: readonly boolean[] = [],
): CurveFit {
  checkPoints('fitCurve', xs, ys, start.length + 1);
  let at = [...start];
  let residuals = residualsOf(curve, xs, ys, at);
  let cost = squares(residuals);
  require(Number.isFinite(cost), 'fitCurve', 'the curve is finite at the start', start);
  let damping = 1e-3;
  for (let iterations = 1; iterations <= 500; iterations++) {
    const { normal, gradient } = equations(curve, xs, at, residuals);
    const damped = normal.map((row, i) => row.map((v, j) => (i === j ? v * (1 + damping) : v)));
    const step = solve(damped, gradient);
    const next = step && at.map((p, i) => p + step[i]!);
    const admissible = next?.every((p, i) => Number.isFinite(p) && (!positive[i] || p > 0));
    const nextResiduals = admissible ? residualsOf(curve, xs, ys, next!) : undefined;
    const nextCost = nextResiduals ? squares(nextResiduals) : Infinity;
    if (nextCost <= cost) {
      const moved = Math.max(...step!.map((d, i) => Math.abs(d) / (Math.abs(at[i]!) + 1e-300)));
      [at, residuals, cost] = [next!, nextResiduals!, nextCost];
      damping /= 10;
      if (moved < 1e-11) return { ...finish(curve, xs, at, residuals), iterations };
    } else {
      damping *= 10;
      // No direction helps any more: the minimum is as exact as doubles make it.
      if (damping > 1e16) return { ...finish(curve, xs, at, residuals), iterations };
    }
  }
  throw new NoSolutionError(`fitCurve: the fit settles within 500 steps; got parameters ${at.join(', ')} still moving`);
}

function finish(curve: Curve, xs: readonly number[], parameters: number[], residuals: number[]) {
  const { normal } = equations(curve, xs, parameters, residuals);
  const deviation = Math.sqrt(squares(residuals) / (xs.length - parameters.length));
  const errors = parameters.map((_, i) => {
    const column = solve(normal, parameters.map((__, j) => (i === j ? 1 : 0))); // prettier-ignore
    if (!column || !(column[i]! > 0)) {
      throw new NoSolutionError(`fitCurve: the data determine every parameter; got a flat direction at ${parameters}`);
    }
    return deviation * Math.sqrt(column[i]!);
  });
  return { parameters, errors, residuals, deviation };
}

/** JᵀJ and Jᵀr, J by central differences: their error, 1e-10 relatively, changes the way to the minimum, not its place. */
function equations(curve: Curve, xs: readonly number[], at: readonly number[], residuals: readonly number[]) {
  const columns = at.map((p, i) => {
    const h = 6e-6 * (Math.abs(p) || 1);
    const [up, down] = [p + h, p - h].map((value) => at.with(i, value));
    return xs.map((x) => (curve(up!, x) - curve(down!, x)) / (2 * h));
  });
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  return {
    normal: columns.map((a) => columns.map((b) => dot(a, b))),
    gradient: columns.map((a) => dot(a, residuals)),
  };
}

const residualsOf = (curve: Curve, xs: readonly number[], ys: readonly number[], at: readonly number[]) =>
  xs.map((x, i) => ys[i]! - curve(at, x));
const squares = (list: readonly number[]) => list.reduce((sum, r) => sum + r * r, 0);

/** Solves a symmetric positive system by Cholesky after scaling its diagonal to 1; undefined when it is singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const n = right.length;
  const scale = matrix.map((row, i) => Math.sqrt(row[i]!));
  if (!scale.every((s) => s > 0 && Number.isFinite(s))) return undefined;
  const L = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let value = matrix[i]![j]! / (scale[i]! * scale[j]!);
      for (let k = 0; k < j; k++) value -= L[i]![k]! * L[j]![k]!;
      if (i === j && !(value > 1e-14)) return undefined;
      L[i]![j] = i === j ? Math.sqrt(value) : value / L[j]![j]!;
    }
  }
  const x = right.map((v, i) => v / scale[i]!);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= L[i]![k]! * x[k]!;
    x[i]! /= L[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= L[k]![i]! * x[k]!;
    x[i]! /= L[i]![i]!;
  }
  return x.map((v, i) => v / scale[i]!);
}
