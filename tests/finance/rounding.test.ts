import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rational, rational } from '@/finance/rational';
import { EXACT, floor, LEGAL, roundConversionPrice, roundPrice, roundShares } from '@/finance/rounding';
import { refusals } from '../support/refusals';

test('nothing is rounded unless asked', () => {
  const third = rational('1/3');
  expect([roundShares, roundPrice, roundConversionPrice].map((round) => round(third, EXACT))).toEqual([
    third,
    third,
    third,
  ]);
});
test('shares down, a price up, a conversion price to the nearest', () => {
  expect(String(roundShares(rational('8/3'), LEGAL))).toBe('2');
  expect(roundPrice(rational('1.00001'), LEGAL).toFixed(5)).toBe('1.00010');
  expect(roundPrice(rational('1.0001'), LEGAL).toFixed(5)).toBe('1.00010');
  expect(['1.00005', '1.00004'].map((price) => roundConversionPrice(rational(price), LEGAL).toFixed(5))).toEqual(['1.00010', '1.00000']); // prettier-ignore
});
test('floor is the whole number at or just below', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (n, d) => {
      const value = new Rational(n, d);
      const whole = floor(value);
      expect(whole.denominator).toBe(1n);
      expect([whole.compare(value) <= 0, whole.add(1).compare(value) > 0]).toEqual([true, true]);
    }),
  );
});
test('refusals', () => {
  expect(
    refusals({
      'half a decimal': () => roundPrice(rational(1), { priceDecimals: 0.5 }),
      'too many': () => roundConversionPrice(rational(1), { conversionPriceDecimals: 13 }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "half a decimal": "DomainError: rounding: decimals is a whole number from 0 to 12; got 0.5",
      "too many": "DomainError: rounding: decimals is a whole number from 0 to 12; got 13",
    }
  `);
});
