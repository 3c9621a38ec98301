/**
 * Over axes: one, several, or (left out) all. Negative axes count from the end. With `keepdims` an axis that has gone stays
 * as a dimension of 1.
 */
import { require } from '@/lib/errors';
import { axesOf } from '../layout';
import { sizeOf } from '../tensor';
import type { Tensor } from '../tensor';
import { div, mul, sub } from './arithmetic';
import { permute } from './permute';

export type Over = { readonly axes?: readonly number[] | number | undefined; readonly keepdims?: boolean };

/** x as (A,N,B), N what goes, permuted when the axes do not lie side by side; and the shape of the result. */
function plan(where: string, x: Tensor, { axes = x.shape.map((_, d) => d), keepdims = false }: Over) {
  x.runtime.check(where, x);
  const gone = new Set(axesOf(where, x.shape, axes));
  const shape = x.shape.flatMap((n, d) => (gone.has(d) ? (keepdims ? [1] : []) : [n]));
  const order = [...gone].sort((a, b) => a - b);
  const [first = 0] = order;
  const together = order.every((d, i) => d === first + i);
  const kept = x.shape.map((_, d) => d).filter((d) => !gone.has(d));
  const from = together ? x : permute(x, [...kept, ...order]);
  const size = (dims: number[]) => sizeOf(dims.map((d) => x.shape[d]!));
  const B = together ? size(kept.filter((d) => d > first)) : 1;
  const N = size(order);
  return { from, shape, A: x.size / N / B, N, B, settings: { axes: order, keepdims } };
}

function total(where: string, x: Tensor, over: Over, mean: boolean): Tensor {
  const { from, shape, A, N, B, settings } = plan(where, x, over);
  const k = x.runtime.kernels;
  const scale = mean ? 1 / N : 1;
  const out = x.runtime.result(shape, A * B, x.requiresGrad);
  k.sum(out.data, from.data, A, N, B, scale);
  x.runtime.traced?.(where, [x], [out], settings);
  if (out.requiresGrad) out._backward = () => k.sumBackward(from.grad, out.grad, A, N, B, scale);
  return out;
}

/** Σ x. @throws {ShapeError} an axis that x does not have */
export const sum = (x: Tensor, over: Over = {}): Tensor => total('sum', x, over, false);
/** Σ x / n. @throws {ShapeError} an axis that x does not have */
export const mean = (x: Tensor, over: Over = {}): Tensor => total('mean', x, over, true);

function extreme(where: 'max' | 'min', x: Tensor, over: Over) {
  const { from, shape, A, N, B, settings } = plan(where, x, over);
  const { runtime } = x;
  const k = runtime.kernels;
  const out = runtime.result(shape, A * B, x.requiresGrad);
  const index = runtime.scratch(4 * A * B);
  k[where](out.data, index, from.data, A, N, B);
  runtime.traced?.(where, [x], [out], settings);
  if (out.requiresGrad) out._backward = () => k[`${where}Backward`](from.grad, out.grad, index, A, N, B);
  return { out, index };
}

/** The greatest; the first of equals gets the gradient. @throws {ShapeError} an axis that x does not have */
export const max = (x: Tensor, over: Over = {}): Tensor => extreme('max', x, over).out;
/** The least; the first of equals gets the gradient. @throws {ShapeError} an axis that x does not have */
export const min = (x: Tensor, over: Over = {}): Tensor => extreme('min', x, over).out;

function place(where: 'max' | 'min', x: Tensor, axis: number): Int32Array<ArrayBuffer> {
  const { runtime } = x;
  return runtime.scope(() => {
    const { A, N, B } = plan(`arg${where}`, x, { axes: axis });
    const [out, index] = [runtime.scratch(4 * A * B), runtime.scratch(4 * A * B)];
    runtime.kernels[where](out, index, x.data, A, N, B);
    return runtime.kernels.i32.slice(index / 4, index / 4 + A * B);
  });
}

/**
 * Where along an axis the greatest is, the first of equals: indices as numbers, row by row of what is left of the shape.
 *
 * @throws {ShapeError} an axis that x does not have
 */
export const argmax = (x: Tensor, axis = -1): Int32Array<ArrayBuffer> => place('max', x, axis);
/** Where along an axis the least is, see argmax. @throws {ShapeError} an axis that x does not have */
export const argmin = (x: Tensor, axis = -1): Int32Array<ArrayBuffer> => place('min', x, axis);

/**
 * Σ (x − mean)² / (n − correction): the variance of a sample with a correction of 1, as in PyTorch, of a population with 0.
 *
 * @throws {ShapeError} an axis that x does not have
 * @throws {DomainError} a correction that leaves nothing to divide by
 */
export function variance(x: Tensor, { correction = 1, ...over }: Over & { readonly correction?: number } = {}): Tensor {
  const centre = mean(x, { ...over, keepdims: true });
  const n = x.size / centre.size;
  require(correction >= 0 &&
    correction < n, 'variance', `the correction is at least 0 and under the ${n} elements`, correction);
  const apart = sub(x, centre);
  const squares = sum(mul(apart, apart), over);
  return correction === n - 1 ? squares : div(squares, n - correction);
}
