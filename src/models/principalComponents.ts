/** The directions in which points differ most. */
import { ShapeError, require, show } from '@/lib/errors';

export interface PrincipalComponents {
  /** (D) */
  readonly mean: readonly number[];
  /** (k,D): each of length 1, at right angles to one another; the sign of each is either. */
  readonly axes: readonly (readonly number[])[];
  /** (k): share of the whole variance along each axis, from 0 to 1; all 0 where the points are one. */
  readonly shares: readonly number[];
  /** (k): where a point lies along the axes, counted from the mean. */
  project(point: ArrayLike<number>): number[];
}

/**
 * The k directions of greatest variance: eigenvectors of the covariance  C = 1/n Σ (x − mean)(x − mean)ᵀ.
 * Only + − × ÷ √, so that every engine gives the same numbers.
 *
 * @param points (n,D)
 * @throws {ShapeError} no points, points of different length
 * @throws {DomainError} k that is no whole number from 1 to D
 * @example principalComponents([[0, 0], [3, 4], [6, 8]], 1).shares // [1]
 * @source Jacobi's method: Golub, Van Loan 2013, "Matrix Computations", 4th ed., §8.5
 */
export function principalComponents(points: readonly ArrayLike<number>[], k: number): PrincipalComponents {
  const where = 'principalComponents';
  const D = points[0]?.length ?? 0;
  if (D === 0 || points.some((point) => point.length !== D))
    throw new ShapeError(
      `${where}: points have as many numbers each; got ${show([...new Set(points.map((point) => point.length))])}`,
    );
  require(Number.isInteger(k) && k >= 1 && k <= D, where, `k is a whole number from 1 to ${D}`, k);
  const range = Array.from({ length: D }, (_, i) => i);
  const mean = range.map((i) => points.reduce((sum, point) => sum + point[i]!, 0) / points.length);
  const covariance = range.map(() => new Array<number>(D).fill(0));
  for (const point of points)
    for (let i = 0; i < D; i++)
      for (let j = 0; j <= i; j++)
        covariance[i]![j]! += ((point[i]! - mean[i]!) * (point[j]! - mean[j]!)) / points.length;
  for (let i = 0; i < D; i++) for (let j = i + 1; j < D; j++) covariance[i]![j] = covariance[j]![i]!;
  const total = range.reduce((sum, i) => sum + covariance[i]![i]!, 0);

  const vectors = diagonalise(covariance);
  const order = range.toSorted((a, b) => covariance[b]![b]! - covariance[a]![a]!).slice(0, k);
  const axes = order.map((i) => vectors.map((row) => row[i]!));
  return {
    mean,
    axes,
    shares: order.map((i) => (total > 0 ? Math.max(0, covariance[i]![i]!) / total : 0)),
    project: (point) => axes.map((axis) => axis.reduce((sum, a, i) => sum + a * (point[i]! - mean[i]!), 0)),
  };
}

/** Turns A, symmetric, until only its diagonal is left. @returns the eigenvectors, one a column */
function diagonalise(A: number[][]): number[][] {
  const D = A.length;
  const V = A.map((_, i) => A.map((_, j) => Number(i === j)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let [off, on] = [0, 0];
    A.forEach((row, i) =>
      row.forEach((a, j) => {
        if (i === j) on += a * a;
        else off += a * a;
      }),
    );
    if (off <= 1e-30 * on) break;
    for (let p = 0; p < D; p++)
      for (let q = p + 1; q < D; q++) {
        const apq = A[p]![q]!;
        if (apq === 0) continue;
        const theta = (A[q]![q]! - A[p]![p]!) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let i = 0; i < D; i++) {
          const [aip, aiq] = [A[i]![p]!, A[i]![q]!];
          A[i]![p] = c * aip - s * aiq;
          A[i]![q] = s * aip + c * aiq;
        }
        for (let i = 0; i < D; i++) {
          const [api, aqi] = [A[p]![i]!, A[q]![i]!];
          A[p]![i] = c * api - s * aqi;
          A[q]![i] = s * api + c * aqi;
          const [vip, viq] = [V[i]![p]!, V[i]![q]!];
          V[i]![p] = c * vip - s * viq;
          V[i]![q] = s * vip + c * viq;
        }
      }
  }
  return V;
}
