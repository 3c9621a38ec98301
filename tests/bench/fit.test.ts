import { expect, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { exponent } from './fit';

test('the exponent of a power law comes out, whatever stands before it', () => {
  assertClose(exponent([1, 2, 5, 9].map((n) => [n, 7 * n ** 2.5])), 2.5, { rel: 1e-12 });
  assertClose(exponent([[3, 4] as const, [6, 4] as const]), 0, { abs: 1e-12 });
});

test('between two laws the exponent lies between', () => {
  const e = exponent([64, 128, 256, 512].map((n) => [n, n ** 2 + n ** 3 / 100]));
  expect(e).toBeGreaterThan(2);
  expect(e).toBeLessThan(3);
});
