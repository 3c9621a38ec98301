import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as drift from '@/finance/risk/drift';
import * as privacy from '@/finance/risk/privacy';
import { rankRisks, riskLevel, riskScore } from '@/finance/risk/riskMatrix';
import { createXoshiro } from '@/finance/simulate/xoshiro';
import { assertClose } from '../../support/assertClose';
import { refusal } from '../../support/refusal';

const { averageQuality, bestInterval, qualityAfter, updatesPerYear, updateValue } = drift;
const { addGaussian, addLaplace, gaussianDeviation, kAnonymity, laplaceScale } = privacy;

describe('drift', () => {
  const aging = { fresh: 0.92, floor: 0.6, rate: 0.08 };
  test('an update every 6 months is 2 a year, not 0.17 (E27)', () => {
    expect(updatesPerYear(6)).toBe(2);
    expect((1 / 6).toFixed(2)).toBe('0.17');
  });
  test('the average is the mean of the curve', () => {
    const n = 2000; // Simpson's rule over nine months
    let sum = qualityAfter(aging, 0) + qualityAfter(aging, 9);
    for (let i = 1; i < n; i++) sum += (i % 2 ? 4 : 2) * qualityAfter(aging, (9 * i) / n);
    assertClose(averageQuality(aging, 9), sum / (3 * n), { rel: 1e-12 });
    assertClose(averageQuality(aging, 1e-9), 0.92, { rel: 1e-9 });
  });
  test('no other interval is worth more than the best', () => {
    const costs = { valuePerMonth: 100_000, updateCost: 40_000 };
    const best = bestInterval(aging, costs);
    if (!best.updates) throw new Error('updating pays here');
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 900, noNaN: true }), (months) => {
        expect(updateValue(aging, costs, months)).toBeLessThanOrEqual(best.value + 1e-6);
      }),
    );
    // Faster drift asks for more updates, dearer updates for fewer.
    const months = (change: object, price = 40_000) =>
      (bestInterval({ ...aging, ...change }, { ...costs, updateCost: price }) as { months: number }).months;
    expect(months({ rate: 0.16 })).toBeLessThan(best.months);
    expect(months({}, 80_000)).toBeGreaterThan(best.months);
  });
  test('where nothing drifts, nothing is updated', () => {
    expect(bestInterval({ ...aging, rate: 0 }, { valuePerMonth: 1000, updateCost: 1 })).toEqual({ updates: false });
  });
});

describe('risk matrix', () => {
  test('scores, levels at their edges, order', () => {
    expect([1, 4, 5, 9, 10, 14, 15, 25].map(riskLevel)).toEqual(['low', 'low', 'medium', 'medium', 'high', 'high', 'critical', 'critical']); // prettier-ignore
    const ranked = rankRisks([
      { name: 'rare disaster', likelihood: 1, impact: 5, probability: 0.01, loss: 10_000_000 },
      { name: 'daily nuisance', likelihood: 5, impact: 2, probability: 0.9, loss: 1000 },
      { name: 'twin', likelihood: 2, impact: 5 },
    ]);
    expect(ranked.map((r) => [r.name, r.score, r.expectedLoss])).toEqual([
      ['daily nuisance', 10, 900],
      ['twin', 10, undefined],
      ['rare disaster', 5, 100_000],
    ]);
  });
});

describe('privacy', () => {
  test('Laplace noise: no bias, deviation b·√2, and e^−1 beyond b', () => {
    const random = createXoshiro(3);
    const noise = Array.from({ length: 50_000 }, () => addLaplace(0, 2, 0.5, random));
    const b = laplaceScale(2, 0.5);
    const mean = noise.reduce((x, y) => x + y, 0) / noise.length;
    const deviation = Math.sqrt(noise.reduce((x, y) => x + y * y, 0) / noise.length);
    expect(Math.abs(mean)).toBeLessThan((5 * b * Math.SQRT2) / Math.sqrt(noise.length));
    assertClose(deviation, b * Math.SQRT2, { rel: 0.03 });
    assertClose(noise.filter((x) => Math.abs(x) > b).length / noise.length, Math.exp(-1), { abs: 0.011 });
  });
  test('the promise itself: neighbouring tables give any answer with odds of at most e^ε', () => {
    const random = createXoshiro(4);
    const epsilon = 0.5;
    const histogram = (count: number) => {
      const bins = new Array<number>(8).fill(0);
      for (let i = 0; i < 200_000; i++)
        bins[Math.min(7, Math.max(0, Math.round(addLaplace(count, 1, epsilon, random)) - 96))]! += 1;
      return bins;
    };
    const [a, b] = [histogram(100), histogram(101)];
    a.forEach((n, i) => expect(Math.abs(Math.log(n / b[i]!))).toBeLessThan(epsilon + 5 * Math.sqrt(1 / n + 1 / b[i]!)));
  });
  test('noise of 0 leaves a uniform of 0 finite', () => {
    expect(Number.isFinite(addLaplace(1, 1, 1, { uniform: () => 0 }))).toBe(true);
  });
  test('Gaussian: σ = √(2 ln(1.25/δ))·Δ/ε', () => {
    // 2·ln(125000) = 23.4721…, its root 4.84480526… (Python)
    assertClose(gaussianDeviation(1, 0.5, 1e-5), 4.844805262605389 / 0.5, { rel: 1e-12 });
    expect(addGaussian(10, 1, 0.5, 1e-5, { normal: () => 1 }) - 10).toBeCloseTo(gaussianDeviation(1, 0.5, 1e-5), 12);
  });
  test('k of Sweeney’s table: race, birth, sex and ZIP are shared by at least two (Sweeney 2002, figure 2)', () => {
    const rows = [
      ['Black', 1965, 'm', '0214*', 'short breath'], ['Black', 1965, 'm', '0214*', 'chest pain'], ['Black', 1965, 'f', '0213*', 'hypertension'],
      ['Black', 1965, 'f', '0213*', 'hypertension'], ['Black', 1964, 'f', '0213*', 'obesity'], ['Black', 1964, 'f', '0213*', 'chest pain'],
      ['White', 1964, 'm', '0213*', 'chest pain'], ['White', 1964, 'm', '0213*', 'obesity'], ['White', 1964, 'm', '0213*', 'short breath'],
      ['White', 1967, 'm', '0213*', 'chest pain'], ['White', 1967, 'm', '0213*', 'chest pain'],
    ].map(([race, birth, sex, zip, problem]) => ({ race: race!, birth: birth!, sex: sex!, zip: zip!, problem: problem! })); // prettier-ignore
    expect(kAnonymity(rows, ['race', 'birth', 'sex', 'zip'])).toMatchObject({ k: 2, groups: 5 });
    expect(kAnonymity(rows, ['race', 'birth', 'sex', 'zip', 'problem']).k).toBe(1);
    expect(kAnonymity(rows, ['zip']).k).toBe(2);
  });
  test('fewer columns never lower k; values that print alike are told apart', () => {
    const row = fc.record({ a: fc.integer({ min: 0, max: 2 }), b: fc.integer({ min: 0, max: 2 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        expect(kAnonymity(rows, ['a']).k).toBeGreaterThanOrEqual(kAnonymity(rows, ['a', 'b']).k);
      }),
    );
    expect(kAnonymity([{ a: '1' }, { a: 1 }], ['a']).groups).toBe(2);
  });
});

test('refusals', () => {
  const calls = [
    () => updatesPerYear(0),
    () => qualityAfter({ fresh: 0.5, floor: 0.6, rate: 0.1 }, 1),
    () => averageQuality({ fresh: 0.9, floor: 0.6, rate: 0.1 }, 0),
    () => bestInterval({ fresh: 0.9, floor: 0.6, rate: 0.1 }, { valuePerMonth: 1, updateCost: 0 }),
    () => riskScore({ likelihood: 6, impact: 1 }),
    () => riskScore({ likelihood: 1.5, impact: 1 }),
    () => rankRisks([]),
    () => rankRisks([{ name: ' ', likelihood: 1, impact: 1 }]),
    () => rankRisks([{ name: 'a', likelihood: 1, impact: 1, probability: 2 }]),
    () => laplaceScale(1, 0),
    () => gaussianDeviation(1, 2, 1e-5),
    () => kAnonymity([], ['a']),
    () => kAnonymity([{ a: 1 }], []),
    () => kAnonymity([{ a: 1 }], ['b']),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: updatesPerYear: months is a finite number greater than 0; got 0",
      "DomainError: qualityAfter: fresh is a finite number from 0.6 to 1; got 0.5",
      "DomainError: averageQuality: months is a finite number greater than 0; got 0",
      "DomainError: bestInterval: updateCost is a finite number greater than 0; got 0",
      "DomainError: riskScore: likelihood is a finite whole number from 1 to 5; got 6",
      "DomainError: riskScore: likelihood is a finite whole number from 1 to 5; got 1.5",
      "DomainError: rankRisks: there is at least one risk; got []",
      "DomainError: rankRisks: every risk has a name; got " "",
      "DomainError: rankRisks: probability is a finite number from 0 to 1; got 2",
      "DomainError: laplaceScale: epsilon is a finite number greater than 0; got 0",
      "DomainError: gaussianDeviation: epsilon is a finite number greater than 0 and less than 1; got 2",
      "DomainError: kAnonymity: there is at least one row; got []",
      "DomainError: kAnonymity: there is at least one column to look at; got []",
      "DomainError: kAnonymity: row 0 has the column b; got ["a"]",
    ]
  `);
});
