import { expect, test } from 'vitest';
import { isolines, levelsOf, type Grid } from '@/components/chart/isolines';
import { createScale } from '@/components/chart/scale';

/** f(x, y) = x² + 4y² over [−2, 2] × [−1, 1]: its level c is the ellipse with half axes √c and √c / 2. */
const N = 101;
const grid: Grid = {
  columns: N,
  rows: N,
  x: [-2, 2],
  y: [-1, 1],
  values: Array.from({ length: N * N }, (_, k) => {
    const [x, y] = [-2 + (4 * (k % N)) / (N - 1), -1 + (2 * Math.floor(k / N)) / (N - 1)];
    return x * x + 4 * y * y;
  }),
};
const [x, y] = [createScale([-2, 2], [0, 400]), createScale([-1, 1], [200, 0])];

test('the levels of an ellipse are ellipses, in the coordinates of the frame', () => {
  for (const { level, lines } of isolines(grid, [0.25, 1, 2.25], x, y)) {
    expect(lines[0]!.length).toBeGreaterThan(20);
    for (const p of lines[0]!) {
      const [u, v] = [x.invert(p.x), y.invert(p.y)];
      expect(Math.abs(u * u + 4 * v * v - level)).toBeLessThan(0.01);
    }
  }
});

/** The corners of an area, one ring. */
function corners(area: string): { x: number; y: number }[] {
  const numbers = (area.match(/-?[\d.]+/g) ?? []).map(Number);
  let at = { x: 0, y: 0 };
  return Array.from({ length: numbers.length / 2 }, (_, i) => {
    at = { x: at.x + numbers[2 * i]!, y: at.y + numbers[2 * i + 1]! };
    return at;
  });
}

test('an area has few corners, and its sides keep within a quarter of a px of the ellipse', () => {
  const [{ area, lines }] = isolines(grid, [1], x, y) as [ReturnType<typeof isolines>[number]];
  // What is at least 1 lies between the edge of the grid and the ellipse, the second ring.
  const points = corners(`M${area.split('M').at(-1)}`);
  expect(points.length).toBeLessThan(lines[0]!.length / 3);
  for (const [i, p] of points.slice(0, -1).entries()) {
    const q = points[i + 1]!;
    for (const part of [0, 0.25, 0.5, 0.75]) {
      const [u, v] = [x.invert(p.x + part * (q.x - p.x)), y.invert(p.y + part * (q.y - p.y))];
      // 100 px a unit; |f| grows by |∇f| = 2 √(x² + 16y²) a unit.
      const apart = (100 * Math.abs(u * u + 4 * v * v - 1)) / (2 * Math.hypot(u, 4 * v));
      expect(apart).toBeLessThan(0.3);
    }
  }
});

test('the line of a level that leaves the grid holds no point of the grid’s edge', () => {
  const [outer] = isolines(grid, [5], x, y);
  for (const p of outer!.lines.flat()) expect(p.x > 0 && p.x < 400 && p.y > 0 && p.y < 200).toBe(true);
  expect(outer!.area).toMatch(/^M/);
});

test('levels are round, inside the extent, and in equal ratios on request', () => {
  expect(levelsOf([0, 10], { count: 5 })).toEqual([2, 4, 6, 8]);
  expect(levelsOf([0.001, 10], { log: true, count: 4 })).toEqual([0.01, 0.1, 1]);
});

test('refuses a grid that is not what it says', () => {
  expect(() => isolines({ ...grid, rows: 3 }, [1], x, y)).toThrow('isolines: the grid has 101 × 3 values; got 10201');
  expect(() => isolines({ ...grid, rows: 1 }, [1], x, y)).toThrow(
    'isolines: the grid has at least 2 columns and 2 rows; got [101, 1]',
  );
});
