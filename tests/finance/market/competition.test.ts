import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as competition from '@/finance/market/competition';
import { refusal } from '../../support/refusal';
import { assertClose } from '../../support/assertClose';

const { attractionShares, competitionPressure, demandPerCompetitor, equivalentCompetitors, herfindahl } = competition;

test('the manuscript’s pressure prints as 0.00, whatever the market is like (E28)', () => {
  expect(competitionPressure(5, 0.2, 1000 * 1.1 ** 12).toFixed(2)).toBe('0.00');
  expect(competitionPressure(500, 0.2, 1000 * 1.1 ** 12).toFixed(2)).toBe('0.03');
});

test('with a supply in the unit of demand it is supply over demand', () => {
  expect(competitionPressure(5, 200, 1000)).toBe(1);
  expect(demandPerCompetitor(1000, 5)).toBe(200);
});

// U.S. DOJ, "Herfindahl-Hirschman Index" page: shares of 30, 30, 20 and 20 % give 2,600.
test('HHI of the example of the U.S. Department of Justice', () => {
  assertClose(1e4 * herfindahl([0.3, 0.3, 0.2, 0.2]), 2600, { rel: 1e-14 });
});

test('HHI is 1/N for N equals, 1 for one, and between these for others', () => {
  expect(herfindahl([1])).toBe(1);
  const attractions = fc
    .array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 })
    .filter((list) => list.some((a) => a > 1e-6));
  fc.assert(
    fc.property(attractions, (list) => {
      const shares = attractionShares(list);
      assertClose(shares.reduce((sum, s) => sum + s, 0), 1, { abs: 1e-12 }); // prettier-ignore
      expect(herfindahl(shares)).toBeGreaterThanOrEqual(1 / list.length - 1e-12);
      expect(herfindahl(shares)).toBeLessThanOrEqual(1 + 1e-12);
      assertClose(equivalentCompetitors(attractionShares(list.map(() => 3))), list.length, { rel: 1e-12 });
    }),
  );
});

test('refusals', () => {
  const calls = [
    () => competitionPressure(-1, 1, 1),
    () => competitionPressure(1, 1, 0),
    () => demandPerCompetitor(1, 0),
    () => attractionShares([]),
    () => attractionShares([0, 0]),
    () => attractionShares([1, -1]),
    () => herfindahl([0.5, 0.4]),
    () => herfindahl([30, 70]),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: competitionPressure: competitors is a finite number at least 0; got -1",
      "DomainError: competitionPressure: demand is a finite number greater than 0; got 0",
      "DomainError: demandPerCompetitor: competitors is a finite number greater than 0; got 0",
      "DomainError: attractionShares: attractions is not empty; got []",
      "DomainError: attractionShares: at least one attraction is greater than 0; got [0, 0]",
      "DomainError: attractionShares: attractions[1] is a finite number at least 0; got -1",
      "DomainError: herfindahl: the shares sum to 1; got 0.9",
      "DomainError: herfindahl: shares[0] is a finite number from 0 to 1; got 30",
    ]
  `);
});
