import { scaleLinear, scaleLog } from 'd3-scale';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScale } from '@/components/chart/scale';

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const apart = ([a, b]: readonly [number, number]) => Math.abs(a - b) > 1e-3 * Math.max(Math.abs(a), Math.abs(b), 1e-3);

test('a linear scale is d3-scale’s, both ways', () => {
  fc.assert(
    fc.property(fc.tuple(finite(-1e6, 1e6), finite(-1e6, 1e6)).filter(apart), finite(-1e6, 1e6), (domain, value) => {
      const [ours, theirs] = [createScale(domain, [0, 640]), scaleLinear(domain, [0, 640])];
      const scale = Math.max(1, Math.abs(theirs(value)));
      expect(Math.abs(ours(value) - theirs(value)) / scale).toBeLessThan(1e-9);
      expect(Math.abs(ours.invert(100) - theirs.invert(100))).toBeLessThan(1e-6);
    }),
  );
});

test('a log scale is d3-scale’s, both ways', () => {
  fc.assert(
    fc.property(fc.tuple(finite(1e-6, 1e6), finite(1e-6, 1e6)).filter(apart), finite(1e-6, 1e6), (domain, value) => {
      const [ours, theirs] = [createScale(domain, [280, 0], true), scaleLog(domain, [280, 0])];
      const scale = Math.max(1, Math.abs(theirs(value)));
      expect(Math.abs(ours(value) - theirs(value)) / scale).toBeLessThan(1e-9);
      expect(ours.invert(100) / theirs.invert(100)).toBeCloseTo(1, 9);
    }),
  );
});

test('zero has no place on a log scale', () => {
  expect(createScale([0.1, 10], [200, 0], true)(0)).toBe(Infinity);
});

test('refuses what is no domain', () => {
  expect(() => createScale([1, 1], [0, 9])).toThrow(
    'createScale: the domain is two different finite numbers; got [1, 1]',
  );
  expect(() => createScale([0, NaN], [0, 9])).toThrow(
    'createScale: the domain is two different finite numbers; got [0, NaN]',
  );
  expect(() => createScale([0, 1], [0, 9], true)).toThrow('createScale: a log scale has a domain above 0; got [0, 1]');
});
