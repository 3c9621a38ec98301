/** What the fuzz of tests/wasm/fuzz does not see: numbers as operands, an operand used twice, memory, errors. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as nn from '@/nn';
import type { Runtime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { centralDifference } from '../oracle/centralDifference';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = nn.createRuntime(kernels);
});
afterEach(() => runtime.free());
const zeros = (...shape: number[]) => runtime.tensor(new Float32Array(nn.sizeOf(shape)), shape);

test('a number stands for a tensor of any shape, on either side', () => {
  const x = runtime.tensor([1, 2, 4], [3]);
  runtime.scope(() => {
    expect([...nn.add(x, 1).values()]).toEqual([2, 3, 5]);
    expect([...nn.sub(1, x).values()]).toEqual([0, -1, -3]);
    expect([...nn.div(4, x).values()]).toEqual([4, 2, 1]);
    expect([...nn.pow(x, 2).values()]).toEqual([1, 4, 16]);
    expect([...nn.pow(2, x).values()]).toEqual([2, 4, 16]);
    expect([...nn.maximum(x, 2).values()]).toEqual([2, 2, 4]);
    expect([...nn.greater(x, 1).values()]).toEqual([0, 1, 1]);
    expect([...nn.where(nn.equal(x, 2), 9, x).values()]).toEqual([1, 9, 4]);
    expect(nn.add(runtime.tensor([3], []), 4).shape).toEqual([]);
  });
});

test('an operand that is used twice gets both gradients, and one that is data none', () => {
  const a = numbers(6, 1);
  const x = runtime.parameter(a, [2, 3]);
  const c = runtime.tensor([1, 2, 3], [3]);
  runtime.scope(() => runtime.backward(nn.sum(nn.div(nn.mul(nn.mul(x, x), c), nn.add(nn.exp(x), 2)))));
  const L = (v: number[]) => v.reduce((s, u, i) => s + (u * u * ((i % 3) + 1)) / (Math.exp(u) + 2), 0);
  assertClose(x.gradient(), centralDifference(L, a), { abs: 2e-6 });
  expect(c.grad).toBe(0);
});

test('a step with broadcasting and numbers is flat in memory, its layouts written once', () => {
  const [x, b] = [runtime.parameter(numbers(12, 1), [4, 3]), runtime.parameter(numbers(4, 2), [4, 1])];
  const step = () => {
    const loss = nn.mean(nn.mul(nn.sub(nn.permute(x, [1, 0]), nn.reshape(b, [4])), 0.5));
    runtime.backward(loss);
    return loss.data;
  };
  const first = runtime.scope(step);
  const { used } = kernels;
  for (let i = 0; i < 1000; i++) expect(runtime.scope(step)).toBe(first);
  expect(kernels.used).toBe(used);
});

test('errors', () => {
  expect(() => runtime.scope(() => nn.add(zeros(2, 3), zeros(2)))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: add: sizes, from the last on, are equal or 1; got [2, 3] and [2]]`,
  );
  expect(() => runtime.scope(() => nn.where(zeros(2), zeros(3), 0))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: where: sizes, from the last on, are equal or 1; got [2] and [3] and []]`,
  );
  expect(() => runtime.scope(() => nn.leakyRelu(zeros(2), NaN))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: leakyRelu: the slope on the left is a finite number; got NaN]`,
  );
  expect(() => runtime.scope(() => nn.elu(zeros(2), Infinity))).toThrow(/^elu: the slope/);
  expect(() => runtime.scope(() => nn.clip(zeros(2), NaN))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: clip: a limit is a number; got NaN]`,
  );
  expect(() => nn.exp(zeros(1))).toThrow(/^result: ops run inside runtime.scope/);
  const other = nn.createRuntime(kernels);
  expect(() => runtime.scope(() => nn.mul(zeros(1), other.tensor([1], [1])))).toThrow(
    /^mul: tensors of one call share/,
  );
  other.free();
});
