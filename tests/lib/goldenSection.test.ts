import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goldenSection } from '@/lib/goldenSection';

test('finds the bottom of a valley, wherever it lies and however it leans', () => {
  const inside = fc.double({ min: -9, max: 9, noNaN: true });
  fc.assert(
    fc.property(inside, fc.double({ min: 0.1, max: 10, noNaN: true }), (bottom, slope) => {
      const f = (x: number) => (x < bottom ? slope * (bottom - x) : x - bottom);
      expect(Math.abs(goldenSection(f, -10, 10) - bottom)).toBeLessThan(1e-8);
    }),
  );
});

test('a function that only falls has its minimum at the end', () => {
  expect(goldenSection((x) => -x, 0, 1)).toBeCloseTo(1, 8);
  expect(goldenSection((x) => x, 0, 1)).toBeCloseTo(0, 8);
});
