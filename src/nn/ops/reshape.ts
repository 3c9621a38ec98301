import { ShapeError, show } from '@/lib/errors';
import { sizeOf } from '../tensor';
import type { Shape, Tensor } from '../tensor';

/**
 * The same elements, row by row, in another shape: a view, nothing is copied and the gradient is x's own. One size may be
 * −1: what is left.
 *
 * @throws {ShapeError} another number of elements
 */
export function reshape(x: Tensor, to: Shape): Tensor {
  x.runtime.check('reshape', x);
  const known = sizeOf(to.filter((n) => n !== -1));
  const shape = to.map((n) => (n === -1 ? x.size / known : n));
  const fits = shape.every((n) => Number.isInteger(n) && n > 0) && sizeOf(shape) === x.size;
  if (!fits || to.filter((n) => n === -1).length > 1)
    throw new ShapeError(`reshape: the shape holds the ${x.size} elements of ${show(x.shape)}; got ${show(to)}`);
  const out = x.runtime.view(x, shape);
  x.runtime.traced?.('reshape', [x], [out], { shape });
  return out;
}

/** x as a matrix: dimensions before `axis` are its rows, the others its columns. */
export const flatten = (x: Tensor, axis = 1): Tensor => {
  const rows = sizeOf(x.shape.slice(0, axis < 0 ? axis + x.shape.length : axis));
  return reshape(x, [rows, x.size / rows]);
};
