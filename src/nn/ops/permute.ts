import { ShapeError, show } from '@/lib/errors';
import { axesOf, denseSteps, layoutOf } from '../layout';
import type { Runtime } from '../runtime';
import { sizeOf } from '../tensor';
import type { Shape, Tensor } from '../tensor';

/** Elements of the innermost dimension that are moved at a time when they lie apart in x. */
const TILE = 8;

/** One call of the kernel copy: from which bytes to which, and how. */
type Move = { readonly out: number; readonly x: number; readonly size: number; readonly layout: number };

/**
 * The copies that write a dense array of `shape` from x, whose steps are `from`. Where the last dimension lies apart in x,
 * it is cut into tiles, and the dimension that lies together in x goes on inside them: then what is read from one line of
 * the cache is used before the line is gone.
 */
function moves(runtime: Runtime, shape: Shape, from: readonly number[]): Move[] {
  const to = denseSteps(shape);
  const last = shape.findLastIndex((n) => n > 1);
  const unit = shape.findIndex((n, d) => n > 1 && from[d] === 1);
  const whole = { out: 0, x: 0, size: sizeOf(shape), layout: 0 };
  if (last < 0 || unit < 0 || unit === last || shape[last]! < TILE)
    return [{ ...whole, layout: layoutOf(runtime, shape, to, from) }];
  const others = shape.map((_, d) => d).filter((d) => d !== unit && d !== last);
  const order = (list: readonly number[], tile: number, one: number) => [
    ...others.map((d) => list[d]!),
    tile,
    list[unit]!,
    one,
  ];
  const [tiles, rest] = [Math.floor(shape[last]! / TILE), shape[last]! % TILE];
  const part = (first: number, count: number, width: number): Move => {
    const sizes = order(shape, count, width);
    const layout = layoutOf(runtime, sizes, order(to, TILE, 1), order(from, TILE * from[last]!, from[last]!));
    return { out: 4 * first, x: 4 * first * from[last]!, size: sizeOf(sizes), layout };
  };
  return rest ? [part(0, tiles, TILE), part(tiles * TILE, 1, rest)] : [part(0, tiles, TILE)];
}

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
  const parts = moves(
    runtime,
    shape,
    axes.map((d) => own[d]!),
  );
  const k = runtime.kernels;
  const out = runtime.result(shape, x.size, x.requiresGrad);
  for (const part of parts) k.copy(out.data + part.out, x.data + part.x, part.size, part.layout);
  runtime.traced?.('permute', [x], [out], { order: axes });
  if (out.requiresGrad)
    out._backward = () => {
      for (const part of parts) k.copyBackward(x.grad + part.x, out.grad + part.out, part.size, part.layout);
    };
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
