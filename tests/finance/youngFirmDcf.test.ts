import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import type { YoungFirm } from '@/finance/youngFirm';
import { youngFirmDcf } from '@/finance/youngFirmDcf';
import { faults } from '../support/formula';
import { lossMaker } from '../support/youngFirm';

const firm = lossMaker;

describe('four years by hand', () => {
  const value = youngFirmDcf(firm);
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
  expect(steps.slice(-6).map((step) => step.symbol)).toEqual(['N', 'TV', 'F', 'W', 'G', 'V']);
  expect(steps.at(-1)!.value).toBe(result.value);
});

test('a company that cannot be valued is refused', () => {
  expect(() => youngFirmDcf({ ...firm, stableGrowth: 0.04 })).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: youngFirmDcf: stableGrowth is at most the risk-free rate: no company outgrows the economy for ever; got "0.04 above 0.035"]`,
  );
});
