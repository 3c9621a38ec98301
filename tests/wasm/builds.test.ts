/**
 * One source, three builds: base and simd round alike and agree to the last bit, except in sums, where the lanes add in
 * another order; relaxed fuses multiply and add, which moves the last digits. Here: by how much.
 */
import { expect, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

const [base, simd, relaxed] = (await allBuilds()).map(([, kernels]) => kernels) as [Kernels, Kernels, Kernels];
type Kernels = Awaited<ReturnType<typeof allBuilds>>[number][1];
const N = 4099;

const UNARY = [
  'abs',
  'erf',
  'exp',
  'gelu',
  'geluTanh',
  'log',
  'neg',
  'relu',
  'sigmoid',
  'silu',
  'softplus',
  'sqrt',
  'tanh',
] as const;
const BINARY = ['add', 'div', 'maximum', 'minimum', 'mul', 'pow', 'sub'] as const;

test.each(UNARY)('%s', (name) => {
  const positive = name === 'log' || name === 'sqrt';
  const x = numbers(N, 1, 9).map((v) => (positive ? Math.abs(v) : v));
  const run = (k: Kernels) => {
    const stage = createStage(k);
    const out = stage.room(N);
    k[name](out, stage.put(x), N);
    return stage.get(out);
  };
  const expected = run(base);
  expect(run(simd)).toEqual(expected);
  // A fused step changes an exponent y ≤ 81 / 2 of eʸ by a rounding: y times as much in the value.
  assertClose(run(relaxed), expected, { rel: name === 'gelu' || name === 'geluTanh' ? 3e-5 : 1e-6, abs: 1e-30 });
});

test.each(BINARY)('%s', (name) => {
  const [a, b] = [numbers(N, 1).map((v) => v + 1.5), numbers(N, 2).map((v) => v + 1.5)];
  const run = (k: Kernels) => {
    const stage = createStage(k);
    const out = stage.room(N);
    k[name](out, stage.put(a), stage.put(b), N, 0);
    return stage.get(out);
  };
  const expected = run(base);
  expect(run(simd)).toEqual(expected);
  expect(run(relaxed)).toEqual(expected);
});

test('sum, and random numbers', () => {
  const x = numbers(N, 1);
  const run = (k: Kernels) => {
    const stage = createStage(k);
    const [out, drawn] = [stage.room(1), stage.room(N)];
    k.sum(out, stage.put(x), 1, N, 1, 1);
    k.normal(drawn, N, 5, 0, 1);
    return { sum: stage.get(out)[0]!, drawn: stage.get(drawn) };
  };
  const [one, two, three] = [run(base), run(simd), run(relaxed)];
  assertClose([two.sum, three.sum], [one.sum, one.sum], { abs: 1e-6 * x.reduce((s, v) => s + Math.abs(v), 0) });
  expect(two.drawn).toEqual(one.drawn);
  expect(three.drawn).toEqual(one.drawn);
});
