/** The years to come, judged by a table made by hand. */
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { forecastOf } from '@/finance/youngFirmForecast';
import { faults } from '../support/formula';
import { lossMaker } from '../support/youngFirm';

describe('four years by hand', () => {
  const forecast = forecastOf(lossMaker);
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
});

test('growth, margin and cost of capital go to their ends in equal steps', () => {
  const forecast = forecastOf(lossMaker);
  const column = (key: 'growth' | 'margin' | 'costOfCapital') => forecast.map((line) => Number(line[key].toFixed(12)));
  expect(column('growth')).toEqual([0.5, 0.5, 0.265, 0.03]);
  expect(column('margin')).toEqual([-0.2, -0.05, 0.1, 0.1]);
  expect(column('costOfCapital')).toEqual([0.12, 0.12, 0.1, 0.08]);
});

test('its working adds up', () => {
  const { result, steps } = explain((note) => forecastOf(lossMaker, note));
  expect(faults(steps)).toEqual([]);
  expect(result).toEqual(forecastOf(lossMaker));
  const lines = ['R', 'I', 'X', 'L', 'A', 'f', 'd', 'V'];
  expect(steps.map((step) => step.symbol)).toEqual(
    [1, 2, 3, 4].flatMap((year) => lines.map((line) => `${line}${year}`)),
  );
  expect(steps.slice(8, 11).map(({ symbol, formula }) => `${symbol} = ${formula}`)).toEqual([
    'R2 = R1 · (1 + g2)',
    'I2 = R2 · m2',
    'X2 = max(0, I2 − L1) · τ',
  ]);
});
