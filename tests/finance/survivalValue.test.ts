import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { equityValue, survivalMultiple, survivalProbability, survivalValue } from '@/finance/survivalValue';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

describe('published: Damodaran on Valuation, chapter 17', () => {
  test('illustration 17.3', () => {
    // Printed with the distress sale rounded to 2,180.
    expect(survivalValue(5529.92, 0.7663, 2180)).toBeCloseTo(2962.9, 1);
  });
  test('illustration 17.7', () => {
    const { equity, perShare } = equityValue({ enterpriseValue: 2879, cash: 2260, debt: 4923, shares: 886.47 });
    expect(equity).toBe(216);
    expect(perShare).toBeCloseTo(0.24, 2);
  });
});

test('certain life and certain failure are the ends, and chances multiply', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 0, max: 100 }),
      (going, left, percent) => {
        expect(survivalValue(going, 0, left)).toBe(going);
        expect(survivalValue(going, 1, left)).toBe(left);
        const value = survivalValue(going, percent / 100, left);
        expect(value).toBeGreaterThanOrEqual(Math.min(going, left) - 1e-6);
        expect(value).toBeLessThanOrEqual(Math.max(going, left) + 1e-6);
      },
    ),
  );
  // Birch: 85, 70, 62, 55 and 50 of 100 live through years 1 to 5.
  const yearly = [1 - 0.85, 1 - 70 / 85, 1 - 62 / 70, 1 - 55 / 62, 1 - 50 / 55];
  expect(survivalProbability(yearly)).toBeCloseTo(0.5, 12);
  expect(survivalProbability([])).toBe(1);
});

test('a later multiple, by hand: 605 in two years is 500 today at 10 %', () => {
  const terms = { metric: 100, multiple: 6.05, years: 2, rate: 0.1, failureProbability: 0.4, distressValue: 50 };
  const { result, steps } = explain((note) => survivalMultiple(terms, note));
  expect(result).toBeCloseTo(320, 9);
  expect(faults(steps)).toEqual([]);
});

test('its working adds up', () => {
  const { steps } = explain((note) => {
    const enterpriseValue = survivalValue(100, 0.3, 20, note);
    return equityValue({ enterpriseValue, cash: 10, debt: 30, shares: 4 }, note);
  });
  expect(faults(steps)).toEqual([]);
});

test('refusals', () => {
  expect(
    refusals({
      'more than certain': () => survivalValue(1, 1.2, 0),
      'less than nothing left': () => survivalValue(1, 0.5, -1),
      'not finite': () => survivalValue(NaN, 0.5, 0),
      'no chance': () => survivalProbability([0.5, -0.1]),
      'no shares': () => equityValue({ enterpriseValue: 1, cash: 0, debt: 0, shares: 0 }),
      'a debt of cash': () => equityValue({ enterpriseValue: 1, cash: -1, debt: 0, shares: 1 }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a debt of cash": "DomainError: equityValue: cash and debt are at least 0; got "-1 and 0"",
      "less than nothing left": "DomainError: survivalValue: distressValue is at least 0; got -1",
      "more than certain": "DomainError: survivalValue: failureProbability is a finite number from 0 to 1; got 1.2",
      "no chance": "DomainError: survivalProbability: every failure probability is a finite number from 0 to 1; got -0.1",
      "no shares": "DomainError: equityValue: shares is a finite number greater than 0; got 0",
      "not finite": "DomainError: survivalValue: goingConcern is a finite number; got NaN",
    }
  `);
});
