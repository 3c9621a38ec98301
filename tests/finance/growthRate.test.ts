import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fvSchedule, pduration, rri } from '@/finance/growthRate';
import { refusals } from '../support/refusals';

test('published: formulajs', () => {
  expect(rri(8, 10_000, 11_000)).toBeCloseTo(0.011985024140399592, 14);
  expect(pduration(0.1, 1_000, 2_000)).toBeCloseTo(7.272540897341714, 13);
  expect(fvSchedule(100, [0.09, 0.1, 0.11])).toBeCloseTo(133.089, 12);
});

test('rate, time and sum undo one another', () => {
  const case_ = fc.record({
    n: fc.integer({ min: 1, max: 40 }),
    percent: fc.integer({ min: 1, max: 200 }),
    sum: fc.integer({ min: 1, max: 1e6 }),
  });
  fc.assert(
    fc.property(case_, ({ n, percent, sum }) => {
      const end = fvSchedule(sum, new Array<number>(n).fill(percent / 100));
      expect(rri(n, sum, end)).toBeCloseTo(percent / 100, 11);
      expect(pduration(percent / 100, sum, end)).toBeCloseTo(n, 9);
    }),
  );
});

test('refusals', () => {
  expect(
    refusals({
      'no periods': () => rri(0, 10_000, 11_000),
      'from nothing': () => rri(8, 0, 11_000),
      'no growth': () => pduration(0, 1_000, 2_000),
      'nothing left': () => fvSchedule(1, [0.1, -1]),
      'no rates': () => fvSchedule(1, []),
      'no number': () => fvSchedule(NaN, [0.1]),
    }),
  ).toMatchInlineSnapshot(`
    {
      "from nothing": "DomainError: rri: pv is a finite number greater than 0; got 0",
      "no growth": "NoSolutionError: pduration: 1000 grows to 2000 in some time; got a rate of 0",
      "no number": "DomainError: fvSchedule: principal is a finite number; got NaN",
      "no periods": "DomainError: rri: nper is a finite number greater than 0; got 0",
      "no rates": "DomainError: fvSchedule: rates is not empty; got []",
      "nothing left": "DomainError: fvSchedule: every rate is a finite number greater than -1; got -1",
    }
  `);
});
