/** Views, reductions and moves where the fuzz of tests/wasm/fuzz does not look: errors, edges, views of views. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as nn from '@/nn';
import type { Runtime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { assertClose } from '../support/assertClose';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = nn.createRuntime(kernels);
});
afterEach(() => runtime.free());
const count = (...shape: number[]) => runtime.tensor([...Array(nn.sizeOf(shape)).keys()], shape);
const run = (body: () => nn.Tensor) => runtime.scope(() => [...body().values()]);
const failing = (body: () => unknown) => () => runtime.scope(body);

describe('reshape', () => {
  test('copies nothing, and its gradient is that of what it views', () => {
    const x = runtime.parameter([1, 2, 3, 4, 5, 6], [2, 3]);
    runtime.scope(() => {
      const view = nn.reshape(nn.reshape(x, [6]), [3, -1]);
      expect([view.data, view.shape]).toEqual([x.data, [3, 2]]);
      runtime.backward(nn.sum(nn.mul(view, view)));
      expect(view.grad).toBe(x.grad);
    });
    expect([...x.gradient()]).toEqual([2, 4, 6, 8, 10, 12]);
  });
  test('of something computed; a loss may be a view', () => {
    const x = runtime.parameter([0.5, 1], [2]);
    runtime.scope(() => runtime.backward(nn.reshape(nn.sum(nn.reshape(nn.exp(x), [1, 2])), [1, 1])));
    assertClose(x.gradient(), [Math.exp(0.5), Math.E], { rel: 1e-6 });
  });
  test('flatten', () => {
    runtime.scope(() => {
      expect(nn.flatten(count(2, 3, 4)).shape).toEqual([2, 12]);
      expect(nn.flatten(count(2, 3, 4), 0).shape).toEqual([1, 24]);
      expect(nn.flatten(count(2, 3, 4), -1).shape).toEqual([6, 4]);
    });
  });
  test('errors', () => {
    expect(failing(() => nn.reshape(count(2, 3), [4]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: reshape: the shape holds the 6 elements of [2, 3]; got [4]]`,
    );
    expect(failing(() => nn.reshape(count(2, 3), [4, -1]))).toThrow(/^reshape: the shape holds/);
    expect(failing(() => nn.reshape(count(2, 3), [-1, -1]))).toThrow(/^reshape: the shape holds/);
    expect(() => nn.reshape(count(2, 3), [6])).toThrow(/^view: ops run inside runtime.scope/);
  });
});

test('transpose and permute', () => {
  expect(run(() => nn.transpose(count(2, 3)))).toEqual([0, 3, 1, 4, 2, 5]);
  expect(runtime.scope(() => nn.transpose(count(2, 3, 4), 0, 2).shape)).toEqual([4, 3, 2]);
  expect(failing(() => nn.permute(count(2, 3), [0]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: permute: every dimension of [2, 3] comes once; got [0]]`,
  );
  expect(failing(() => nn.permute(count(2, 3), [0, 0]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: permute: every axis comes once; got [0, 0]]`,
  );
  expect(failing(() => nn.permute(count(2, 3), [0, 2]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: permute: an axis is a whole number from -2 to 1; got 2]`,
  );
});

test('slice as numpy does: negative numbers, past the ends, backwards', () => {
  const list = () => count(6);
  expect(run(() => nn.slice(list(), { axis: 0, start: -2 }))).toEqual([4, 5]);
  expect(run(() => nn.slice(list(), { axis: 0, end: -4 }))).toEqual([0, 1]);
  expect(run(() => nn.slice(list(), { axis: 0, start: 4, end: 99 }))).toEqual([4, 5]);
  expect(run(() => nn.slice(list(), { axis: 0, step: -1 }))).toEqual([5, 4, 3, 2, 1, 0]);
  expect(run(() => nn.slice(list(), { axis: 0, start: 99, end: -99, step: -2 }))).toEqual([5, 3, 1]);
  expect(run(() => nn.slice(list(), { axis: -1, start: 3, end: 0, step: -2 }))).toEqual([3, 1]);
  expect(failing(() => nn.slice(list(), { axis: 0, start: 3, end: 3 }))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: slice: a range has elements; got none from 3 to 3 of 6]`,
  );
  expect(failing(() => nn.slice(list(), { axis: 0, step: 0 }))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: slice: a step is a whole number, not 0; got 0]`,
  );
  expect(failing(() => nn.slice(list(), { axis: 1 }))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: slice: an axis is a whole number from -1 to 0; got 1]`,
  );
});

test('a part that overlaps another gets the sum of both gradients, backwards too', () => {
  const x = runtime.parameter([1, 2, 3, 4], [4]);
  runtime.scope(() => {
    const [a, b] = [nn.slice(x, { axis: 0, end: 3 }), nn.slice(x, { axis: 0, start: 3, end: 0, step: -1 })];
    runtime.backward(nn.sum(nn.mul(nn.add(a, nn.mul(b, 10)), runtime.tensor([1, 2, 3], [3]))));
  });
  expect([...x.gradient()]).toEqual([1, 32, 23, 10]);
});

test('split, pad, concat and expand: errors', () => {
  expect(runtime.scope(() => nn.split(count(5, 2), [2, 3]).map((x) => x.shape))).toEqual([
    [2, 2],
    [3, 2],
  ]);
  expect(failing(() => nn.split(count(5), [2, 2]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: split: the sizes are positive and add up to 5; got [2, 2]]`,
  );
  expect(failing(() => nn.pad(count(2, 3), [[0, 1]]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: pad: one pair of widths for each of 2 dimensions; got 1]`,
  );
  expect(failing(() => nn.pad(count(2), [[0, -1]]))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: pad: a width is a whole number from 0 on; got -1]`,
  );
  expect(failing(() => nn.concat([count(2, 3), count(2, 2)]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: concat: sizes are equal but along axis 0; got [2, 3] and [2, 2]]`,
  );
  expect(failing(() => nn.concat([]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: concat: there are tensors; got none]`,
  );
  expect(failing(() => nn.expand(count(2), [3]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: expand: sizes, from the last on, are equal or 1; got [2] to [3]]`,
  );
  expect(failing(() => nn.expand(count(2, 1), [2]))).toThrow(/^expand: sizes/);
});

test('gather, embedding and oneHot: any shape of indices, errors', () => {
  expect(runtime.scope(() => nn.embedding(count(4, 2), [3, 0, 1, 1], [2, 2]).shape)).toEqual([2, 2, 2]);
  expect(run(() => nn.embedding(count(4, 2), [3, 0]))).toEqual([6, 7, 0, 1]);
  expect(run(() => nn.oneHot(runtime, [1, 0], 2))).toEqual([0, 1, 1, 0]);
  expect(failing(() => nn.embedding(count(4, 2), [4]))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: embedding: an index is a whole number from 0 to 3; got 4]`,
  );
  expect(failing(() => nn.embedding(count(4), [0]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: embedding: the weight is a matrix (tokens, width); got [4]]`,
  );
  expect(failing(() => nn.gather(count(4), []))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: gather: there are indices, as many as their shape holds; got 0 for [0]]`,
  );
  expect(failing(() => nn.gather(count(4), [1, 2], { shape: [3] }))).toThrow(/^gather: there are indices/);
  expect(failing(() => nn.oneHot(runtime, [1.5], 2))).toThrow(/^oneHot: an index is/);
});

test('reductions: all axes, none, argmax as numbers, the sample variance of PyTorch, errors', () => {
  expect(run(() => nn.sum(count(2, 3)))).toEqual([15]);
  expect(runtime.scope(() => nn.sum(count(2, 3)).shape)).toEqual([]);
  expect(runtime.scope(() => nn.sum(count(2, 3), { keepdims: true }).shape)).toEqual([1, 1]);
  expect(run(() => nn.sum(count(3), { axes: [] }))).toEqual([0, 1, 2]);
  expect([...nn.argmax(runtime.tensor([1, 3, 3, 9, 2, 9], [2, 3]))]).toEqual([1, 0]);
  expect([...nn.argmin(runtime.tensor([1, 3, 3, 9, 2, 9], [2, 3]), 0)]).toEqual([0, 1, 0]);
  // Excel's VAR.S and VAR.P of the same numbers.
  const list = () => runtime.tensor([2, 4, 4, 4, 5, 5, 7, 9], [8]);
  assertClose(
    run(() => nn.variance(list())),
    [32 / 7],
    { rel: 1e-6 },
  );
  expect(run(() => nn.variance(list(), { correction: 0 }))).toEqual([4]);
  expect(failing(() => nn.max(count(2), { axes: 1 }))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: max: an axis is a whole number from -1 to 0; got 1]`,
  );
  expect(failing(() => nn.mean(count(2, 3), { axes: [1, -1] }))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: mean: every axis comes once; got [1, -1]]`,
  );
  expect(failing(() => nn.variance(count(1)))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: variance: the correction is at least 0 and under the 1 elements; got 1]`,
  );
});
