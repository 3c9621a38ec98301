import { expect, test } from 'vitest';
import { createRegimes, createSine, windowsOf } from '@/data/series';
import { assertClose } from '../support/assertClose';
import { refusals } from '../support/refusals';

test('a sine comes again after its period; its noise has the deviation asked for', () => {
  const clean = createSine({ length: 60, period: 12, amplitude: 2, phase: 0.3, seed: 1 });
  assertClose(clean.slice(12), clean.slice(0, 48), { abs: 1e-12 });
  assertClose(clean[0]!, 2 * Math.sin(0.3), { rel: 1e-12 });
  const settings = { length: 5000, period: 12, seed: 1 };
  const still = createSine(settings);
  const apart = createSine({ ...settings, noise: 0.5 }).map((v, t) => v - still[t]!);
  assertClose(Math.hypot(...apart) / Math.sqrt(5000), 0.5, { rel: 0.05 });
  expect(createSine({ ...settings, noise: 0.5 })).toEqual(createSine({ ...settings, noise: 0.5 }));
  expect(createSine({ ...settings, noise: 0.5, seed: 2 })).not.toEqual(createSine({ ...settings, noise: 0.5 }));
});

test('regimes: their steps have the drift and deviation of each, and last 1 / (1 − stay) on average', () => {
  const list = [
    { drift: 0.1, deviation: 0.05 },
    { drift: -0.3, deviation: 0.4 },
    { drift: 0, deviation: 0 },
  ];
  const { values, regimes } = createRegimes({ length: 30_000, regimes: list, stay: 0.9, seed: 5 });
  const steps = values.map((v, t) => v - (t ? values[t - 1]! : 0));
  list.forEach(({ drift, deviation }, r) => {
    const mine = steps.filter((_, t) => regimes[t] === r);
    expect(mine.length).toBeGreaterThan(7000);
    const mean = mine.reduce((sum, v) => sum + v, 0) / mine.length;
    assertClose(mean, drift, { abs: 0.02 });
    const square = mine.reduce((sum, v) => sum + (v - mean) ** 2, 0) / mine.length;
    assertClose(Math.sqrt(square), deviation, { rel: 0.05, abs: 1e-6 });
  });
  const changes = regimes.filter((r, t) => t && r !== regimes[t - 1]).length;
  assertClose(30_000 / (changes + 1), 10, { rel: 0.05 });
});

test('windows', () => {
  const windows = windowsOf([1, 2, 3, 4, 5], { size: 2, horizon: 2 });
  expect(windows).toEqual([
    { x: [1, 2], y: [3, 4] },
    { x: [2, 3], y: [4, 5] },
  ]);
});

test('refused', () => {
  const two = [
    { drift: 0, deviation: 1 },
    { drift: 1, deviation: 1 },
  ];
  expect(
    refusals({
      length: () => createSine({ length: 0, period: 1, seed: 1 }),
      period: () => createSine({ length: 1, period: 0, seed: 1 }),
      noise: () => createSine({ length: 1, period: 1, noise: -1, seed: 1 }),
      one: () => createRegimes({ length: 1, regimes: two.slice(1), stay: 1, seed: 1 }),
      stay: () => createRegimes({ length: 1, regimes: two, stay: 1.1, seed: 1 }),
      deviation: () => createRegimes({ length: 1, regimes: [two[0]!, { drift: 0, deviation: -1 }], stay: 1, seed: 1 }),
      short: () => windowsOf([1, 2, 3], { size: 3, horizon: 1 }),
      number: () => windowsOf([1, NaN, 3], { size: 1, horizon: 1 }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "deviation": "DomainError: createRegimes: deviation is a finite number at least 0; got -1",
      "length": "DomainError: createSine: length is a finite whole number at least 1; got 0",
      "noise": "DomainError: createSine: noise is a finite number at least 0; got -1",
      "number": "DomainError: windowsOf: series[1] is a finite number; got NaN",
      "one": "DomainError: createRegimes: there are at least two regimes; got 1",
      "period": "DomainError: createSine: period is a finite number greater than 0; got 0",
      "short": "DomainError: windowsOf: a window and what follows take 4 numbers; got 3",
      "stay": "DomainError: createRegimes: stay is a finite number from 0 to 1; got 1.1",
    }
  `);
});
