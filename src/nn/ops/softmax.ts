import { ShapeError, show } from '@/lib/errors';
import { sizeOf } from '../tensor';
import type { Tensor } from '../tensor';

/**
 * e^x over the sum of e^x along an axis: positive numbers whose sum is 1.
 *
 * @param axis  from the end when negative; the last, the default, is the fastest
 * @throws {ShapeError} an axis that x does not have
 */
export const softmax = (x: Tensor, axis = -1): Tensor => along('softmax', x, axis);

/**
 * The logarithm of softmax(x, axis), exact where softmax is too small to be told from 0.
 *
 * @throws {ShapeError} an axis that x does not have
 */
export const logSoftmax = (x: Tensor, axis = -1): Tensor => along('logSoftmax', x, axis);

function along(name: 'softmax' | 'logSoftmax', x: Tensor, axis: number): Tensor {
  x.runtime.check(name, x);
  const at = axis < 0 ? axis + x.shape.length : axis;
  const C = x.shape[at];
  if (C === undefined) throw new ShapeError(`${name}: the axis is one of ${show(x.shape)}; got ${show(axis)}`);
  const inner = sizeOf(x.shape.slice(at + 1));
  const outer = x.size / C / inner;
  const k = x.runtime.kernels;
  const out = x.runtime.result(x.shape, x.size, x.requiresGrad);
  k[name](out.data, x.data, outer, C, inner);
  x.runtime.traced?.(name, [x], [out], { axis: at });
  if (out.requiresGrad) out._backward = () => k[`${name}Backward`](x.grad, out.grad, out.data, outer, C, inner);
  return out;
}
