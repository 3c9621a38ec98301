/**
 * An array in WASM memory, with a place for its gradient. Row-major f32, no strides.
 * Tensors are made by a Runtime (`tensor`, `parameter`) and by the ops; they hold offsets, never memory of their own.
 */
import { DomainError, ShapeError, show } from '@/lib/errors';
import type { Runtime } from './runtime';

export type Shape = readonly number[];

/** Tensors by name, in the order of computation. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** Anything the numbers of a tensor can be read from: flat, row by row. */
export type Values = ArrayLike<number>;

/** @example sizeOf([3, 4]) // 12 */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

export class Tensor {
  readonly runtime: Runtime;
  readonly shape: Shape;
  readonly size: number;
  /** Byte offset of the values. */
  readonly data: number;
  /** Byte offset of the gradient dL/d(this); 0 while there is none. */
  grad = 0;
  readonly requiresGrad: boolean;
  /** The scope that the tensor ends with; 0 for one that lasts as long as its runtime. */
  readonly scope: number;
  /** What this is a view of: the same elements and the same gradient in another shape. */
  readonly of: Tensor | undefined;
  /** Adds this tensor's gradient to those of the tensors that it was computed from. */
  _backward: (() => void) | undefined = undefined;

  constructor(
    runtime: Runtime,
    shape: Shape,
    size: number,
    data: number,
    scope: number,
    requiresGrad: boolean,
    of?: Tensor,
  ) {
    this.runtime = runtime;
    this.shape = shape;
    this.size = size;
    this.data = data;
    this.scope = scope;
    this.requiresGrad = requiresGrad;
    this.of = of;
  }

  /** A copy of the values, row by row. */
  values(): Float32Array<ArrayBuffer> {
    this.runtime.checkRead('values', this);
    return this.runtime.kernels.f32.slice(this.data >>> 2, (this.data >>> 2) + this.size);
  }

  /**
   * A copy of the gradient, row by row, after `runtime.backward`.
   *
   * @throws {DomainError} there is none: not wanted, or backward has not run
   */
  gradient(): Float32Array<ArrayBuffer> {
    this.runtime.checkRead('gradient', this);
    if (!this.grad)
      throw new DomainError(`gradient: the tensor has one after backward; got none, shape ${show(this.shape)}`);
    return this.runtime.kernels.f32.slice(this.grad >>> 2, (this.grad >>> 2) + this.size);
  }

  /**
   * The value of a tensor of one element.
   *
   * @throws {ShapeError} more than one element
   */
  item(): number {
    this.runtime.checkRead('item', this);
    if (this.size !== 1) throw new ShapeError(`item: the tensor has one element; got shape ${show(this.shape)}`);
    return this.runtime.kernels.f32[this.data >>> 2]!;
  }

  /**
   * Writes the values, row by row.
   *
   * @throws {ShapeError} another number of values than elements
   */
  set(values: Values): void {
    this.runtime.checkRead('set', this);
    if (values.length !== this.size)
      throw new ShapeError(
        `set: as many values as elements, ${this.size} in ${show(this.shape)}; got ${values.length}`,
      );
    this.runtime.kernels.f32.set(values, this.data >>> 2);
  }
}
