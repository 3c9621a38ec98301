import { expect, test } from 'vitest';
import { bisect } from '@/lib/bisect';
import { NoSolutionError } from '@/lib/errors';

test('bisect finds the root to the last bit, from either side, and says when there is none', () => {
  expect(bisect((x) => x ** 3 - 5, 0, 5)).toBe(Math.cbrt(5));
  expect(bisect((x) => 2 - x * x, 0, 5)).toBe(Math.SQRT2);
  expect(bisect((x) => x, 0, 1)).toBe(0);
  expect(bisect((x) => x - 1, 0, 1)).toBe(1);
  expect(() => bisect(() => NaN, 0, 1)).toThrow(NoSolutionError);
});
