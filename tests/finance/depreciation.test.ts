import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { db, ddb, sln, syd } from '@/finance/depreciation';
import { refusals } from '../support/refusals';

describe('published: Microsoft’s DB and DDB examples', () => {
  test.each([
    [1, 186_083.33],
    [2, 259_639.42],
    [3, 176_814.44],
    [4, 120_410.64],
    [5, 81_999.64],
    [6, 55_841.76],
    [7, 15_845.1],
  ])('db, year %d', (year, charge) => expect(db(1_000_000, 100_000, 6, year, 7)).toBeCloseTo(charge, 2));

  test.each([
    [ddb(2_400, 300, 3_650, 1), 1.32],
    [ddb(2_400, 300, 120, 1, 2), 40],
    [ddb(2_400, 300, 10, 1, 2), 480],
    [ddb(2_400, 300, 10, 2, 1.5), 306],
    [ddb(2_400, 300, 10, 10), 22.12],
  ])('ddb %d', (charge, expected) => expect(charge).toBeCloseTo(expected, 2));

  test('formulajs: the last year stops at the salvage value', () => {
    expect(ddb(1_000_000, 100_000, 6, 6)).toBeCloseTo(31687.242798353895, 8);
    expect(ddb(1_000_000, 100_000, 6, 6, 1.5)).toBeCloseTo(59326.171875, 8);
    expect(db(1_000_000, 100_000, 6, 6)).toBeCloseTo(46722.518280620934, 8);
  });
});

test('what is charged over the life is the cost less the salvage value', () => {
  const asset = fc.tuple(
    fc.integer({ min: 1, max: 1e6 }),
    fc.integer({ min: 0, max: 99 }),
    fc.integer({ min: 1, max: 40 }),
  );
  fc.assert(
    fc.property(asset, ([cost, percent, life]) => {
      const salvage = (cost * percent) / 100;
      const periods = Array.from({ length: life }, (_, i) => i + 1);
      const total = (of: (period: number) => number) => periods.reduce((sum, period) => sum + of(period), 0);
      expect(total(() => sln(cost, salvage, life))).toBeCloseTo(cost - salvage, 4);
      expect(total((p) => syd(cost, salvage, life, p))).toBeCloseTo(cost - salvage, 4);
      expect(total((p) => ddb(cost, salvage, life, p))).toBeLessThanOrEqual(cost - salvage + 1e-6);
      for (const p of periods) expect(ddb(cost, salvage, life, p)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('refusals', () => {
  expect(
    refusals({
      'no life': () => sln(1, 0, 0),
      'salvage above cost': () => sln(1, 2, 3),
      'negative salvage': () => syd(1, -1, 3, 1),
      'after the end': () => syd(30, 7, 10, 11),
      'no factor': () => ddb(1, 0, 3, 1, 0),
      'a part of a period': () => ddb(1, 0, 3, 1.5),
      'month 13': () => db(1, 0, 3, 1, 13),
      'a life with a part': () => db(1, 0, 2.5, 1),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a life with a part": "DomainError: db: life is a whole number; got 2.5",
      "a part of a period": "DomainError: ddb: period is a whole number from 1 to 3; got 1.5",
      "after the end": "DomainError: syd: period is a whole number from 1 to 10; got 11",
      "month 13": "DomainError: db: month is a whole number from 1 to 12; got 13",
      "negative salvage": "DomainError: syd: salvage is at least 0; got -1",
      "no factor": "DomainError: ddb: factor is a finite number greater than 0; got 0",
      "no life": "DomainError: sln: life is a finite number greater than 0; got 0",
      "salvage above cost": "DomainError: sln: cost is at least salvage; got "cost 1, salvage 2"",
    }
  `);
});
