import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capTable } from '@/finance/capTable';
import { normalCdf } from '@/finance/normal';
import { callOption, optionPricing, trancheValue } from '@/finance/optionPricing';
import { waterfall } from '@/finance/waterfall';
import { refusals } from '../support/refusals';

const near = (actual: number, expected: number, abs: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(abs);

describe('normalCdf', () => {
  // Abramowitz & Stegun, table 26.1, 15 digits.
  test.each([
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
    [-1, 0.158655253931457],
  ])('of %d', (x, expected) => near(normalCdf(x), expected, 1e-15));
  test('far out', () => expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1]));
});

describe('callOption', () => {
  test('Hull, Options, Futures and Other Derivatives, example 15.6: S 42, K 40, r 10 %, σ 20 %, half a year', () => {
    near(callOption({ value: 42, strike: 40, years: 0.5, volatility: 0.2, rate: 0.1 }), 4.76, 0.005);
  });
  test('an integral over the lognormal density gives the same', () => {
    const [S, K, T, sigma, r] = [25e6, 30e6, 2, 0.6, 0.03];
    let sum = 0;
    const step = 0.001;
    for (let z = -8; z < 8; z += step) {
      const end = S * Math.exp((r - sigma ** 2 / 2) * T + sigma * Math.sqrt(T) * (z + step / 2));
      sum += (Math.max(end - K, 0) * Math.exp(-((z + step / 2) ** 2) / 2) * step) / Math.sqrt(2 * Math.PI);
    }
    const call = callOption({ value: S, strike: K, years: T, volatility: sigma, rate: r });
    near(call / (sum * Math.exp(-r * T)), 1, 1e-6);
  });
});

const table = capTable([
  { stakeholder: 'Founders', quantity: 8e6 },
  { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 },
  { stakeholder: 'Later', stockClass: 'B', quantity: 1.5e6 },
  { stakeholder: 'Staff', stockClass: 'Options', quantity: 5e5 },
]);
const terms = {
  classes: [
    { stockClass: 'A', invested: 5e6, seniority: 1, participation: { cap: 2 } },
    { stockClass: 'B', invested: 9e6, seniority: 0 },
    { stockClass: 'Options', strike: 1 },
  ],
};

describe('optionPricing', () => {
  test.each([
    ['F3', 25e6, 0.2, [19947.03, 1994.71, 199.47]],
    ['F8a', 14e6, 1, [55851.69, 5585.19, 558.52]],
  ])('ovf docs/opm.md, limit table %s: worth more than the payout at a breakpoint', (_, value, part, expected) => {
    [0.01, 0.001, 0.0001].forEach((volatility, i) => {
      near(trancheValue([{ from: value, part }], { value, years: 1, volatility }), expected[i]!, 0.006);
    });
  });
  test('the classes are worth the company, exactly to rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 5, max: 150 }), (millions, percent) => {
        const market = { value: millions * 1e6, years: 3, volatility: percent / 100, rate: 0.04 };
        const total = optionPricing(table, terms, market).reduce((sum, { value }) => sum + value, 0);
        near(total / market.value, 1, 1e-12);
      }),
    );
  });
  test('without volatility it is the waterfall', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (millions) => {
        const value = millions * 1e6;
        const payouts = waterfall(table, terms, value).classes.map(({ payout }) => payout.toNumber());
        const gap = (volatility: number) =>
          optionPricing(table, terms, { value, years: 1, volatility }).map((own, k) =>
            Math.abs(own.value - payouts[k]!),
          );
        // A kink is off by at most σ · S / √(2π) for each unit of slope.
        for (const volatility of [1e-3, 1e-5])
          for (const off of gap(volatility)) expect(off).toBeLessThan(0.5 * volatility * value);
      }),
    );
  });
  test('with volatility, common is worth something where the waterfall gives it nothing', () => {
    expect(optionPricing(table, terms, { value: 10e6, years: 3, volatility: 0.6 })[0]!.value).toBeGreaterThan(1e5);
  });
});

test('refusals', () => {
  const call = { value: 1, strike: 1, years: 1, volatility: 0.5 };
  expect(
    refusals({
      'no value': () => callOption({ ...call, value: 0 }),
      'a negative strike': () => callOption({ ...call, strike: -1 }),
      'no time': () => callOption({ ...call, years: 0 }),
      'no volatility': () => callOption({ ...call, volatility: 0 }),
      'a rate that is not finite': () => callOption({ ...call, rate: NaN }),
      'tranches that fall': () =>
        trancheValue(
          [
            { from: 2, part: 1 },
            { from: 1, part: 1 },
          ],
          call,
        ),
      'not a number': () => normalCdf(NaN),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a negative strike": "DomainError: callOption: the strike is not negative; got -1",
      "a rate that is not finite": "DomainError: callOption: the rate is finite; got NaN",
      "no time": "DomainError: callOption: the years are more than 0; got 0",
      "no value": "DomainError: callOption: the value is greater than 0; got 0",
      "no volatility": "DomainError: callOption: the volatility is greater than 0; got 0",
      "not a number": "DomainError: normalCdf: x is a number; got NaN",
      "tranches that fall": "DomainError: trancheValue: tranches rise; got [2, 1]",
    }
  `);
});
