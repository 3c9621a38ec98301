import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { directAlpha, fundIrr, fundMultiples, ksPme, moic, type FundAndIndex } from '@/finance/fundMetrics';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

const fund = (change: Partial<FundAndIndex> = {}): FundAndIndex => ({
  times: [0, 1, 2],
  contributions: [100, 0, 0],
  distributions: [0, 60, 72],
  nav: 0,
  index: [100, 110, 121],
  ...change,
});

// ovf docs/pme-fixtures.md, F6–F9, F11
describe('published', () => {
  test('F6, a market that stands still', () => {
    const still = fund({ distributions: [0, 30, 0], nav: 90, index: [100, 100, 100] });
    expect(fundMultiples(still)).toEqual({ dpi: 0.3, rvpi: 0.9, tvpi: 1.2 });
    expect(ksPme(still)).toBeCloseTo(1.2, 14);
    expect(fundIrr(still).rates[0]).toBeCloseTo(0.1104686356149273, 12);
    expect(directAlpha(still)).toEqual(fundIrr(still));
  });
  test('F7, the market’s own return', () => {
    const same = fund({ distributions: [0, 55, 0], nav: 60.5 });
    expect(ksPme(same)).toBeCloseTo(1, 14);
    expect(fundIrr(same).rates[0]).toBeCloseTo(0.1, 12);
    expect(directAlpha(same).rates[0]).toBeCloseTo(0, 12);
  });
  test('F8', () => {
    expect(ksPme(fund())).toBeCloseTo(138 / 121, 14);
    expect(fundIrr(fund()).rates[0]).toBeCloseTo(0.2, 12);
    expect(directAlpha(fund()).rates[0]).toBeCloseTo(1 / 11, 12);
  });
  test('F9', () => {
    const early = fund({ distributions: [0, 150, 0], nav: 10 });
    expect(ksPme(early)).toBeCloseTo(175 / 121, 14);
    expect(fundIrr(early).rates[0]).toBeCloseTo(0.5639410298049853, 12);
  });
  test('F11, paid in and out on one day', () => {
    const netted = fund({ contributions: [100, 10, 0], distributions: [20, 10, 88], index: [1, 1, 1] });
    expect(fundMultiples(netted).tvpi).toBeCloseTo(59 / 55, 14);
    expect(fundIrr(netted).rates[0]).toBeCloseTo(0.04880884817015155, 12);
  });
});

test('a fund that is the index has a PME of 1 and no alpha; the scale of money and index does not matter', () => {
  const history = fc.array(
    fc.record({ paid: fc.integer({ min: 1, max: 1000 }), growth: fc.integer({ min: -40, max: 60 }) }),
    { minLength: 2, maxLength: 12 },
  );
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 1000 }), (years, scale) => {
      let [level, units] = [100, 0];
      const index: number[] = [];
      for (const { paid, growth } of years) {
        level *= 1 + growth / 100;
        index.push(level);
        units += paid / level;
      }
      const passive: FundAndIndex = {
        times: [...years.keys()],
        contributions: years.map(({ paid }) => paid),
        distributions: years.map(() => 0),
        nav: units * level,
        index,
      };
      expect(ksPme(passive)).toBeCloseTo(1, 10);
      expect(directAlpha(passive).rates.some((rate) => Math.abs(rate) < 1e-9)).toBe(true);
      const scaled = { ...passive, nav: passive.nav * 2, index: index.map((x) => x * scale) };
      expect(ksPme(scaled)).toBeCloseTo(2, 9);
    }),
  );
});

test('moic', () => {
  expect(moic(4, 6)).toBe(1.5);
  expect(moic(4, 0, 2)).toBe(0.5);
});

test('their working adds up', () => {
  const { steps } = explain((note) => [fundMultiples(fund({ nav: 7 }), note), ksPme(fund({ nav: 7 }), note)]);
  expect(faults(steps)).toEqual([]);
  expect(steps.map((step) => step.symbol)).toEqual(['PIC', 'DPI', 'RVPI', 'TVPI', 'FD', 'FC', 'PME']);
});

test('refusals', () => {
  const { contributions } = fund();
  expect(
    refusals({
      'no times': () => fundMultiples(fund({ times: [] })),
      'a contribution missing': () => fundMultiples(fund({ contributions: [100, 0] })),
      'out of order': () => fundIrr(fund({ times: [0, 2, 1] })),
      'a negative amount': () => fundIrr(fund({ contributions: contributions.map((x) => -x) })),
      'nothing paid in': () => fundMultiples(fund({ contributions: [0, 0, 0] })),
      'nothing came back': () => fundIrr(fund({ distributions: [0, 0, 0] })),
      'a negative rest': () => fundIrr(fund({ nav: -1 })),
      'an index of 0': () => ksPme(fund({ index: [100, 0, 121] })),
      'an index level missing': () => directAlpha(fund({ index: [100, 110] })),
      'nothing invested': () => moic(0, 1),
      'a negative return': () => moic(1, -1),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a contribution missing": "DomainError: fundMultiples: there are 3 contributions, one for each time; got 2",
      "a negative amount": "DomainError: fundIrr: contributions and distributions are at least 0; got -100",
      "a negative rest": "DomainError: fundIrr: nav is at least 0; got -1",
      "a negative return": "DomainError: moic: realised and held are at least 0; got "-1 and 0"",
      "an index level missing": "DomainError: directAlpha: there are 3 index levels, one for each time; got 2",
      "an index of 0": "DomainError: ksPme: every index level is greater than 0; got 0",
      "no times": "DomainError: fundMultiples: times is not empty; got []",
      "nothing came back": "NoSolutionError: irrAt: a rate above −100 % makes the cash flows worth 0; got [-100, 0, 0]",
      "nothing invested": "DomainError: moic: invested is a finite number greater than 0; got 0",
      "nothing paid in": "DomainError: fundMultiples: something is paid in; got [0, 0, 0]",
      "out of order": "DomainError: fundIrr: times are in order; got [0, 2, 1]",
    }
  `);
});
