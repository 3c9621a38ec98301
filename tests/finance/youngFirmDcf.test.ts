import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { youngFirmDcf, type YoungFirm } from '@/finance/youngFirmDcf';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

/** Four years from loss to profit. */
const firm: YoungFirm = {
  revenue: 100,
  growth: 0.5,
  fastYears: 2,
  years: 4,
  stableGrowth: 0.03,
  margin: -0.35,
  targetMargin: 0.1,
  marginYears: 3,
  salesToCapital: 2,
  taxRate: 0.25,
  lossCarriedForward: 15,
  costOfCapital: 0.12,
  stableCostOfCapital: 0.08,
  riskFreeRate: 0.035,
  stableReturnOnCapital: 0.12,
  failureProbability: 0.3,
  distressValue: 20,
};

describe('four years by hand', () => {
  const { forecast, ...value } = youngFirmDcf(firm);
  // The table, line by line, in exact fractions.
  test.each([
    [0, 150, -30, 0, 25, -55, 45, 0.8928571428571429],
    [1, 225, -11.25, 0, 37.5, -48.75, 56.25, 0.7971938775510204],
    [2, 284.625, 28.4625, 0, 29.8125, -1.35, 27.7875, 0.724721706864564],
    [3, 293.16375, 29.316375, 0.38221875, 4.269375, 24.66478125, 0, 0.6710386174671888],
  ])('line %d', (i, revenue, operatingIncome, tax, reinvestment, freeCashFlow, lossCarriedForward, discountFactor) => {
    const expected = { revenue, operatingIncome, tax, reinvestment, freeCashFlow, lossCarriedForward, discountFactor };
    for (const [key, x] of Object.entries(expected)) {
      expect(forecast[i]![key as keyof typeof expected], key).toBeCloseTo(x, 10);
    }
  });
  test('the totals', () => {
    expect(value.terminalValue).toBeCloseTo(339.7034953125, 9);
    expect(value.presentValueOfForecast).toBeCloseTo(-72.39769798189162, 9);
    expect(value.presentValueOfTerminal).toBeCloseTo(227.9541638432717, 9);
    expect(value.goingConcern).toBeCloseTo(155.55646586138008, 9);
    expect(value.value).toBeCloseTo(114.88952610296604, 9);
  });
});

test('a firm that is stable from the start is worth its first flow over k − g, whatever the length of the forecast', () => {
  const stable = fc.record({
    k: fc.integer({ min: 50, max: 200 }).map((x) => x / 1000),
    g: fc.integer({ min: 0, max: 40 }).map((x) => x / 1000),
    m: fc.integer({ min: 1, max: 50 }).map((x) => x / 100),
    years: fc.integer({ min: 1, max: 30 }),
  });
  fc.assert(
    fc.property(stable, ({ k, g, m, years }) => {
      const [salesToCapital, taxRate] = [2.5, 0.2];
      // New capital g · revenue / S earns the growth of profit: ROC = profit after tax / capital in use.
      const stableReturnOnCapital = salesToCapital * m * (1 - taxRate) * (1 + g);
      const { value } = youngFirmDcf({
        revenue: 1000,
        growth: g,
        fastYears: 0,
        years,
        stableGrowth: g,
        margin: m,
        targetMargin: m,
        marginYears: 1,
        salesToCapital,
        taxRate,
        costOfCapital: k,
        stableCostOfCapital: k,
        riskFreeRate: 0.04,
        stableReturnOnCapital,
      });
      const first = 1000 * (1 + g) * m * (1 - taxRate) - (1000 * g) / salesToCapital;
      expect(value / (first / (k - g))).toBeCloseTo(1, 10);
    }),
  );
});

test('what makes a firm worth more', () => {
  const { value } = youngFirmDcf(firm);
  const than = (change: Partial<YoungFirm>) => expect(youngFirmDcf({ ...firm, ...change }).value);
  than({ targetMargin: 0.12 }).toBeGreaterThan(value);
  than({ salesToCapital: 3 }).toBeGreaterThan(value);
  than({ lossCarriedForward: 16 }).toBeGreaterThan(value);
  than({ lossCarriedForward: 1e9 }).toBeLessThan(value + 1);
  than({ failureProbability: 0.4 }).toBeLessThan(value);
  than({ costOfCapital: 0.2 }).toBeLessThan(value);
  than({ distressValue: 30 }).toBeGreaterThan(value);
  than({ failureProbability: 1 }).toBe(20);
});

test('a firm that shrinks for ever frees no capital', () => {
  const shrinking = { ...firm, stableGrowth: -0.02 };
  const { forecast, terminalValue } = youngFirmDcf(shrinking);
  expect(terminalValue).toBeCloseTo((forecast[3]!.revenue * 0.98 * 0.1 * 0.75) / 0.1, 9);
});

test('its working adds up', () => {
  const { result, steps } = explain((note) => youngFirmDcf(firm, note));
  expect(faults(steps)).toEqual([]);
  const lines = ['R', 'I', 'X', 'L', 'A', 'f', 'd', 'V'];
  const forecast = [1, 2, 3, 4].flatMap((year) => lines.map((line) => `${line}${year}`));
  expect(steps.map((step) => step.symbol)).toEqual([...forecast, 'N', 'TV', 'F', 'W', 'G', 'V']);
  expect(steps.slice(8, 11).map(({ symbol, formula }) => `${symbol} = ${formula}`)).toEqual([
    'R2 = R1 · (1 + g2)',
    'I2 = R2 · m2',
    'X2 = max(0, I2 − L1) · τ',
  ]);
  expect(steps.at(-1)!.value).toBe(result.value);
});

test('refusals', () => {
  const with_ = (change: Partial<YoungFirm>) => () => youngFirmDcf({ ...firm, ...change });
  expect(
    refusals({
      'no revenue': with_({ revenue: 0 }),
      'not a number': with_({ margin: NaN }),
      'outgrows the economy': with_({ stableGrowth: 0.04 }),
      'growth at the cost of capital': with_({ stableCostOfCapital: 0.03 }),
      'no growth rate': with_({ growth: -1 }),
      'half a year': with_({ years: 2.5 }),
      'fast for longer than the forecast': with_({ fastYears: 5 }),
      'margin at once': with_({ marginYears: 0 }),
      'more tax than profit': with_({ taxRate: 1.2 }),
      'fails for certain and more': with_({ failureProbability: 1.1 }),
      'a debt of losses': with_({ lossCarriedForward: -1 }),
      'less than nothing left': with_({ distressValue: -1 }),
      'capital brings nothing': with_({ salesToCapital: 0 }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a debt of losses": "DomainError: youngFirmDcf: lossCarriedForward is at least 0; got -1",
      "capital brings nothing": "DomainError: youngFirmDcf: salesToCapital is greater than 0; got 0",
      "fails for certain and more": "DomainError: youngFirmDcf: failureProbability is from 0 to 1; got 1.1",
      "fast for longer than the forecast": "DomainError: youngFirmDcf: fastYears is a whole number from 0 to years; got 5",
      "growth at the cost of capital": "DomainError: youngFirmDcf: stableGrowth is below the stable cost of capital; got "0.03 and 0.03"",
      "half a year": "DomainError: youngFirmDcf: years is a whole number from 1 to 200; got 2.5",
      "less than nothing left": "DomainError: youngFirmDcf: distressValue is at least 0; got -1",
      "margin at once": "DomainError: youngFirmDcf: marginYears is a whole number from 1; got 0",
      "more tax than profit": "DomainError: youngFirmDcf: taxRate is from 0 to 1; got 1.2",
      "no growth rate": "DomainError: youngFirmDcf: growth is greater than −1; got -1",
      "no revenue": "DomainError: youngFirmDcf: revenue is greater than 0; got 0",
      "not a number": "DomainError: youngFirmDcf: margin is a finite number; got NaN",
      "outgrows the economy": "DomainError: youngFirmDcf: stableGrowth is at most the risk-free rate: no company outgrows the economy for ever; got "0.04 above 0.035"",
    }
  `);
});
