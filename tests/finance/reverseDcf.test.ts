import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoValue, reverseDcf, solveBetween, type Driver } from '@/finance/reverseDcf';
import type { YoungFirm } from '@/finance/youngFirm';
import { youngFirmDcf } from '@/finance/youngFirmDcf';
import { refusals } from '../support/refusals';

const firm: YoungFirm = {
  revenue: 100,
  growth: 0.4,
  fastYears: 5,
  years: 10,
  stableGrowth: 0.03,
  margin: -0.2,
  targetMargin: 0.25,
  marginYears: 5,
  salesToCapital: 2,
  taxRate: 0.25,
  costOfCapital: 0.12,
  stableCostOfCapital: 0.08,
  riskFreeRate: 0.04,
  stableReturnOnCapital: 0.15,
  failureProbability: 0.2,
  distressValue: 30,
};
const { value } = youngFirmDcf(firm);

describe('what goes in comes out', () => {
  test.each<[Driver, [number, number]]>([
    ['revenue', [1, 1000]],
    ['growth', [0, 2]],
    ['targetMargin', [0.1, 0.9]],
    ['margin', [-2, 0.5]],
    ['salesToCapital', [0.5, 20]],
    ['taxRate', [0, 0.9]],
    ['costOfCapital', [0.01, 1]],
    ['stableCostOfCapital', [0.05, 0.5]],
    ['stableReturnOnCapital', [0.05, 1]],
    ['failureProbability', [0, 1]],
    ['distressValue', [0, 1000]],
  ])('%s', (driver, bracket) => {
    const found = reverseDcf(firm, driver, value, bracket);
    expect(found).toBeCloseTo(firm[driver] as number, 9);
  });

  test('at other prices too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 90 }), (percent) => {
        const price = youngFirmDcf({ ...firm, targetMargin: percent / 100 }).value;
        expect(reverseDcf(firm, 'targetMargin', price, [0, 1])).toBeCloseTo(percent / 100, 9);
      }),
      { numRuns: 30 },
    );
  });
});

test('every point of the line of equal value has the price', () => {
  const x = [0.1, 0.2, 0.3, 0.4, 0.5];
  const line = isoValue(firm, value, { driver: 'growth', values: x }, { driver: 'targetMargin', bracket: [0.01, 0.6] });
  expect([...line.points.map((p) => p.x), ...line.unreachable].sort()).toEqual(x);
  expect(line.unreachable).toEqual([0.1, 0.2]);
  for (const growth of line.unreachable) {
    expect(youngFirmDcf({ ...firm, growth, targetMargin: 0.6 }).value).toBeLessThan(value);
  }
  for (const { x: growth, y: targetMargin } of line.points) {
    expect(youngFirmDcf({ ...firm, growth, targetMargin }).value / value).toBeCloseTo(1, 10);
  }
  const margins = line.points.map((p) => p.y);
  expect(margins).toEqual([...margins].sort((a, b) => b - a));
});

test('a bracket that ends on the answer', () => {
  expect(solveBetween('f', (x) => x, 1, 1, 2)).toBe(1);
  expect(solveBetween('f', (x) => -x, -2, 1, 2)).toBe(2);
});

test('refusals', () => {
  const round = (x: number) => Math.round(x);
  expect(
    refusals({
      'a price out of reach': () => reverseDcf(firm, 'failureProbability', 1e9, [0, 1]).toFixed(),
      'a bracket outside the model': () => reverseDcf(firm, 'taxRate', value, [0, 2]),
      'an empty bracket': () => reverseDcf(firm, 'growth', value, [1, 1]),
      'one driver twice': () =>
        isoValue(firm, 1, { driver: 'growth', values: [1] }, { driver: 'growth', bracket: [0, 1] }),
      'no x': () => isoValue(firm, 1, { driver: 'growth', values: [] }, { driver: 'margin', bracket: [0, 1] }),
      'not a price': () => solveBetween('f', round, NaN, 0, 1),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a bracket outside the model": "DomainError: youngFirmDcf: taxRate is a finite number from 0 to 1; got 2",
      "a price out of reach": "NoSolutionError: reverseDcf: the target lies between the values at both ends of the bracket, 1509.59433 at 0 and 30 at 1; got 1000000000",
      "an empty bracket": "DomainError: reverseDcf: the bracket has a lower and a higher end; got [1, 1]",
      "no x": "DomainError: isoValue: there is at least one x; got []",
      "not a price": "DomainError: f: target is a finite number; got NaN",
      "one driver twice": "DomainError: isoValue: the two drivers differ; got "growth"",
    }
  `);
});
