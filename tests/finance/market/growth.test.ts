import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as growth from '@/finance/market/growth';
import { assertClose } from '../../support/assertClose';
import { refusal } from '../../support/refusal';

const { bassAdopters, bassPeak, bassRate, compoundGrowth, compoundRate, continuousRate, doublingTime } = growth;
const { exponentialGrowth, logisticGrowth } = growth;

describe('exponential and compound', () => {
  test('the manuscript’s formula and its program differ: 3,320 against 3,138 after 12 steps (E28)', () => {
    expect(exponentialGrowth(1000, 0.1, 12).toFixed(2)).toBe('3320.12');
    expect(compoundGrowth(1000, 0.1, 12).toFixed(2)).toBe('3138.43');
  });
  test('they are one when k = ln(1 + g)', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.9, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 30, noNaN: true }),
        (g, t) => {
          assertClose(exponentialGrowth(7, continuousRate(g), t), compoundGrowth(7, g, t), { rel: 1e-12 });
        },
      ),
    );
  });
  test('a doubling time doubles, or halves', () => {
    assertClose(exponentialGrowth(3, 0.2, doublingTime(0.2)), 6, { rel: 1e-14 });
    assertClose(exponentialGrowth(3, -0.2, doublingTime(-0.2)), 1.5, { rel: 1e-14 });
  });
  test('compoundRate is the inverse of compoundGrowth', () => {
    assertClose(compoundGrowth(60, compoundRate(60, 0.06, 3), 3), 0.06, { rel: 1e-13 });
    assertClose(compoundRate(60, 0.06, 3), -0.9, { rel: 1e-14 }); // ten times cheaper each year
  });
});

test('logistic: half at the midpoint, the ceiling in the end, exponential long before', () => {
  expect(logisticGrowth(10, 2, 5, 5)).toBe(5);
  expect(logisticGrowth(10, 2, 5, 1000)).toBe(10);
  assertClose(logisticGrowth(10, 1, 0, -20) / logisticGrowth(10, 1, 0, -21), Math.E, { rel: 1e-8 });
  assertClose(logisticGrowth(10, 1, 0, 3) + logisticGrowth(10, 1, 0, -3), 10, { rel: 1e-15 }); // symmetric
});

describe('Bass', () => {
  test('the closed form solves its differential equation (Bass 1969, eq. 1)', () => {
    const [M, p, q] = [1000, 0.03, 0.38] as const;
    let adopters = 0; // Runge–Kutta of order 4, from nobody
    const rate = (n: number) => (p + (q * n) / M) * (M - n);
    for (let i = 0; i < 1200; i++) {
      const h = 0.01;
      const a = rate(adopters);
      const b = rate(adopters + (h / 2) * a);
      const c = rate(adopters + (h / 2) * b);
      const d = rate(adopters + h * c);
      adopters += (h / 6) * (a + 2 * b + 2 * c + d);
    }
    assertClose(bassAdopters(M, p, q, 12), adopters, { rel: 1e-10 });
    assertClose(bassRate(M, p, q, 12), rate(adopters), { rel: 1e-9 });
  });
  test('new adopters are most at the peak, where (1 − p/q) / 2 have adopted', () => {
    const peak = bassPeak(0.03, 0.38);
    const around = [peak - 0.01, peak, peak + 0.01].map((t) => bassRate(1, 0.03, 0.38, t));
    expect(around[1]).toBeGreaterThan(Math.max(around[0]!, around[2]!));
    assertClose(bassAdopters(1, 0.03, 0.38, peak), (1 - 0.03 / 0.38) / 2, { rel: 1e-13 });
  });
  test('without imitation it falls from the start', () => {
    expect(bassPeak(0.1, 0)).toBe(0);
    expect(bassPeak(0.1, 0.1)).toBe(0);
    assertClose(bassAdopters(1, 0.1, 0, 3), 1 - Math.exp(-0.3), { rel: 1e-14 });
  });
});

test('refusals', () => {
  const calls = [
    () => exponentialGrowth(-1, 0.1, 1),
    () => exponentialGrowth(1, NaN, 1),
    () => exponentialGrowth(1, 1, 1000),
    () => compoundGrowth(1, -1, 1),
    () => logisticGrowth(0, 1, 1, 1),
    () => bassAdopters(1, 0, 0.3, 1),
    () => bassAdopters(1, 0.1, -0.3, 1),
    () => bassAdopters(1, 0.1, 0.3, -1),
    () => doublingTime(0),
    () => compoundRate(0, 1, 1),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: exponentialGrowth: initial is a finite number at least 0; got -1",
      "DomainError: exponentialGrowth: k is a finite number; got NaN",
      "DomainError: exponentialGrowth: the result is within the range of a double; got Infinity",
      "DomainError: compoundGrowth: g is a finite number greater than -1; got -1",
      "DomainError: logisticGrowth: ceiling is a finite number greater than 0; got 0",
      "DomainError: bassAdopters: innovation is a finite number greater than 0; got 0",
      "DomainError: bassAdopters: imitation is a finite number at least 0; got -0.3",
      "DomainError: bassAdopters: t is a finite number at least 0; got -1",
      "DomainError: doublingTime: k is not 0; got 0",
      "DomainError: compoundRate: from is a finite number greater than 0; got 0",
    ]
  `);
});
