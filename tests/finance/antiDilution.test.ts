import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { antiDilution, conversionPriceAfter, outstandingShares, type ProtectedSeries } from '@/finance/antiDilution';
import { explain } from '@/finance/derivation';
import { rational } from '@/finance/rational';
import { LEGAL } from '@/finance/rounding';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

const outstanding = { common: 8e6, preferred: 2e6, options: 2e6, convertibles: 1e6 };
const issue = { shares: 4e6, consideration: 5e6 };
const series = (
  protection: ProtectedSeries['protection'],
  conversionPrice: number | string = 2.5,
): ProtectedSeries => ({
  stockClass: `${protection} ${conversionPrice}`,
  protection,
  conversionPrice,
  shares: 2e6,
});

describe('published adjustments (ovf docs/antidilution.md)', () => {
  test('broad, narrow, full ratchet', () => {
    const ad1 = { common: 8e6, preferred: 2e6, options: 2e6 };
    expect(String(antiDilution([series('broad')], ad1, issue)[0]!.conversionPrice)).toBe('35/16');
    const [narrow, ratchet] = antiDilution([series('narrow'), series('full ratchet')], outstanding, issue);
    expect([narrow!.conversionPrice, narrow!.conversionRatio, ratchet!.conversionPrice].map(String)).toEqual(['15/7', '7/6', '5/4']); // prettier-ignore
    expect(String(ratchet!.asConverted)).toBe('4000000');
  });
  test('a second adjustment multiplies with the first', () => {
    const [twice] = antiDilution([{ ...series('full ratchet', 2), issuePrice: 4 }], outstanding, issue);
    expect(String(twice!.conversionRatio)).toBe('16/5');
  });
  test('four decimals by the charter', () => {
    expect(antiDilution([series('narrow')], outstanding, issue, LEGAL)[0]!.conversionPrice.toFixed(6)).toBe('2.142900');
  });
  test('nothing happens at or above the conversion price', () => {
    for (const consideration of [10e6, 11e6]) {
      const [same] = antiDilution([series('full ratchet')], outstanding, { shares: 4e6, consideration });
      expect(same).toMatchObject({ triggered: false, conversionPrice: rational(2.5), asConverted: rational(2e6) });
    }
  });
});

const count = fc.integer({ min: 1, max: 1e8 });
describe('laws', () => {
  test('CP₂ lies between the new price and the old; narrow ≤ broad; the ratchet is lowest', () => {
    fc.assert(
      fc.property(
        count,
        count,
        count,
        count,
        fc.integer({ min: 1, max: 1e4 }),
        (common, options, shares, consideration, cents) => {
          const CP1 = rational(cents).div(100);
          const p = rational(consideration).div(shares);
          const price = (protection: 'broad' | 'narrow' | 'full ratchet') =>
          antiDilution([{ ...series(protection), conversionPrice: CP1 }], { common, options }, { shares, consideration })[0]!.conversionPrice; // prettier-ignore
          const [ratchet, narrow, broad] = [price('full ratchet'), price('narrow'), price('broad')];
          const low = p.compare(CP1) < 0 ? p : CP1;
          expect(ratchet).toEqual(low);
          expect([narrow.compare(low) >= 0, broad.compare(narrow) >= 0, broad.compare(CP1) <= 0]).toEqual([
            true,
            true,
            true,
          ]);
        },
      ),
    );
  });
  test('the order of series is irrelevant, and a series does not feel the others', () => {
    const list = [series('broad', 3), series('narrow', 2), series('full ratchet', 5), series('none', 9)];
    const one = list.map((each) => antiDilution([each], outstanding, issue)[0]);
    expect(antiDilution(list, outstanding, issue)).toEqual(one);
    expect(antiDilution(list.toReversed(), outstanding, issue)).toEqual(one.toReversed());
  });
  test('the working adds up', () => {
    for (const protection of ['broad', 'full ratchet'] as const) {
      const { steps } = explain((note) => conversionPriceAfter(protection, 2.5, 12e6, issue, note));
      expect(steps.length).toBeGreaterThan(1);
      expect(faults(steps)).toEqual([]);
    }
  });
  test('several series are worked one after the other', () => {
    const list = [series('broad', 3), series('full ratchet', 5), series('none', 9)];
    const { result, steps } = explain((note) => antiDilution(list, outstanding, issue, undefined, note));
    expect(faults(steps)).toEqual([]);
    const ratios = steps.filter(({ symbol }) => symbol.startsWith('ratio_'));
    expect(ratios.map(({ exact }) => exact)).toEqual(result.map(({ conversionRatio }) => String(conversionRatio)));
  });
  test('shares given away: ovf docs/antidilution.md AD6a 1.875, AD6b 25/14', () => {
    const gift = { shares: 4e6, consideration: 0 };
    expect(String(conversionPriceAfter('broad', 2.5, 12e6, gift))).toBe('15/8');
    expect(String(conversionPriceAfter('narrow', 2.5, 10e6, gift))).toBe('25/14');
  });
});

test('refusals', () => {
  expect(
    refusals({
      'no series': () => antiDilution([], outstanding, issue),
      'a series twice': () => antiDilution([series('broad'), series('broad')], outstanding, issue),
      'no shares of the series': () => antiDilution([{ ...series('broad'), shares: 0 }], outstanding, issue),
      'negative shares before': () => outstandingShares({ common: -1 }, 'broad'),
      'nothing before': () => outstandingShares({ common: 0, options: 5 }, 'narrow'),
      'nothing issued': () => conversionPriceAfter('broad', 1, 1, { shares: 0, consideration: 1 }),
      'a ratchet to nothing': () => conversionPriceAfter('full ratchet', 1, 1, { shares: 1, consideration: 0 }),
      'less than nothing paid': () => conversionPriceAfter('broad', 1, 1, { shares: 1, consideration: -1 }),
      'a price of 0': () => conversionPriceAfter('broad', 0, 1, issue),
      'not finite': () => conversionPriceAfter('broad', Infinity, 1, issue),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a price of 0": "DomainError: conversionPriceAfter: the conversion price is greater than 0; got 0",
      "a ratchet to nothing": "DomainError: conversionPriceAfter: what is paid for them is greater than 0; got 0",
      "a series twice": "DomainError: antiDilution: every series is named once; got ["broad 2.5", "broad 2.5"]",
      "less than nothing paid": "DomainError: conversionPriceAfter: what is paid for them is not negative; got -1",
      "negative shares before": "DomainError: outstandingShares: no number of shares is negative; got ["-1", "0", "0", "0"]",
      "no series": "DomainError: antiDilution: there is at least one series; got []",
      "no shares of the series": "DomainError: antiDilution: a series has shares; got "broad 2.5: 0"",
      "not finite": "DomainError: rational: the value is a finite decimal or a fraction like 26/45; got Infinity",
      "nothing before": "DomainError: outstandingShares: there are shares before the issue; got "0"",
      "nothing issued": "DomainError: conversionPriceAfter: new shares are issued; got 0",
    }
  `);
});
