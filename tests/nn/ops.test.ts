import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ACTIVATIONS,
  Adam,
  Linear,
  SGD,
  addBias,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  createRuntime,
  crossEntropy,
  firstNonFinite,
  gradcheck,
  matmul,
  mseLoss,
  relu,
  restore,
  sigmoid,
  snapshot,
  tanh,
} from '@/nn';
import type { Runtime, Tensor } from '@/nn';
import { createRandom } from '@/lib/random';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { centralDifference } from '../oracle/centralDifference';
import * as losses from '../oracle/losses';
import { matmul as product } from '../oracle/matmul';
import { sigmoid as logistic } from '../oracle/activations';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

/** An op with its loss, and the same in f64 from the oracle: gradients by back-propagation against differences in f64. */
describe('gradients against central differences of the oracle, in f64', () => {
  const [a, b] = [numbers(6, 1), numbers(12, 2)];
  const target = [0, 1, 1, 0, 1, 0, 0, 1];
  const p = (transA: boolean, transB: boolean) => ({ M: 2, K: 3, N: 4, transA, transB });

  test.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('matmul, transA %s, transB %s', (transA, transB) => {
    const A = runtime.parameter(a, transA ? [3, 2] : [2, 3]);
    const B = runtime.parameter(b, transB ? [4, 3] : [3, 4]);
    const y = runtime.tensor(target, [2, 4]);
    runtime.scope(() => runtime.backward(mseLoss(matmul(A, B, { transA, transB }), y)));
    const L = (x: number[], z: number[]) => losses.mse.value(product(x, z, p(transA, transB)), target);
    assertClose(
      A.gradient(),
      centralDifference((x) => L(x, b), a),
      { abs: 1e-6 },
    );
    assertClose(
      B.gradient(),
      centralDifference((x) => L(a, x), b),
      { abs: 1e-6 },
    );
  });

  test.each([
    ['sigmoid', sigmoid, (v: number) => 1 / (1 + Math.exp(-v))],
    ['tanh', tanh, Math.tanh],
    ['relu', relu, (v: number) => Math.max(v, 0)],
    ['identity', ACTIVATIONS.identity, (v: number) => v],
  ] as const)('%s', (_, op, f) => {
    const x = runtime.parameter(a, [6]);
    const t = target.slice(0, 6);
    runtime.scope(() => runtime.backward(mseLoss(op(x), runtime.tensor(t, [6]))));
    assertClose(
      x.gradient(),
      centralDifference((v) => losses.mse.value(v.map(f), t), a),
      { abs: 1e-6 },
    );
  });

  test('addBias', () => {
    const [x, bias] = [runtime.parameter(a, [2, 3]), runtime.parameter([0.1, 0.2, 0.3], [3])];
    const t = target.slice(0, 6);
    runtime.scope(() => runtime.backward(mseLoss(addBias(x, bias), runtime.tensor(t, [2, 3]))));
    const L = (v: number[], c: number[]) =>
      losses.mse.value(
        v.map((u, i) => u + c[i % 3]!),
        t,
      );
    assertClose(
      x.gradient(),
      centralDifference((v) => L(v, [0.1, 0.2, 0.3]), a),
      { abs: 1e-6 },
    );
    assertClose(
      bias.gradient(),
      centralDifference((c) => L(a, c), [0.1, 0.2, 0.3]),
      { abs: 1e-6 },
    );
  });

  test('binary cross-entropies: of sigmoid(x), and of the logits x, are one loss', () => {
    const t = target.slice(0, 6);
    const [x, z] = [runtime.parameter(a, [6]), runtime.parameter(a, [6])];
    const [one, two] = runtime.scope(() => {
      const y = runtime.tensor(t, [6]);
      const [one, two] = [binaryCrossEntropy(sigmoid(x), y), binaryCrossEntropyWithLogits(z, y)];
      runtime.backward(one);
      runtime.backward(two);
      return [one.item(), two.item()];
    });
    const L = (v: number[]) => losses.binaryCrossEntropy.value(v.map(logistic.value), t);
    assertClose([one!, two!], [L(a), L(a)], { rel: 1e-6 });
    for (const tensor of [x, z]) assertClose(tensor.gradient(), centralDifference(L, a), { abs: 1e-6 });
  });

  test('crossEntropy', () => {
    const x = runtime.parameter(a, [2, 3]);
    runtime.scope(() => runtime.backward(crossEntropy(x, [2, 0])));
    assertClose(
      x.gradient(),
      centralDifference((v) => losses.crossEntropy(3).value(v, [2, 0]), a),
      { abs: 1e-6 },
    );
  });
});

describe('errors', () => {
  const inScope = (body: () => unknown) => () => runtime.scope(body);
  const t = (...shape: number[]) => runtime.tensor(new Float32Array(shape.reduce((p, n) => p * n, 1)), shape);

  test('shapes that do not fit', () => {
    expect(inScope(() => matmul(t(3, 4), t(3, 1)))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: matmul: the inner sizes agree; got [3, 4] and [3, 1]]`,
    );
    expect(inScope(() => matmul(t(3, 4), t(4, 1), { transB: true }))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: matmul: the inner sizes agree; got [3, 4] and [4, 1] transposed]`,
    );
    expect(inScope(() => matmul(t(3), t(3, 1)))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: matmul: both are matrices; got [3] and [3, 1]]`,
    );
    expect(inScope(() => addBias(t(2, 3), t(2)))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: addBias: the bias is as long as a row; got rows of [2, 3] and bias [2]]`,
    );
    expect(inScope(() => mseLoss(t(2, 3), t(3, 2)))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: mseLoss: both have one shape; got [2, 3] and [3, 2]]`,
    );
    expect(inScope(() => binaryCrossEntropy(t(2), t(2, 1)))).toThrow(/^binaryCrossEntropy: both have one shape/);
    expect(inScope(() => binaryCrossEntropyWithLogits(t(2), t(3)))).toThrow(/^binaryCrossEntropyWithLogits: both/);
    expect(inScope(() => crossEntropy(t(6), [1]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: crossEntropy: logits are a matrix (rows, classes), or more; got [6]]`,
    );
    expect(inScope(() => crossEntropy(t(2, 3), [1]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: crossEntropy: one target for each of 2 rows; got 1]`,
    );
  });

  test('values outside what the op means', () => {
    for (const wrong of [3, -1, 0.5, NaN])
      expect(inScope(() => crossEntropy(t(1, 3), [wrong]))).toThrow(/^crossEntropy: a target is/);
    expect(inScope(() => crossEntropy(t(1, 3), [3]))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: crossEntropy: a target is a whole number from 0 to 2; got 3]`,
    );
    const w = runtime.parameter([1, 2], [2]);
    expect(inScope(() => mseLoss(t(2), w))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: mseLoss: the target is data; got a tensor that wants a gradient]`,
    );
  });

  test('optimisers', () => {
    const w = runtime.parameter([1], [1]);
    expect(() => new SGD({}, { lr: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: SGD: there are parameters; got 0]`,
    );
    for (const lr of [-1, NaN, Infinity]) expect(() => new SGD({ w }, { lr })).toThrow(/^SGD: the learning rate/);
    expect(() => new SGD({ w }, { lr: 1, momentum: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: SGD: momentum lies in [0, 1); got 1]`,
    );
    expect(() => new Adam({ w }, { betas: [0.9, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: Adam: betas lie in [0, 1); got [0.9, 1]]`,
    );
    expect(() => new Adam({ w }, { eps: 0 })).toThrow(/^Adam: eps is positive/);
    expect(() => new SGD({ x: t(1) }, { lr: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: SGD: parameters come from runtime.parameter; got "x"]`,
    );
    expect(() => new Adam({ w }).restore({})).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: restore: the snapshot has 2 values of power; got undefined]`,
    );
    expect(() => new SGD({ w }, { lr: 1, momentum: 0.9 }).restore({})).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: restore: the snapshot has 1 values of velocity.w; got undefined]`,
    );
  });

  test('layers and snapshots', () => {
    const random = createRandom(1);
    expect(() => new Linear(runtime, 3, 0, { random })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: Linear: sizes are positive whole numbers; got [3, 0]]`,
    );
    const w = runtime.parameter([1, 2], [2]);
    expect(() => restore({ w }, {})).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: restore: the snapshot has every tensor; got no "w"]`,
    );
    expect(() => restore({ w }, { w: [1] })).toThrow(/^set: as many values as elements/);
  });
});

describe('Linear', () => {
  const start = (init?: 'default' | 'uniform01' | 'normal') => {
    const layer = new Linear(runtime, 100, 50, { random: createRandom(3), ...(init && { init }) });
    return [...layer.weight.values(), ...layer.bias.values()];
  };
  const mean = (list: number[]) => list.reduce((s, v) => s + v, 0) / list.length;

  test('starts as in PyTorch: U(−1/√in, 1/√in), bias too', () => {
    const values = start();
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.1);
    assertClose(mean(values), 0, { abs: 0.004 }); // 5 σ / √n, σ = 0.1 / √3
    assertClose(mean(values.map((v) => v * v)), 0.01 / 3, { abs: 0.0002 });
  });
  test('uniform01 as np.random.rand, normal as np.random.randn', () => {
    const uniform = start('uniform01');
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    assertClose(mean(uniform), 0.5, { abs: 0.021 });
    const normal = start('normal');
    assertClose(mean(normal), 0, { abs: 0.071 });
    assertClose(mean(normal.map((v) => v * v)), 1, { abs: 0.1 });
  });
  test('the same seed gives the same layer, another seed another', () => {
    expect(start()).toEqual(start());
    const other = new Linear(runtime, 100, 50, { random: createRandom(4) });
    expect([...other.weight.values()]).not.toEqual(start().slice(0, 5000));
  });
  test('computes x W + b', () => {
    const layer = new Linear(runtime, 2, 3, { random: createRandom(1) });
    layer.weight.set([1, 2, 3, 4, 5, 6]);
    layer.bias.set([0.5, 0, -0.5]);
    expect(runtime.scope(() => [...layer.forward(runtime.tensor([1, 10], [1, 2])).values()])).toEqual([41.5, 52, 62.5]);
  });
});

test('gradcheck agrees with back-propagation, leaves the values, and sees a wrong gradient', () => {
  const w = runtime.parameter(numbers(6, 1), [3, 2]);
  const [x, y] = [runtime.tensor(numbers(12, 2), [4, 3]), runtime.tensor(numbers(8, 3), [4, 2])];
  const before = snapshot({ w });
  const pairs = gradcheck(runtime, () => mseLoss(sigmoid(matmul(x, w)), y), { w });
  expect(pairs.map(({ name, index }) => `${name} ${index}`)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `w ${i}`));
  assertClose(
    pairs.map((p) => p.numeric),
    pairs.map((p) => p.analytic),
    { abs: 2e-5 },
  );
  expect(snapshot({ w })).toEqual(before);

  const broken = (v: Tensor) => {
    const out = sigmoid(v);
    const right = out._backward!;
    out._backward = () => {
      right();
      right();
    }; // counts itself twice
    return out;
  };
  const wrong = gradcheck(runtime, () => mseLoss(broken(matmul(x, w)), y), { w });
  expect(() =>
    assertClose(
      wrong.map((p) => p.numeric),
      wrong.map((p) => p.analytic),
      { abs: 2e-5 },
    ),
  ).toThrow();
});

test('firstNonFinite names the first tensor in the order given, and the element', () => {
  const [a, b, c] = [runtime.parameter([1, 2, 3], [3]), runtime.parameter([4, 5], [2]), runtime.parameter([6], [1])];
  const named = { 'layer1.weight': a, 'layer1.bias': b, loss: c };
  expect(firstNonFinite(named)).toBeUndefined();
  c.set([Infinity]);
  b.set([4, NaN]);
  expect(firstNonFinite(named)).toEqual({ name: 'layer1.bias', index: 1 });
});

test('snapshot and restore are exact, through JSON too', () => {
  const w = runtime.parameter(numbers(100, 9, 1e-3), [100]);
  const kept = JSON.parse(JSON.stringify(snapshot({ w }))) as ReturnType<typeof snapshot>;
  const values = w.values();
  w.set(new Float32Array(100));
  restore({ w }, kept);
  expect(w.values()).toEqual(values);
});
