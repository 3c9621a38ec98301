import { expect, test } from 'vitest';
import { convertNote, noteBalance } from '@/finance/convertibleNote';
import { explain } from '@/finance/derivation';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

const loan = { principal: 500_000, rate: 0.06, days: 365, dayCount: 365 } as const;
const terms = { ...loan, cap: 8e6, capShares: 8e6, discount: 0.2 };

test('published notes C1 and C2 (ovf docs/debt.md): the cap wins, then the discount', () => {
  expect(String(convertNote(terms, 1.5).shares)).toBe('530000');
  expect(String(convertNote(terms, 1.1).shares)).toBe('6625000/11');
});
test('the year has the days that the contract says', () => {
  expect(String(noteBalance({ ...loan, days: 360, dayCount: 360 }).interest)).toBe('30000');
  expect(String(noteBalance({ ...loan, days: 73 }).interest)).toBe('6000');
});
test('interest on interest, in whole periods', () => {
  expect(String(noteBalance({ ...loan, days: 720, dayCount: 360, compoundingPerYear: 1 }).amount)).toBe('561800');
});
test('the working adds up', () => {
  expect(faults(explain((note) => convertNote(terms, 1.1, note)).steps)).toEqual([]);
  const compound = { ...loan, dayCount: 360, days: 180, compoundingPerYear: 4 } as const;
  expect(faults(explain((note) => convertNote(compound, 2, note)).steps)).toEqual([]);
});
test('refusals', () => {
  expect(
    refusals({
      'a principal of 0': () => noteBalance({ ...loan, principal: 0 }),
      'a negative rate': () => noteBalance({ ...loan, rate: -0.1 }),
      'days before the issue': () => noteBalance({ ...loan, days: -1 }),
      'a year of 364 days': () => noteBalance({ ...loan, dayCount: 364 as 365 }),
      'a broken period': () => noteBalance({ ...loan, days: 100, compoundingPerYear: 12 }),
      'half a compounding': () => noteBalance({ ...loan, compoundingPerYear: 0.5 }),
      'a price of 0': () => convertNote(terms, 0),
      'a cap of 0': () => convertNote({ ...terms, cap: 0 }, 1),
      'a cap without shares': () => convertNote({ ...loan, cap: 1 }, 1),
      'a discount of 100 %': () => convertNote({ ...terms, discount: 1 }, 1),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a broken period": "DomainError: noteBalance: compound interest runs for whole periods, at most 10000; got "240/73 periods"",
      "a cap of 0": "DomainError: convertNote: a valuation cap is greater than 0; got 0",
      "a cap without shares": "DomainError: convertNote: the shares that a cap is divided by are more than 0; got undefined",
      "a discount of 100 %": "DomainError: convertNote: a discount is in [0, 1); got 1",
      "a negative rate": "DomainError: noteBalance: the interest rate is not negative; got -0.1",
      "a price of 0": "DomainError: convertNote: the price per share is greater than 0; got 0",
      "a principal of 0": "DomainError: noteBalance: the principal is greater than 0; got 0",
      "a year of 364 days": "DomainError: noteBalance: a year has 365 or 360 days; got 364",
      "days before the issue": "DomainError: noteBalance: the days are not negative; got -1",
      "half a compounding": "DomainError: noteBalance: compounding per year is a whole number greater than 0; got 0.5",
    }
  `);
});
