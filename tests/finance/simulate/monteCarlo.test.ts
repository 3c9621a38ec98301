import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalDraw } from '@/finance/simulate/draws';
import { simulate, simulatePaths } from '@/finance/simulate/monteCarlo';
import { runwayPath, type RunwayRisk } from '@/finance/simulate/runwayPath';
import { createSketch } from '@/finance/simulate/sketch';
import { tornado } from '@/finance/simulate/tornado';
import { createXoshiro } from '@/finance/simulate/xoshiro';
import { assertClose } from '../../support/assertClose';
import { refusal } from '../../support/refusal';

describe('the sketch', () => {
  test('every quantile is within its accuracy of the value of that rank', () => {
    const value = fc.oneof(
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.constant(0),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, p) => {
          const sketch = createSketch(0.01);
          list.forEach((x) => sketch.add(x));
          const exact = list.toSorted((a, b) => a - b)[Math.floor(p * (list.length - 1))]!;
          assertClose(sketch.quantile(p), exact, { rel: 0.01 + 1e-9, abs: 1e-9 });
        },
      ),
    );
  });
  test('its memory does not grow', () => {
    const sketch = createSketch();
    const { bins } = sketch;
    const random = createXoshiro(1);
    for (let i = 0; i < 100_000; i++) sketch.add(random.normal() * 10 ** (20 * random.uniform() - 8));
    expect(sketch.bins).toBe(bins);
    expect(bins * 8).toBeLessThan(1e6);
  });
});

describe('simulate', () => {
  test('mean, deviation and quantiles of a normal', () => {
    const { mean, error, deviation, quantiles } = simulate(normalDraw(50, 10), { paths: 100_000, seed: 4 });
    expect(Math.abs(mean - 50)).toBeLessThan(5 * error);
    assertClose(error, 10 / Math.sqrt(100_000), { rel: 0.02 });
    assertClose(deviation, 10, { rel: 0.012 });
    assertClose(quantiles, [33.5515, 43.2551, 50, 56.7449, 66.4485], { abs: 0.25 });
  });
  test('ruin of a gambler: the exact probability by adding up all ways', () => {
    // Wealth 5, ± 1 with 0.5, forty steps: probability of having been below 0, by dynamic programming.
    const steps = 40;
    let alive = new Map([[5, 1]]);
    for (let i = 0; i < steps; i++) {
      const next = new Map<number, number>();
      for (const [wealth, p] of alive) {
        for (const to of [wealth - 1, wealth + 1]) if (to >= 0) next.set(to, (next.get(to) ?? 0) + p / 2);
      }
      alive = next;
    }
    const exact = 1 - [...alive.values()].reduce((a, b) => a + b, 0);
    const walk = simulatePaths(
      (random, out) => {
        let wealth = 5;
        for (let t = 0; t < steps; t++) out[t] = wealth += random.uniform() < 0.5 ? -1 : 1;
      },
      steps,
      { paths: 40_000, seed: 8 },
    );
    const { probability, error } = walk.ruin.at(-1)!;
    expect(Math.abs(probability - exact)).toBeLessThan(4 * error);
    assertClose(error, Math.sqrt((exact * (1 - exact)) / 40_000), { rel: 0.05 });
    expect(walk.ruin.every((r, t) => t === 0 || r.probability >= walk.ruin[t - 1]!.probability)).toBe(true);
  });
  test('the same seed gives the same numbers, another one others', () => {
    const run = (seed: number) => simulate(normalDraw(0, 1), { paths: 1000, seed });
    expect(run(3)).toEqual(run(3));
    expect(run(3).mean).not.toBe(run(4).mean);
  });
});

const risk: RunwayRisk = {
  months: 24,
  openingCash: 2_000_000,
  revenue: 50_000,
  growth: () => 0.05,
  shock: 0,
  grossMargin: 0.6,
  expenses: 150_000,
  expenseGrowth: 0.01,
  trainingRuns: [{ month: 6, cost: 300_000, failure: 0 }],
  rounds: [{ month: 12, amount: 1_000_000, probability: 1 }],
};
const settings = { paths: 5_000, seed: 2, quantiles: [0.1, 0.5, 0.9] };

describe('runway under chance', () => {
  test('without chance it is the plan', () => {
    const { bands, ruin } = simulatePaths(runwayPath(risk), 24, { ...settings, paths: 2 });
    let cash = 2_000_000;
    for (let m = 1; m <= 24; m++) {
      cash += 50_000 * 1.05 ** m * 0.6 - 150_000 * 1.01 ** (m - 1) - (m === 6 ? 300_000 : 0) + (m === 12 ? 1e6 : 0);
      assertClose(bands[1]![m - 1]!, cash, { rel: 0.002 });
      expect(ruin[m - 1]!.probability).toBe(cash < 0 || (m > 1 && ruin[m - 2]!.probability === 1) ? 1 : 0);
    }
  });
  test('a run that fails one time in four costs a third more on average', () => {
    const out = new Float64Array(24);
    const path = runwayPath({ ...risk, trainingRuns: [{ month: 6, cost: 300_000, failure: 0.25 }] });
    const at6 = (random: Parameters<typeof path>[0]) => (path(random, out), out[5]!);
    const certain = new Float64Array(24);
    runwayPath(risk)(createXoshiro(1), certain);
    const { mean, error } = simulate(at6, { paths: 20_000, seed: 6 });
    expect(Math.abs(mean - (certain[5]! - 100_000))).toBeLessThan(5 * error);
  });
  test('shocks widen the band and leave the mean', () => {
    const out = new Float64Array(24);
    const path = runwayPath({ ...risk, shock: 0.1 });
    const certain = new Float64Array(24);
    runwayPath(risk)(createXoshiro(1), certain);
    const { mean, error } = simulate((random) => (path(random, out), out[23]!), { paths: 20_000, seed: 6 });
    expect(Math.abs(mean - certain[23]!)).toBeLessThan(5 * error);
    const { bands } = simulatePaths(path, 24, settings);
    const width = (t: number) => bands[2]![t]! - bands[0]![t]!;
    expect(width(23)).toBeGreaterThan(width(5));
    expect(width(0)).toBeGreaterThan(0);
  });
  test('more cash, less ruin; a round that may fail, more', () => {
    const ruin = (change: Partial<RunwayRisk>) =>
      simulatePaths(
        runwayPath({ ...risk, shock: 0.1, growth: normalDraw(0.05, 0.02), ...change }),
        24,
        settings,
      ).ruin.at(-1)!.probability;
    const base = ruin({});
    expect(ruin({ openingCash: 2_500_000 })).toBeLessThan(base);
    expect(ruin({ rounds: [{ month: 12, amount: 1_000_000, probability: 0.6 }] })).toBeGreaterThan(base);
  });
});

describe('tornado', () => {
  test('bars by length, each from the model with one input turned', () => {
    const model = ({ price, volume, cost }: Record<'price' | 'volume' | 'cost', number>) => price * volume - cost;
    const bars = tornado(
      model,
      { price: 10, volume: 100, cost: 300 },
      { cost: [200, 350], price: [8, 11], volume: [100, 100] },
    );
    expect(bars.map(({ input, atLow, atHigh, swing }) => [input, atLow, atHigh, swing])).toEqual([
      ['price', 500, 800, 300],
      ['cost', 800, 650, 150],
      ['volume', 700, 700, 0],
    ]);
  });
});

test('refusals', () => {
  const calls = [
    () => createSketch(0),
    () => createSketch().quantile(0.5),
    () => createSketch().add(NaN),
    () => createSketch().add(2e18),
    () => simulate(() => NaN, { paths: 10, seed: 1 }),
    () => simulate(() => 1, { paths: 1, seed: 1 }),
    () => simulate(() => 1, { paths: 10, seed: 0.5 }),
    () => simulate(() => 1, { paths: 10, seed: 1, quantiles: [50] }),
    () => simulatePaths((_, out) => void (out[0] = 1), 2, { paths: 2, seed: 1 }),
    () => runwayPath({ ...risk, trainingRuns: [{ month: 6, cost: 1, failure: 1 }] }),
    () => runwayPath({ ...risk, rounds: [{ month: 30, amount: 1, probability: 1 }] }),
    () => tornado(({ a }) => a, { a: 5 }, { a: [6, 7] }),
    () => tornado(({ a }) => 1 / a, { a: 1 }, { a: [0, 2] }),
    () => tornado(({ a }) => a, { a: 1 }, {}),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: createSketch: accuracy is a finite number greater than 0 and at most 0.1; got 0",
      "DomainError: quantile: there is at least one value; got 0",
      "DomainError: add: the value is finite and at most 1000000000000000000 in size; got NaN",
      "DomainError: add: the value is finite and at most 1000000000000000000 in size; got 2000000000000000000",
      "DomainError: simulate: every outcome is finite; got NaN",
      "DomainError: simulate: paths is a finite whole number from 2 to 1000000000; got 1",
      "DomainError: createXoshiro: seed is a finite whole number from 0 to 4294967295; got 0.5",
      "DomainError: quantile: p is a finite number from 0 to 1; got 50",
      "DomainError: simulatePaths: the value at 1 is finite; got NaN",
      "DomainError: runwayPath: failure is a finite number from 0 to 0.99; got 1",
      "DomainError: runwayPath: month of a round is a finite whole number from 1 to 24; got 30",
      "DomainError: tornado: a is a finite number from 6 to 7; got 5",
      "DomainError: tornado: the answer with a at 0 is finite; got Infinity",
      "DomainError: tornado: at least one input is turned; got []",
    ]
  `);
});
