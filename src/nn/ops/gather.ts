import { ShapeError, show } from '@/lib/errors';
import { Indices, placeIndices } from '../Indices';
import { axesOf } from '../layout';
import type { Runtime } from '../runtime';
import { sizeOf } from '../tensor';
import type { Shape, Tensor, Values } from '../tensor';

/**
 * Rows by number along an axis; a row that comes more than once gets the sum of its gradients.
 *
 * @param shape  of the indices; takes the place of the axis
 * @throws {ShapeError} an axis that x does not have, another number of indices than their shape holds, or none
 * @throws {DomainError} an index that is no whole number in [0, size of the axis)
 */
export function gather(
  x: Tensor,
  index: Values | Indices,
  { axis = 0, shape = shapeOf(index) }: { axis?: number; shape?: Shape } = {},
): Tensor {
  return take('gather', x, index, axis, shape);
}

/** As they were made, a list as one row. */
const shapeOf = (index: Values | Indices): Shape => (index instanceof Indices ? index.shape : [index.length]);

function take(where: string, x: Tensor, index: Values | Indices, axis: number, shape: Shape): Tensor {
  const { runtime } = x;
  runtime.check(where, x);
  const [d] = axesOf(where, x.shape, axis) as [number];
  const N = sizeOf(shapeOf(index));
  if (N === 0 || sizeOf(shape) !== N)
    throw new ShapeError(`${where}: there are indices, as many as their shape holds; got ${N} for ${show(shape)}`);
  const [A, V, C] = [sizeOf(x.shape.slice(0, d)), x.shape[d]!, sizeOf(x.shape.slice(d + 1))];
  const rows = placeIndices(where, runtime, index, V);
  const k = runtime.kernels;
  const out = runtime.result([...x.shape.slice(0, d), ...shape, ...x.shape.slice(d + 1)], A * N * C, x.requiresGrad);
  k.gather(out.data, x.data, rows, A, V, N, C);
  runtime.traced?.(where, [x, index], [out], { axis: d, shape });
  if (out.requiresGrad) out._backward = () => k.gatherBackward(x.grad, out.grad, rows, A, V, N, C);
  return out;
}

/**
 * The vectors of tokens: weight (V,C), index of any shape -> (…shape, C).
 *
 * @throws {ShapeError} a weight that is no matrix
 * @throws {DomainError} an index that is no whole number in [0, V)
 */
export function embedding(weight: Tensor, index: Values | Indices, shape: Shape = shapeOf(index)): Tensor {
  if (weight.shape.length !== 2)
    throw new ShapeError(`embedding: the weight is a matrix (tokens, width); got ${show(weight.shape)}`);
  return take('embedding', weight, index, 0, shape);
}

/**
 * (N, classes): 1 in the place of the class, else 0.
 *
 * @throws {DomainError} an index that is no whole number in [0, classes)
 */
export function oneHot(runtime: Runtime, index: Values | Indices, classes: number): Tensor {
  const N = sizeOf(shapeOf(index));
  const rows = placeIndices('oneHot', runtime, index, classes);
  const out = runtime.result([N, classes], N * classes, false);
  runtime.kernels.oneHot(out.data, rows, N, classes);
  runtime.traced?.('oneHot', [index], [out], { classes });
  return out;
}
