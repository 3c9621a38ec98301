import { expect, test } from 'vitest';
import { compoundInterest, effectiveRate, nominalRate, simpleInterest } from '@/finance/interest';
import { refusals } from '../support/refusals';

// ovf docs/debt.md, A1–A6: $1,000,000 at 8 %
test.each([
  ['A1 simple, ACT/365', simpleInterest(1e6, 0.08, 730 / 365), 160_000],
  ['A2 compound, yearly', compoundInterest(1e6, 0.08, 1, 2), 166_400],
  ['A3 compound, quarterly', compoundInterest(1e6, 0.08, 4, 2), 171_659.3810022656],
  ['A4 paid in kind, half-yearly', compoundInterest(1e6, 0.08, 2, 2), 169_858.56],
  ['A5 simple, ACT/360', simpleInterest(1e6, 0.08, 730 / 360), 162_222.2222222222],
  ['A6 simple, over a leap day', simpleInterest(1e6, 0.08, 731 / 365), 160_219.1780821918],
])('%s', (_, interest, expected) => expect(interest).toBeCloseTo(expected, 6));

test('nominal and effective rates: formulajs', () => {
  expect(effectiveRate(0.1, 4)).toBeCloseTo(0.10381289062499977, 14);
  expect(nominalRate(0.1, 4)).toBeCloseTo(0.09645475633778045, 14);
});

test('the same year in parts', () => {
  expect(compoundInterest(500, 0.06, 12, 91 / 364)).toBeCloseTo(500 * (1.005 ** 3 - 1), 12);
  expect(compoundInterest(500, 0, 12, 1)).toBe(0);
});

test('refusals', () => {
  expect(
    refusals({
      'negative principal': () => simpleInterest(-1, 0.1, 1),
      'negative time': () => simpleInterest(1, 0.1, -1),
      'not finite': () => simpleInterest(1, Infinity, 1),
      'a part of a period': () => compoundInterest(1, 0.1, 2, 0.3),
      'half a period a year': () => compoundInterest(1, 0.1, 0.5, 2),
      'nothing left': () => compoundInterest(1, -12, 12, 2),
      'effective of −100 %': () => nominalRate(-1, 4),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a part of a period": "DomainError: compoundInterest: the time is a whole number of periods; got 0.6",
      "effective of −100 %": "DomainError: nominalRate: effective is a finite number greater than -1; got -1",
      "half a period a year": "DomainError: compoundInterest: periodsPerYear is a whole number from 1; got 0.5",
      "negative principal": "DomainError: simpleInterest: principal is at least 0; got -1",
      "negative time": "DomainError: simpleInterest: years is at least 0; got -1",
      "not finite": "DomainError: simpleInterest: rate is a finite number; got Infinity",
      "nothing left": "DomainError: compoundInterest: rate / periodsPerYear is a finite number greater than -1; got -1",
    }
  `);
});
