import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { npv, npvAt, npvExcel, xnpv } from '@/finance/netPresentValue';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

describe('the two origins of time', () => {
  test('published: numpy-financial and formulajs', () => {
    expect(npv(0.05, [-15_000, 1_500, 2_500, 3_500, 4_500, 6_000])).toBeCloseTo(122.8948549509427, 9);
    expect(npvExcel(0.12, [12_000, 15_000, 18_000, 21_000, 24_000])).toBeCloseTo(62448.362521940246, 8);
  });
  test('Excel’s is a period’s discount less, and the same as a first flow of 0', () => {
    const flows = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 300 }), flows, (percent, cashFlows) => {
        const rate = percent / 100;
        const size = npv(rate, cashFlows.map(Math.abs));
        expect(Math.abs(npvExcel(rate, cashFlows) * (1 + rate) - npv(rate, cashFlows))).toBeLessThanOrEqual(
          1e-12 * size,
        );
        expect(Math.abs(npvExcel(rate, cashFlows) - npv(rate, [0, ...cashFlows]))).toBeLessThanOrEqual(1e-12 * size);
      }),
    );
  });
});

test('its working adds up', () => {
  const flows = [-40_000, 5_000, 8_000, 12_000, 30_000];
  const { result, steps } = explain((note) => npv(0.08, flows, note));
  expect(result).toBeCloseTo(npv(0.08, flows), 9);
  expect(faults(steps)).toEqual([]);
  expect(steps.map((step) => step.symbol)).toEqual(['D0', 'D1', 'D2', 'D3', 'D4', 'NPV']);
});

test('at a rate of 0 money is worth the same at all times', () => {
  expect(npv(0, [-3, 1, 2])).toBe(0);
  expect(npvAt(0, [5, 7], [0.25, 9])).toBe(12);
});

test('xnpv discounts by days', () => {
  const flows = [
    { date: '2008-01-01', amount: -10_000 },
    { date: '2008-03-01', amount: 2_750 },
    { date: '2008-10-30', amount: 4_250 },
    { date: '2009-02-15', amount: 3_250 },
    { date: '2009-04-01', amount: 2_750 },
  ];
  // Microsoft, XNPV function: $2,086.65
  expect(xnpv(0.09, flows)).toBeCloseTo(2086.65, 2);
  const days = [0, 60, 303, 411, 456];
  expect(xnpv(0.09, flows)).toBeCloseTo(
    npvAt(
      0.09,
      flows.map((f) => f.amount),
      days.map((d) => d / 365),
    ),
    9,
  );
});

test('refusals', () => {
  const [first, second] = [
    { date: '2024-01-02', amount: -1 },
    { date: '2024-01-01', amount: 2 },
  ];
  expect(
    refusals({
      'no flows': () => npv(0.1, []),
      'nothing left': () => npv(-1, [1]),
      'beyond a double': () => npv(-0.999, new Array<number>(200).fill(1)),
      'both ways beyond a double': () => npv(-0.999, [...new Array<number>(150).fill(-1), 1e300]),
      'rate not a number': () => npvExcel(NaN, [1]),
      'a flow without end': () => npv(0.1, [1, Infinity]),
      'before the first': () => xnpv(0.1, [first, second]),
      'no date': () => xnpv(0.1, [{ date: '1/1/2024', amount: 1 }]),
      'a time missing': () => npvAt(0.1, [1, 2], [0]),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a flow without end": "DomainError: npv: cashFlows[1] is a finite number; got Infinity",
      "a time missing": "DomainError: npvAt: there is a time for each cash flow; got 1",
      "before the first": "DomainError: xnpv: no cash flow comes before the first; got "2024-01-01"",
      "beyond a double": "DomainError: npv: the result is within the range of a double; got Infinity",
      "both ways beyond a double": "DomainError: npv: the result is within the range of a double; got NaN",
      "no date": "DomainError: yearFraction: a date is a day of the calendar written YYYY-MM-DD; got "1/1/2024"",
      "no flows": "DomainError: npv: cashFlows is not empty; got []",
      "nothing left": "DomainError: npv: rate is a finite number greater than -1; got -1",
      "rate not a number": "DomainError: npvExcel: rate is a finite number greater than -1; got NaN",
    }
  `);
});
