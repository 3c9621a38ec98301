/** What the map is drawn from: the loss on a grid, and the walk as a path. */
import type { Grid } from '@/components/chart/isolines';

const CELLS = 48;

/** The loss at (CELLS + 1)² places over a square. */
export function gridOf(loss: (w: number, b: number) => number, extent: readonly [number, number]): Grid {
  const n = CELLS + 1;
  const [lo, hi] = extent;
  const at = (i: number) => lo + ((hi - lo) * i) / CELLS;
  const values = Array.from({ length: n * n }, (_, k) => loss(at(k % n), at(Math.floor(k / n))));
  return { values, columns: n, rows: n, x: extent, y: extent };
}

/** Far outside the picture is far enough: SVG has no place for 10³⁰ px. */
const px = (v: number) => Math.round(Math.min(9999, Math.max(-9999, v)) * 10) / 10;

/**
 * The line through (ws[i], bs[i]), in this order, in px.
 *
 * @example walkPath([0, 1], [2, 3], (w) => 10 * w, (b) => b) // 'M0,2L10,3'
 */
export const walkPath = (
  ws: readonly number[],
  bs: readonly number[],
  x: (w: number) => number,
  y: (b: number) => number,
): string => ws.map((w, i) => `${i === 0 ? 'M' : 'L'}${px(x(w))},${px(y(bs[i]!))}`).join('');
