import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { marketMultiples, quantile } from '@/finance/marketMultiples';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

const companies = (...multiples: number[]) =>
  multiples.map((multiple, i) => ({ name: `company ${i + 1}`, value: multiple * 10, metric: 10 }));

describe('quantile', () => {
  test('published: Microsoft, QUARTILE.INC; NumPy, percentile', () => {
    expect(quantile([1, 2, 4, 7, 8, 9, 10, 12], 0.25)).toBe(3.5);
    expect(quantile([10, 7, 4, 3, 2, 1], 0.5)).toBe(3.5);
  });
  test('lies between the least and the greatest, and grows with p', () => {
    const list = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(list, fc.integer({ min: 0, max: 99 }), (values, percent) => {
        const q = quantile(values, percent / 100);
        expect(q).toBeGreaterThanOrEqual(Math.min(...values));
        expect(q).toBeLessThanOrEqual(quantile(values, (percent + 1) / 100));
        expect(quantile(values, 1)).toBe(Math.max(...values));
      }),
    );
  });
});

test('quartiles, and the one far out is named and still counted', () => {
  const result = marketMultiples(companies(4, 5, 6, 7, 8, 40), 3);
  expect(result.outliers).toEqual(['company 6']);
  expect([result.lowerQuartile, result.median, result.upperQuartile]).toEqual([5.25, 6.5, 7.75]);
  expect(result.range).toEqual({ low: 15.75, middle: 19.5, high: 23.25 });
  expect(result.multiples[5]).toEqual({ name: 'company 6', multiple: 40 });
});

test('none is far out where all are alike', () => {
  expect(marketMultiples(companies(5, 5, 5), 1).outliers).toEqual([]);
});

test('its working adds up', () => {
  expect(faults(explain((note) => marketMultiples(companies(4, 5, 6, 9), 3, note)).steps)).toEqual([]);
});

test('refusals', () => {
  const [a, b, c] = companies(4, 5, 6);
  expect(
    refusals({
      'two of them': () => marketMultiples([a!, b!], 1),
      'one twice': () => marketMultiples([a!, b!, { ...c!, name: 'company 1' }], 1),
      'no revenue': () => marketMultiples([a!, b!, { ...c!, metric: 0 }], 1),
      'none of its own': () => marketMultiples([a!, b!, c!], 0),
      'no numbers': () => quantile([], 0.5),
      'beyond the last': () => quantile([1], 1.5),
      'not a number': () => quantile([1, NaN], 0.5),
    }),
  ).toMatchInlineSnapshot(`
    {
      "beyond the last": "DomainError: quantile: p is from 0 to 1; got 1.5",
      "no numbers": "DomainError: quantile: there is at least one number; got []",
      "no revenue": "DomainError: marketMultiples: the metric of company 3 is a finite number greater than 0; got 0",
      "none of its own": "DomainError: marketMultiples: metric is a finite number greater than 0; got 0",
      "not a number": "DomainError: quantile: every number is a finite number; got NaN",
      "one twice": "DomainError: marketMultiples: every comparable has a name of its own; got "company 1"",
      "two of them": "DomainError: marketMultiples: there are at least three comparables; got 2",
    }
  `);
});
