/** Lines and areas as SVG paths. */
import { require } from '@/lib/errors';
import type { Scale } from './scale';
import { tenth } from './tenth';

/**
 * The line through (xs[i], ys[i]). Where the scale has no place for a point (zero on a log axis) the pen is lifted.
 * Of the points in one column of pixels only the first, lowest, highest and last are drawn: it looks the same.
 *
 * @param xs data, ascending
 * @throws {DomainError} a number that is not finite, or lists of different length
 * @example linePath([0, 1], [0, 1], createScale([0, 1], [0, 100]), createScale([0, 1], [50, 0])) // 'M0,50L100,0'
 */
export function linePath(xs: readonly number[], ys: readonly number[], x: Scale, y: Scale): string {
  require(xs.length === ys.length, 'linePath', 'there are as many ys as xs', [xs.length, ys.length]);
  let path = '';
  let pen = 'M';
  for (let i = 0; i < xs.length;) {
    const column = Math.round(x(xs[i]!));
    require(!Number.isNaN(column), 'linePath', 'every x has a place on its scale', xs[i]);
    const points: [number, number][] = [];
    for (; i < xs.length && Math.round(x(xs[i]!)) === column; i++) {
      require(Number.isFinite(xs[i]) && Number.isFinite(ys[i]), 'linePath', 'every point is finite', [xs[i], ys[i]]);
      points.push([x(xs[i]!), y(ys[i]!)]);
    }
    for (const [u, v] of thin(points)) {
      if (Number.isFinite(v) && Number.isFinite(u)) {
        path += `${pen}${tenth(u)},${tenth(v)}`;
        pen = 'L';
      } else pen = 'M';
    }
  }
  return path;
}

function thin(points: [number, number][]): [number, number][] {
  if (points.length <= 4) return points;
  let [low, high] = [0, 0];
  points.forEach(([, v], i) => {
    if (v < points[low]![1]) low = i;
    if (v > points[high]![1]) high = i;
  });
  return [...new Set([0, low, high, points.length - 1])].sort((a, b) => a - b).map((i) => points[i]!);
}

/**
 * The area between los and his over xs; all of them have a place on their scales.
 *
 * @example areaPath([0, 1], [0, 0], [1, 1], createScale([0, 1], [0, 9]), createScale([0, 1], [9, 0])) // 'M0,0L9,0L9,9L0,9Z'
 */
export function areaPath(
  xs: readonly number[],
  los: readonly number[],
  his: readonly number[],
  x: Scale,
  y: Scale,
): string {
  if (xs.length === 0) return '';
  const top = linePath(xs, his, x, y);
  const back = xs.map((_, i) => i).reverse();
  const bottom = linePath(back.map((i) => xs[i]!), back.map((i) => los[i]!), x, y); // prettier-ignore
  return `${top}L${bottom.slice(1)}Z`;
}

/**
 * Index of the number in ascending `xs` nearest to `x`; −1 when there is none.
 *
 * @example nearest([0, 10, 20], 14) // 1
 */
export function nearest(xs: readonly number[], x: number): number {
  let [lo, hi] = [0, xs.length - 1];
  while (hi - lo > 1) {
    const mid = (lo + hi) >> 1;
    if (xs[mid]! <= x) lo = mid;
    else hi = mid;
  }
  if (hi < 0) return -1;
  return Math.abs(xs[lo]! - x) <= Math.abs(xs[hi]! - x) ? lo : hi;
}
