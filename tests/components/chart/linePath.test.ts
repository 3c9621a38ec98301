import { line } from 'd3-shape';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaPath, linePath, nearest } from '@/components/chart/linePath';
import { createScale } from '@/components/chart/scale';

const x = createScale([0, 100], [0, 640]);
const y = createScale([0, 1], [280, 0]);
const numbers = (path: string) => (path.match(/-?[\d.]+/g) ?? []).map(Number);

test('is d3-shape’s line, to a tenth of a px', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 100 }), (ys) => {
      const xs = ys.map((_, i) => i); // one point for every 6 px: none is left out
      const theirs = line<number>((i) => x(i), (i) => y(ys[i]!))(xs)!; // prettier-ignore
      const [ours, d3] = [numbers(linePath(xs, ys, x, y)), numbers(theirs.replace(/Z$/, ''))];
      expect(ours.length).toBe(d3.length);
      ours.forEach((v, i) => expect(Math.abs(v - d3[i]!)).toBeLessThanOrEqual(0.051));
    }),
  );
});

test('many points in a column leave its lowest and highest', () => {
  const xs = Array.from({ length: 10_000 }, (_, i) => i / 100);
  const ys = xs.map((_, i) => (i === 5003 ? 1 : i === 7001 ? 0 : 0.5));
  const path = linePath(xs, ys, x, y);
  expect(path.length).toBeLessThan(640 * 4 * 14);
  expect(Math.min(...numbers(path).filter((_, i) => i % 2))).toBe(0);
  expect(Math.max(...numbers(path).filter((_, i) => i % 2))).toBe(280);
});

test('the pen is lifted where a log axis has no place', () => {
  const log = createScale([0.1, 10], [200, 0], true);
  expect(linePath([0, 10, 20, 30], [1, 0, 1, 10], x, log)).toBe('M0,100M128,100L192,0');
});

test('refuses points that are none', () => {
  expect(() => linePath([0, 1], [0], x, y)).toThrow('linePath: there are as many ys as xs; got [2, 1]');
  expect(() => linePath([0, 1], [0, NaN], x, y)).toThrow('linePath: every point is finite; got [1, NaN]');
  expect(() => linePath([0, NaN], [0, 1], x, y)).toThrow('linePath: every x has a place on its scale; got NaN');
});

test('an area without points is no path', () => expect(areaPath([], [], [], x, y)).toBe(''));

test('nearest finds what a search of the whole list finds', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: -50, max: 50 })),
      fc.double({ min: -60, max: 60, noNaN: true }),
      (list, at) => {
        const xs = list.sort((a, b) => a - b);
        const found = nearest(xs, at);
        if (xs.length === 0) expect(found).toBe(-1);
        else expect(Math.abs(xs[found]! - at)).toBe(Math.min(...xs.map((v) => Math.abs(v - at))));
      },
    ),
  );
});
