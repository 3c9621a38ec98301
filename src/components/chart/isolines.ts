/** The levels of a function over a grid, as SVG paths: d3-contour's marching squares, in the coordinates of a frame. */
import { contours } from 'd3-contour';
import { require } from '@/lib/errors';
import type { Scale } from './scale';
import { linearTicks, logTicks } from './ticks';

export type Grid = {
  /** Row by row, from the smallest y; in a row from the smallest x: values[j · columns + i]. */
  readonly values: ArrayLike<number>;
  readonly columns: number;
  readonly rows: number;
  /** The x of the first and last column, the y of the first and last row. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
};
export type Isoline = {
  readonly level: number;
  /** The region where the function is at least `level`. */
  readonly area: string;
  /** Points on its edge, apart from the edge of the grid: where a number may stand. The longest line first. */
  readonly lines: readonly (readonly { readonly x: number; readonly y: number }[])[];
};

/** How far a line may run beside the exact one, px: less than half a device pixel on most screens. */
const TOLERANCE = 0.2;

type Point = { readonly x: number; readonly y: number };

/** The distance of p from the line through a and b. */
function distance(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy);
  return length === 0 ? Math.hypot(p.x - a.x, p.y - a.y) : Math.abs(dx * (a.y - p.y) - dy * (a.x - p.x)) / length;
}

/** A line with fewer points that passes within TOLERANCE of all: as far on as every point left out allows. */
function simplified(line: readonly Point[]): Point[] {
  const kept = line.slice(0, 1);
  let from = 0;
  for (let to = 2; to < line.length; to++) {
    const apart = line.slice(from + 1, to).some((p) => distance(p, line[from]!, line[to]!) > TOLERANCE);
    if (!apart) continue;
    from = to - 1;
    kept.push(line[from]!);
  }
  return line.length > 1 ? [...kept, line.at(-1)!] : kept;
}

/** A closed path in relative steps of tenths of a px, which compress well; rounding does not add up along it. */
function outline(line: readonly Point[]): string {
  let [x, y] = [0, 0];
  const steps = line.map((p) => {
    const [toX, toY] = [Math.round(10 * p.x), Math.round(10 * p.y)];
    const step = `${(toX - x) / 10} ${(toY - y) / 10}`;
    [x, y] = [toX, toY];
    return step;
  });
  const [start, ...rest] = steps;
  return `M${start}l${rest.join(' ')}z`;
}

/**
 * @param levels ascending
 * @throws {DomainError} a grid that is not what it says
 */
export function isolines(grid: Grid, levels: readonly number[], x: Scale, y: Scale): Isoline[] {
  const { columns, rows, values } = grid;
  require(columns >= 2 && rows >= 2, 'isolines', 'the grid has at least 2 columns and 2 rows', [columns, rows]);
  require(values.length === columns * rows, 'isolines', `the grid has ${columns} × ${rows} values`, values.length);
  // d3-contour puts value (i, j) at (i + ½, j + ½), and closes regions along the edge of the grid, half a cell outside.
  const at = ([u, v]: number[]) => {
    const i = Math.min(Math.max(u! - 0.5, 0), columns - 1) / (columns - 1);
    const j = Math.min(Math.max(v! - 0.5, 0), rows - 1) / (rows - 1);
    return { x: x(grid.x[0] + i * (grid.x[1] - grid.x[0])), y: y(grid.y[0] + j * (grid.y[1] - grid.y[0])) };
  };
  const inside = ([u, v]: number[]) => u! > 0.5 && u! < columns - 0.5 && v! > 0.5 && v! < rows - 0.5;
  const shapes = contours()
    .size([columns, rows])
    .thresholds([...levels])(Array.from(values));
  return shapes.map((shape) => {
    const rings = shape.coordinates.flat();
    const area = rings.map((ring) => outline(simplified(ring.map(at)))).join('');
    const lines = rings.map((ring) => ring.filter(inside).map(at)).sort((a, b) => b.length - a.length);
    return { level: shape.value, area, lines: lines.filter((line) => line.length > 0) };
  });
}

/**
 * Round levels between the smallest and the largest value; in equal ratios when `log`, as a valley with steep walls needs.
 *
 * @example levelsOf([0.01, 100], { log: true, count: 4 }) // [0.1, 1, 10]
 */
export function levelsOf(extent: readonly [number, number], { log = false, count = 10 } = {}): number[] {
  const [lo, hi] = extent;
  const ticks = log ? logTicks(lo, hi, count) : linearTicks(lo, hi, count);
  return ticks.filter((t) => t > lo && t < hi);
}
