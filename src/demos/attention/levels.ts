/** A field of cells as a few paths, one for each strength of the tone: short to write, and quick to draw. */
import { tenth } from '@/components/chart/tenth';

const LEVELS = 10;

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/**
 * @param values row by row; what is not finite gets no tone
 * @param full   the size that has the full tone
 * @returns strength in (0, 1] and the outline of all its cells; cells of almost nothing are left out
 */
export function levelsOf(values: readonly number[], columns: number, full: number, { x, y, width, height }: Box) {
  const [w, h] = [width / columns, (height * columns) / values.length];
  const paths = Array.from({ length: LEVELS + 1 }, () => '');
  values.forEach((value, n) => {
    const level = Number.isFinite(value) ? Math.min(LEVELS, Math.round((LEVELS * Math.abs(value)) / full)) : 0;
    const [left, top] = [x + (n % columns) * w, y + Math.floor(n / columns) * h];
    paths[level] += `M${tenth(left)},${tenth(top)}h${tenth(w)}v${tenth(h)}h${tenth(-w)}z`;
  });
  return paths.map((d, level) => ({ strength: level / LEVELS, d })).filter(({ strength, d }) => strength > 0 && d);
}

/** The size of the largest finite number; 1 where all are 0. */
export const largestOf = (values: readonly number[]): number =>
  Math.max(...values.map((x) => (Number.isFinite(x) ? Math.abs(x) : 0))) || 1;
