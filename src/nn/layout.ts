/**
 * How the elements of several arrays lie to one another, as assembly/core/broadcast.ts reads it. A layout is written once
 * and lasts as long as its runtime: a recorded step finds it where it was.
 */
import { ShapeError, show } from '@/lib/errors';
import type { Runtime } from './runtime';
import { Tensor } from './tensor';
import type { Shape } from './tensor';

const layouts = new WeakMap<Runtime, Map<string, number>>();
const constants = new WeakMap<Runtime, Map<number, Tensor>>();

/**
 * Byte offset of the layout of up to three arrays over `shape`; steps[k] are the k-th array's, in elements.
 * 0 when all of them are dense: then nothing needs to be said.
 */
export function layoutOf(runtime: Runtime, shape: Shape, ...steps: readonly (readonly number[])[]): number {
  const dims: number[][] = [];
  shape.forEach((n, d) => {
    if (n === 1) return;
    const dim = [n, ...[0, 1, 2].map((k) => steps[k]?.[d] ?? 0)];
    const outer = dims.at(-1);
    // A dimension goes on where the one inside it ends, in every array: the two are one.
    if (outer && [1, 2, 3].every((k) => outer[k] === n * dim[k]!))
      dims[dims.length - 1] = [outer[0]! * n, ...dim.slice(1)];
    else dims.push(dim);
  });
  const dense = dims.length === 0 || (dims.length === 1 && steps.every((_, k) => dims[0]![k + 1] === 1));
  if (dense) return 0;
  const words = [dims.length, ...dims.flat()];
  return find(layouts, runtime, words.join(), () => runtime.table(words));
}

/** A number as a tensor of no dimension, which broadcasts to any shape; one for every number that is asked for. */
export const constantOf = (runtime: Runtime, value: number): Tensor =>
  find(constants, runtime, value, () => {
    const data = runtime.table([0]);
    runtime.kernels.f32[data >>> 2] = value;
    return new Tensor(runtime, [], 1, data, 0, false);
  });

function find<K, V>(all: WeakMap<Runtime, Map<K, V>>, runtime: Runtime, key: K, make: () => V): V {
  let own = all.get(runtime);
  if (!own) all.set(runtime, (own = new Map()));
  let value = own.get(key);
  if (value === undefined) own.set(key, (value = make()));
  return value;
}

/** Steps of a row-major array, in elements. @example denseSteps([2, 3, 4]) // [12, 4, 1] */
export function denseSteps(shape: Shape): number[] {
  const steps = Array<number>(shape.length);
  let step = 1;
  for (let d = shape.length - 1; d >= 0; step *= shape[d]!, d--) steps[d] = step;
  return steps;
}

/** Steps of an array over the shape that it is repeated to: 0 where it is. */
export function repeatedSteps(shape: Shape, to: Shape): number[] {
  const own = denseSteps(shape);
  const more = to.length - shape.length;
  return to.map((_, d) => (d < more || shape[d - more] === 1 ? 0 : own[d - more]!));
}

/**
 * The shape that all of `shapes` broadcast to: aligned at the end, sizes are equal or 1.
 *
 * @throws {ShapeError} sizes that differ
 */
export function broadcastShape(where: string, ...shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, d) => {
    const sizes = shapes.map((shape) => shape[d - rank + shape.length] ?? 1);
    const size = Math.max(...sizes);
    if (sizes.some((n) => n !== size && n !== 1))
      throw new ShapeError(
        `${where}: sizes, from the last on, are equal or 1; got ${shapes.map((shape) => show(shape)).join(' and ')}`,
      );
    return size;
  });
}

/** Whether two shapes are one. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a === b || (a.length === b.length && a.every((n, i) => n === b[i]));

/**
 * Axes as whole numbers from 0 on, each once, in order; negative ones count from the end.
 *
 * @throws {ShapeError} an axis that the shape does not have, or one that comes twice
 */
export function axesOf(where: string, shape: Shape, axes: readonly number[] | number): number[] {
  const list = typeof axes === 'number' ? [axes] : axes;
  const rank = shape.length;
  const normal = list.map((axis) => {
    if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
      throw new ShapeError(`${where}: an axis is a whole number from ${-rank} to ${rank - 1}; got ${show(axis)}`);
    return axis < 0 ? axis + rank : axis;
  });
  if (new Set(normal).size < normal.length) throw new ShapeError(`${where}: every axis comes once; got ${show(list)}`);
  return normal;
}
