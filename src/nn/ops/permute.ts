import { ShapeError, show } from '@/lib/errors';
import { axesOf, denseSteps, layoutOf } from '../layout';
import type { Tensor } from '../tensor';

/**
 * Dimensions in another order: dimension d of the result is dimension order[d] of x.
 *
 * @throws {ShapeError} an order in which not every dimension comes once
 */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  const { runtime } = x;
  runtime.check('permute', x);
  const axes = axesOf('permute', x.shape, order);
  if (axes.length !== x.shape.length)
    throw new ShapeError(`permute: every dimension of ${show(x.shape)} comes once; got ${show(order)}`);
  const shape = axes.map((d) => x.shape[d]!);
  const own = denseSteps(x.shape);
  const from = axes.map((d) => own[d]!);
  const layout = layoutOf(runtime, shape, denseSteps(shape), from);
  const k = runtime.kernels;
  const out = runtime.result(shape, x.size, x.requiresGrad);
  k.copy(out.data, x.data, x.size, layout);
  if (out.requiresGrad) out._backward = () => k.copyBackward(x.grad, out.grad, x.size, layout);
  return out;
}

/**
 * Two dimensions exchanged, of a matrix rows and columns.
 *
 * @throws {ShapeError} an axis that x does not have
 */
export function transpose(x: Tensor, one = -2, two = -1): Tensor {
  const axes = x.shape.map((_, d) => d);
  const [a, b] = [axesOf('transpose', x.shape, one)[0]!, axesOf('transpose', x.shape, two)[0]!];
  axes[a] = b;
  axes[b] = a;
  return permute(x, axes);
}
