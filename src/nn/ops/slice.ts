import { DomainError, ShapeError, require, show } from '@/lib/errors';
import { axesOf, denseSteps, layoutOf, repeatedSteps } from '../layout';
import { sizeOf } from '../tensor';
import type { Shape, Tensor } from '../tensor';

/** From `start` up to but not `end`, every `step`-th; negative numbers count from the end, as in numpy; a step may go back. */
export type Range = { readonly axis: number; readonly start?: number; readonly end?: number; readonly step?: number };

/**
 * A part of x: one range for each axis that is cut.
 *
 * @throws {ShapeError} an axis that x does not have, a range without elements
 * @throws {DomainError} a step that is no whole number or 0
 */
export function slice(x: Tensor, ...ranges: readonly Range[]): Tensor {
  const { runtime } = x;
  runtime.check('slice', x);
  const shape = [...x.shape];
  const own = denseSteps(x.shape);
  const from = [...own];
  let first = 0;
  const axes = axesOf(
    'slice',
    x.shape,
    ranges.map((range) => range.axis),
  );
  ranges.forEach(({ start, end, step = 1 }, i) => {
    require(Number.isInteger(step) && step !== 0, 'slice', 'a step is a whole number, not 0', step);
    const d = axes[i]!;
    const n = x.shape[d]!;
    // Past the ends counts as the end, −1 (going back) as before the first.
    const bound = (v: number, low: number, high: number) => Math.min(Math.max(v < 0 ? v + n : v, low), high);
    const [low, high] = step > 0 ? [0, n] : [-1, n - 1];
    const a = start === undefined ? (step > 0 ? low : high) : bound(start, low, high);
    const b = end === undefined ? (step > 0 ? high : low) : bound(end, low, high);
    shape[d] = Math.max(0, Math.ceil((b - a) / step));
    if (shape[d] === 0)
      throw new ShapeError(`slice: a range has elements; got none from ${show(start)} to ${show(end)} of ${n}`);
    first += a * own[d]!;
    from[d] = step * own[d]!;
  });
  const size = sizeOf(shape);
  const layout = layoutOf(runtime, shape, denseSteps(shape), from);
  const k = runtime.kernels;
  const out = runtime.result(shape, size, x.requiresGrad);
  k.copy(out.data, x.data + 4 * first, size, layout);
  runtime.traced?.('slice', [x], [out], { ranges: ranges.map((range, i) => ({ ...range, axis: axes[i] })) });
  if (out.requiresGrad) out._backward = () => k.copyBackward(x.grad + 4 * first, out.grad, size, layout);
  return out;
}

/**
 * x in pieces along an axis, of the sizes given.
 *
 * @throws {ShapeError} sizes that do not add up to that of the axis
 */
export function split(x: Tensor, sizes: readonly number[], axis = 0): Tensor[] {
  const [d] = axesOf('split', x.shape, axis) as [number];
  const n = x.shape[d]!;
  if (!sizes.every((size) => Number.isInteger(size) && size > 0) || sizes.reduce((a, b) => a + b, 0) !== n)
    throw new ShapeError(`split: the sizes are positive and add up to ${n}; got ${show(sizes)}`);
  let start = 0;
  return sizes.map((size) => slice(x, { axis: d, start, end: (start += size) }));
}

/**
 * A frame of one value around x.
 *
 * @param widths  [before, after] for every dimension, whole numbers, not negative
 * @throws {ShapeError} another number of widths than dimensions
 * @throws {DomainError} a width that is negative or no whole number
 */
export function pad(x: Tensor, widths: readonly (readonly [number, number])[], value = 0): Tensor {
  const { runtime } = x;
  runtime.check('pad', x);
  if (widths.length !== x.shape.length)
    throw new ShapeError(`pad: one pair of widths for each of ${x.shape.length} dimensions; got ${widths.length}`);
  for (const width of widths.flat())
    if (!Number.isInteger(width) || width < 0)
      throw new DomainError(`pad: a width is a whole number from 0 on; got ${show(width)}`);
  const shape = x.shape.map((n, d) => n + widths[d]![0] + widths[d]![1]);
  const to = denseSteps(shape);
  const first = to.reduce((sum, step, d) => sum + step * widths[d]![0], 0);
  const layout = layoutOf(runtime, x.shape, to, denseSteps(x.shape));
  const k = runtime.kernels;
  const out = runtime.result(shape, sizeOf(shape), x.requiresGrad);
  k.fill(out.data, value, out.size);
  k.copy(out.data + 4 * first, x.data, x.size, layout);
  runtime.traced?.('pad', [x], [out], { widths, value });
  if (out.requiresGrad) out._backward = () => k.copyBackward(x.grad, out.grad + 4 * first, x.size, layout);
  return out;
}

/**
 * Tensors one behind the other along an axis.
 *
 * @throws {ShapeError} no tensors, or sizes that differ elsewhere
 */
export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  const [head] = tensors;
  if (!head) throw new ShapeError('concat: there are tensors; got none');
  const { runtime } = head;
  const [d] = axesOf('concat', head.shape, axis) as [number];
  for (const { shape } of tensors)
    if (shape.length !== head.shape.length || shape.some((n, i) => i !== d && n !== head.shape[i]))
      throw new ShapeError(`concat: sizes are equal but along axis ${d}; got ${show(head.shape)} and ${show(shape)}`);
  const shape = head.shape.map((n, i) => (i === d ? tensors.reduce((sum, x) => sum + x.shape[d]!, 0) : n));
  const to = denseSteps(shape);
  const k = runtime.kernels;
  let offset = 0;
  const parts = tensors.map((x) => {
    runtime.check('concat', x);
    const part = { x, at: 4 * offset, layout: layoutOf(runtime, x.shape, to, denseSteps(x.shape)) };
    offset += x.shape[d]! * to[d]!;
    return part;
  });
  const out = runtime.result(
    shape,
    sizeOf(shape),
    tensors.some((x) => x.requiresGrad),
  );
  for (const { x, at, layout } of parts) k.copy(out.data + at, x.data, x.size, layout);
  runtime.traced?.('concat', tensors, [out], { axis: d });
  if (out.requiresGrad)
    out._backward = () => {
      for (const { x, at, layout } of parts) if (x.requiresGrad) k.copyBackward(x.grad, out.grad + at, x.size, layout);
    };
  return out;
}

/**
 * x repeated to a larger shape, by the rules of broadcasting.
 *
 * @throws {ShapeError} a shape that x does not broadcast to
 */
export function expand(x: Tensor, shape: Shape): Tensor {
  const { runtime } = x;
  runtime.check('expand', x);
  const more = shape.length - x.shape.length;
  const fits = shape.every((n, d) => Number.isInteger(n) && n > 0 && (d < more || [1, n].includes(x.shape[d - more]!)));
  if (more < 0 || !fits)
    throw new ShapeError(`expand: sizes, from the last on, are equal or 1; got ${show(x.shape)} to ${show(shape)}`);
  const size = sizeOf(shape);
  const layout = layoutOf(runtime, shape, denseSteps(shape), repeatedSteps(x.shape, shape));
  const k = runtime.kernels;
  const out = runtime.result(shape, size, x.requiresGrad);
  k.copy(out.data, x.data, size, layout);
  runtime.traced?.('expand', [x], [out], { shape });
  if (out.requiresGrad) out._backward = () => k.copyBackward(x.grad, out.grad, size, layout);
  return out;
}
