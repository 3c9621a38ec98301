import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysBetween, yearFraction, type DayCount } from '@/finance/dayCount';
import { refusals } from '../support/refusals';

const day = fc.integer({ min: 0, max: 40_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));

test.each<[string, string, DayCount, number]>([
  // ovf docs/debt.md A1, A6; docs/pme-fixtures.md F2a–c
  ['2025-01-01', '2027-01-01', 'ACT/365', 2],
  ['2027-01-01', '2029-01-01', 'ACT/365', 731 / 365],
  ['2025-01-01', '2027-01-01', 'ACT/360', 730 / 360],
  ['2019-07-01', '2020-07-01', 'ACT/365.25', 488 / 487],
  ['2019-07-01', '2020-07-01', 'ACT/ACT', 66_887 / 66_795],
  ['2020-01-01', '2022-01-01', 'ACT/ACT', 2],
  // ISDA, 30/360 day count conventions, examples: bond basis
  ['2007-01-15', '2007-01-30', '30/360', 15 / 360],
  ['2007-01-15', '2007-02-15', '30/360', 30 / 360],
  ['2007-09-30', '2008-03-31', '30/360', 180 / 360],
  ['2007-09-30', '2007-10-31', '30/360', 30 / 360],
  ['2007-01-15', '2007-01-31', '30/360', 16 / 360],
  ['2007-01-31', '2007-02-28', '30/360', 28 / 360],
  ['2007-02-28', '2007-03-31', '30/360', 33 / 360],
  ['2006-08-31', '2007-02-28', '30/360', 178 / 360],
  ['2007-02-14', '2007-02-28', '30/360', 14 / 360],
  ['2008-02-29', '2009-02-28', '30/360', 359 / 360],
])('%s to %s by %s', (from, to, dayCount, years) => {
  expect(yearFraction(from, to, dayCount)).toBeCloseTo(years, 14);
});

test('time runs both ways, and actual days add up', () => {
  fc.assert(
    fc.property(
      day,
      day,
      day,
      fc.constantFrom<DayCount>('ACT/365', 'ACT/360', 'ACT/365.25', 'ACT/ACT', '30/360'),
      (a, b, c, count) => {
        expect(yearFraction(a, b, count) + yearFraction(b, a, count)).toBe(0);
        expect(daysBetween(a, b) + daysBetween(b, c)).toBe(daysBetween(a, c));
        if (count === '30/360') return;
        expect(yearFraction(a, b, count) + yearFraction(b, c, count)).toBeCloseTo(yearFraction(a, c, count), 11);
      },
    ),
  );
});

test('refusals', () => {
  expect(
    refusals({
      'no such day': () => daysBetween('2025-02-29', '2025-03-01'),
      'no such month': () => yearFraction('2025-01-01', '2025-13-01', 'ACT/365'),
      'not ISO': () => daysBetween('2025-1-1', '2025-03-01'),
      'with a time': () => daysBetween('2025-01-01T00:00', '2025-03-01'),
    }),
  ).toMatchInlineSnapshot(`
    {
      "no such day": "DomainError: daysBetween: a date is a day of the calendar written YYYY-MM-DD; got "2025-02-29"",
      "no such month": "DomainError: yearFraction: a date is a day of the calendar written YYYY-MM-DD; got "2025-13-01"",
      "not ISO": "DomainError: daysBetween: a date is a day of the calendar written YYYY-MM-DD; got "2025-1-1"",
      "with a time": "DomainError: daysBetween: a date is a day of the calendar written YYYY-MM-DD; got "2025-01-01T00:00"",
    }
  `);
});
