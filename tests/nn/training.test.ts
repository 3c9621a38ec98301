/** Losses against classes, random numbers, dropout, embedding, optimisers and clipping, as src/nn offers them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as nn from '@/nn';
import type { Runtime, Tensor } from '@/nn';
import { createRandom } from '@/lib/random';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { centralDifference } from '../oracle/centralDifference';
import { classLoss } from '../oracle/losses';
import * as oracle from '../oracle/optimisers';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = nn.createRuntime(kernels);
});
afterEach(() => runtime.free());
const failing = (body: () => unknown) => () => runtime.scope(body);

describe('losses against classes', () => {
  test('(N,C,d): the classes are axis 1, a target for each place', () => {
    const [N, C, d] = [2, 3, 4];
    const a = numbers(N * C * d, 1, 2);
    const target = [0, 2, 1, 1, 2, 0, 0, 1];
    const x = runtime.parameter(a, [N, C, d]);
    const shape = runtime.scope(() => {
      const each = nn.crossEntropy(x, target, { reduction: 'none' });
      runtime.backward(nn.mean(each));
      return each.shape;
    });
    expect(shape).toEqual([N, d]);
    const rows = (v: number[]) =>
      Array.from(
        { length: N * d * C },
        (_, i) => v[(Math.floor(i / (d * C)) * C + (i % C)) * d + (Math.floor(i / C) % d)]!,
      );
    const L = (v: number[]) => classLoss(C, true, {}).each(rows(v), target)[0]!;
    assertClose(x.gradient(), centralDifference(L, a), { abs: 1e-6 });
  });

  test('errors', () => {
    const x = () => runtime.tensor(new Float32Array(6), [2, 3]);
    expect(failing(() => nn.nllLoss(x(), [0, 3]))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: nllLoss: a target is a whole number from 0 to 2; got 3]`,
    );
    expect(failing(() => nn.nllLoss(x(), [0]))).toThrow(/^nllLoss: one target for each of 2 rows; got 1/);
    expect(failing(() => nn.crossEntropy(x(), [-100, -100]))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: crossEntropy: a mean has a target that counts; got 0]`,
    );
    expect(failing(() => nn.crossEntropy(x(), [0, 1], { weight: [1] }))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: crossEntropy: one weight for each of 3 classes; got 1]`,
    );
    expect(failing(() => nn.crossEntropy(x(), [0, 1], { weight: [1, -1, 1] }))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: crossEntropy: a weight is at least 0 and finite; got -1]`,
    );
    expect(failing(() => nn.crossEntropy(x(), [0, 1], { labelSmoothing: 2 }))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: crossEntropy: labelSmoothing lies in [0, 1]; got 2]`,
    );
    expect(failing(() => nn.huberLoss(x(), x(), { delta: 0 }))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: huberLoss: delta is positive and finite; got 0]`,
    );
    expect(failing(() => nn.l1Loss(x(), runtime.tensor([1], [1])))).toThrow(/^l1Loss: both have one shape/);
  });
});

describe('Generator', () => {
  test('the numbers of createRandom, one after the other', () => {
    const [generator, random] = [new nn.Generator(runtime, 7), createRandom(7)];
    runtime.scope(() => {
      expect([...generator.uniform([2, 3]).values()]).toEqual(Array.from({ length: 6 }, random.uniform));
      expect([...generator.normal([4]).values()]).toEqual(Array.from({ length: 4 }, random.normal));
    });
    expect([...generator.permutation(9)]).toEqual(random.permutation(9));
    const weights = [0.1, 0.7, 0.2];
    expect([...generator.categorical(runtime.tensor(weights, [1, 3]))]).toEqual([random.categorical(weights)]);
    expect(generator.state).toBe(random.state);
  });
  test('errors', () => {
    const generator = new nn.Generator(runtime, 1);
    const weights = (...values: number[]) => runtime.tensor(values, [1, values.length]);
    expect(() => generator.permutation(0)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: permutation: n is a whole number from 1 to 2²⁴; got 0]`,
    );
    expect(() => generator.categorical(weights(1, -1))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: categorical: a weight is at least 0 and finite; got -1]`,
    );
    expect(() => generator.categorical(weights(0, 0))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: categorical: a row has a weight above 0; got [0, 0]]`,
    );
    expect(() => generator.categorical(runtime.tensor([1], [1, 1, 1]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: categorical: weights are a matrix (rows, classes); got [1, 1, 1]]`,
    );
  });
});

test('Dropout: new numbers at each call, the gradient by the same ones, nothing when not training', () => {
  const layer = new nn.Dropout(0.5, new nn.Generator(runtime, 3));
  const x = runtime.parameter(Array(64).fill(1), [64]);
  runtime.scope(() => {
    const [one, two] = [layer.forward(x), layer.forward(x)];
    expect([...one.values()]).not.toEqual([...two.values()]);
    expect(new Set(one.values())).toEqual(new Set([0, 2]));
    runtime.backward(nn.sum(nn.add(one, two)));
    expect([...x.gradient()]).toEqual([...one.values()].map((v, i) => v + two.values()[i]!));
    layer.training = false;
    expect(layer.forward(x)).toBe(x);
  });
  expect(() => new nn.Dropout(1, layer.generator)).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: Dropout: p lies in [0, 1); got 1]`,
  );
  expect(failing(() => nn.dropout(x, -0.1, layer.generator))).toThrow(/^dropout: p lies in \[0, 1\)/);
});

test('Embedding: N(0, 1) to start with, rows by number, gradients where they belong', () => {
  const layer = new nn.Embedding(runtime, 4, 3, { random: createRandom(1) });
  const random = createRandom(1);
  expect([...layer.weight.values()]).toEqual(Array.from({ length: 12 }, random.normal));
  runtime.scope(() => runtime.backward(nn.sum(layer.forward([2, 0, 2]))));
  expect([...layer.weight.gradient()]).toEqual([1, 1, 1, 0, 0, 0, 2, 2, 2, 0, 0, 0]);
  expect(() => new nn.Embedding(runtime, 0, 3, { random })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: Embedding: sizes are positive whole numbers; got [0, 3]]`,
  );
});

describe('optimisers against the oracle, ten steps', () => {
  const decay = 0.1;
  /** L2: the gradient gets a share of the parameter. */
  const decayed =
    (update: oracle.Update): oracle.Update =>
    (p, g) =>
      update(
        p,
        g.map((v, i) => v + decay * p[i]!),
      );
  type Make = (p: { w: Tensor }) => nn.Optimiser;
  test.each([
    ['SGD', (p) => new nn.SGD(p, { lr: 0.1, weightDecay: decay }), decayed(oracle.sgd(0.1))],
    ['SGD, nesterov', (p) => new nn.SGD(p, { lr: 0.1, momentum: 0.9, nesterov: true }), oracle.nesterov(0.1, 0.9)],
    ['Adam', (p) => new nn.Adam(p, { lr: 0.1, weightDecay: decay }), decayed(oracle.adam(0.1, 0.9, 0.999, 1e-8))],
    ['AdamW', (p) => new nn.AdamW(p, { lr: 0.1, weightDecay: decay }), oracle.adamW(0.1, 0.9, 0.999, 1e-8, decay)],
    ['RMSprop', (p) => new nn.RMSprop(p, { lr: 0.1 }), oracle.squares(0.1, 0.99, 0.01, 1e-8)],
    ['Adagrad', (p) => new nn.Adagrad(p, { lr: 0.1, weightDecay: decay }), decayed(oracle.squares(0.1, 1, 1, 1e-10))],
  ] as [string, Make, oracle.Update][])('%s', (_, make, update) => {
    const target = [0.3, -1, 2, 0, 5];
    let expected: number[] = [1, -2, 0.5, 3, -4];
    const w = runtime.parameter(expected, [5]);
    const optimiser = make({ w });
    for (let i = 0; i < 10; i++) {
      runtime.scope(() => {
        optimiser.zeroGrad();
        runtime.backward(nn.mseLoss(w, runtime.tensor(target, [5])));
        optimiser.step();
      });
      expected = update(
        expected,
        expected.map((v, j) => (2 / 5) * (v - target[j]!)),
      );
    }
    assertClose(w.values(), expected, { rel: 2e-5, abs: 2e-6 });
  });

  test('errors', () => {
    const w = runtime.parameter([1], [1]);
    expect(() => new nn.SGD({ w }, { lr: 1, nesterov: true })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: SGD: nesterov goes with momentum; got 0]`,
    );
    expect(() => new nn.AdamW({ w }, { weightDecay: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: AdamW: weightDecay is at least 0 and finite; got -1]`,
    );
    expect(() => new nn.RMSprop({ w }, { alpha: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: RMSprop: alpha lies in [0, 1); got 1]`,
    );
    expect(() => new nn.Adagrad({ w }, { eps: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: Adagrad: eps is positive and finite; got 0]`,
    );
  });
});

test('clipping gradients, by their common norm and by value', () => {
  const [a, b] = [runtime.parameter([3, 0], [2]), runtime.parameter([2], [1])];
  const backward = () =>
    runtime.scope(() => {
      for (const { grad, size } of [a, b]) kernels.fill(grad, 0, size);
      runtime.backward(nn.add(nn.sum(nn.mul(a, a)), nn.mul(nn.sum(b), 8)));
    });
  backward();
  expect(nn.clipGradNorm([a, b], 5)).toBe(10); // (6, 0) and 8
  assertClose([...a.gradient(), ...b.gradient()], [3, 0, 4], { rel: 1e-6 });
  expect(nn.clipGradNorm([a, b], 50)).toBeCloseTo(5, 5);
  assertClose([...a.gradient(), ...b.gradient()], [3, 0, 4], { rel: 1e-6 });
  backward();
  nn.clipGradValue([a, b], 7);
  expect([...a.gradient(), ...b.gradient()]).toEqual([6, 0, 7]);
  expect(() => nn.clipGradNorm([], 1)).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: clipGradNorm: there are parameters; got 0]`,
  );
  expect(() => nn.clipGradNorm([a], 0)).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: clipGradNorm: maxNorm is positive; got 0]`,
  );
  expect(() => {
    nn.clipGradValue([a], NaN);
  }).toThrowErrorMatchingInlineSnapshot(`[DomainError: clipGradValue: the limit is positive; got NaN]`);
});
