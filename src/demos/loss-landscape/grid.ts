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
 * The line through (ws[i], bs[i]), in this order, in px. Where the walk jumps from one place outside the map to
 * another, nothing is drawn: those lines would bury what is on it.
 *
 * @param most the map reaches from −most to most both ways
 * @example walkPath([0, 1], [2, 3], 4, (w) => 10 * w, (b) => b) // 'M0,2L10,3'
 * @example walkPath([0, 0, 0], [3, -5, 6], 4, (w) => w, (b) => b) // 'M0,3L0,-5'
 */
export function walkPath(
  ws: readonly number[],
  bs: readonly number[],
  most: number,
  x: (w: number) => number,
  y: (b: number) => number,
): string {
  const inside = (i: number) => Math.abs(ws[i]!) <= most && Math.abs(bs[i]!) <= most;
  const at = (i: number) => `${px(x(ws[i]!))},${px(y(bs[i]!))}`;
  let [path, drawn] = ['', false];
  for (let i = 1; i < ws.length; i++) {
    const shown = inside(i - 1) || inside(i);
    if (shown) path += `${drawn ? '' : `M${at(i - 1)}`}L${at(i)}`;
    drawn = shown;
  }
  return path;
}
