/** Stacks of matrices, and the fused linear map: against the oracle, gradients against differences in f64. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRuntime, linear, matmul, mseLoss } from '@/nn';
import type { Runtime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { centralDifference } from '../oracle/centralDifference';
import { mse } from '../oracle/losses';
import { matmul as product } from '../oracle/matmul';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const sizeOf = (shape: readonly number[]) => shape.reduce((n, s) => n * s, 1);

/** Product of stacks, matrix by matrix: `pairs` says by hand which of a meets which of b. */
const CASES = [
  { title: 'a stack and one matrix', a: [2, 3], b: [], shape: [2, 3], pairs: [0, 1, 2, 3, 4, 5].map((i) => [i, 0]) },
  { title: 'one matrix and a stack', a: [], b: [3], shape: [3], pairs: [0, 1, 2].map((i) => [0, i]) },
  { title: 'two stacks', a: [3], b: [3], shape: [3], pairs: [0, 1, 2].map((i) => [i, i]) },
  {
    title: 'sizes of 1 and missing sizes',
    a: [2, 1],
    b: [3],
    shape: [2, 3],
    pairs: [0, 1].flatMap((i) => [0, 1, 2].map((j) => [i, j])),
  },
  {
    title: 'both have sizes of 1',
    a: [2, 1, 2],
    b: [1, 2, 1],
    shape: [2, 2, 2],
    pairs: [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z) => [2 * x + z, y]))),
  },
] as const;

describe.each(CASES)('matmul: $title', ({ a, b, shape, pairs }) => {
  test.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('transA %s, transB %s', (transA, transB) => {
    const p = { M: 2, K: 3, N: 4, transA, transB };
    const A = runtime.parameter(numbers(6 * sizeOf(a), 1), [...a, ...(transA ? [3, 2] : [2, 3])]);
    const B = runtime.parameter(numbers(12 * sizeOf(b), 2), [...b, ...(transB ? [4, 3] : [3, 4])]);
    const target = numbers(8 * pairs.length, 3);
    const f = (x: ArrayLike<number>, y: ArrayLike<number>) =>
      pairs.flatMap(([i, j]) =>
        product(Array.from(x).slice(6 * i!, 6 * i! + 6), Array.from(y).slice(12 * j!, 12 * j! + 12), p),
      );
    runtime.scope(() => {
      const out = matmul(A, B, { transA, transB });
      expect(out.shape).toEqual([...shape, 2, 4]);
      assertClose(out.values(), f(A.values(), B.values()), { abs: 1e-6 });
      runtime.backward(mseLoss(out, runtime.tensor(target, out.shape)));
    });
    const [x, y] = [[...A.values()], [...B.values()]];
    assertClose(
      A.gradient(),
      centralDifference((v) => mse.value(f(v, y), target), x),
      { abs: 1e-6 },
    );
    assertClose(
      B.gradient(),
      centralDifference((v) => mse.value(f(x, v), target), y),
      { abs: 1e-6 },
    );
  });
});

const ACTIVATIONS = {
  identity: (v: number) => v,
  relu: (v: number) => Math.max(v, 0),
  sigmoid: (v: number) => 1 / (1 + Math.exp(-v)),
  tanh: Math.tanh,
};
const p = { M: 6, K: 3, N: 4, transA: false, transB: false };

describe.each(Object.entries(ACTIVATIONS))('linear, %s', (name, f) => {
  test.each([true, false])('bias: %s', (withBias) => {
    const [x, w, b, target] = [numbers(18, 1), numbers(12, 2), numbers(4, 3), numbers(24, 4)];
    const [X, W, B] = [runtime.parameter(x, [2, 3, 3]), runtime.parameter(w, [3, 4]), runtime.parameter(b, [4])];
    const y = (x: number[], w: number[], b: number[]) =>
      product(x, w, p).map((v, i) => f(v + (withBias ? b[i % 4]! : 0)));
    runtime.scope(() => {
      const out = linear(X, W, withBias ? B : undefined, { activation: name as keyof typeof ACTIVATIONS });
      expect(out.shape).toEqual([2, 3, 4]);
      assertClose(out.values(), y(x, w, b), { rel: 1e-6, abs: 1e-6 });
      runtime.backward(mseLoss(out, runtime.tensor(target, [2, 3, 4])));
    });
    const L = (x: number[], w: number[], b: number[]) => mse.value(y(x, w, b), target);
    assertClose(
      X.gradient(),
      centralDifference((v) => L(v, w, b), x),
      { abs: 1e-6 },
    );
    assertClose(
      W.gradient(),
      centralDifference((v) => L(x, v, b), w),
      { abs: 1e-6 },
    );
    assertClose(
      B.gradient(),
      centralDifference((v) => L(x, w, v), b),
      { abs: 1e-6 },
    );
  });
});

test('linear, geluTanh: without gradient', () => {
  const [x, w] = [numbers(18, 1, 3), numbers(12, 2, 3)];
  const z = product(x, w, p);
  const expected = z.map((v) => 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3))));
  runtime.scope(() => {
    const out = linear(runtime.tensor(x, [6, 3]), runtime.tensor(w, [3, 4]), undefined, { activation: 'geluTanh' });
    assertClose(out.values(), expected, { rel: 1e-6, abs: 3e-6 });
  });
});

test('what does not fit is refused', () => {
  const of = (...shape: number[]) => runtime.parameter(numbers(sizeOf(shape), 1), shape);
  const refusal = (body: () => unknown) => () => runtime.scope(body);
  expect(refusal(() => matmul(of(2, 3, 4), of(3, 4, 2)))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: matmul: leading sizes agree or are 1; got [2, 3, 4] and [3, 4, 2]]`,
  );
  expect(refusal(() => linear(of(2, 3), of(4, 3)))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: linear: the weight is a matrix with a row for each input; got inputs [2, 3] and weight [4, 3]]`,
  );
  expect(refusal(() => linear(of(2, 3), of(3)))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: linear: the weight is a matrix with a row for each input; got inputs [2, 3] and weight [3]]`,
  );
  expect(refusal(() => linear(of(2, 3), of(3, 4), of(3)))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: linear: the bias has a number for each output; got weight [3, 4] and bias [3]]`,
  );
  expect(
    refusal(() => linear(of(2, 3), of(3, 4), of(4), { activation: 'geluTanh' })),
  ).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: linear: an activation in training is one of identity, relu, sigmoid, tanh; got "geluTanh"]`,
  );
});
