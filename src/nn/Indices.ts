import { DomainError, ShapeError, show } from '@/lib/errors';
import type { Runtime } from './runtime';
import { sizeOf } from './tensor';
import type { Shape, Values } from './tensor';

/**
 * Whole numbers in WASM memory: tokens, classes, positions. They are made by `runtime.indices`, checked once, and can be
 * the data of a recorded step; ops take them wherever they take a list.
 */
export class Indices {
  readonly runtime: Runtime;
  readonly shape: Shape;
  readonly size: number;
  /** Byte offset of the i32. */
  readonly data: number;
  /** Each is a whole number from 0 to below − 1. */
  readonly below: number;
  /** The scope that they end with; 0 for as long as their runtime. */
  readonly scope: number;

  constructor(runtime: Runtime, shape: Shape, data: number, below: number, scope: number) {
    this.runtime = runtime;
    this.shape = shape;
    this.size = sizeOf(shape);
    this.data = data;
    this.below = below;
    this.scope = scope;
  }

  /** A copy, row by row. */
  values(): Int32Array<ArrayBuffer> {
    this.runtime.checkRead('values', this);
    const copy = this.runtime.kernels.i32.slice(this.data >>> 2, (this.data >>> 2) + this.size);
    this.runtime.traced?.('values', [this], [copy]);
    return copy;
  }

  /** For ops: the values where they lie, to be checked at the door. */
  peek(): Int32Array {
    return this.runtime.kernels.i32.subarray(this.data >>> 2, (this.data >>> 2) + this.size);
  }

  /**
   * @throws {ShapeError} another number of values than elements
   * @throws {DomainError} a value that is no whole number in [0, below)
   */
  set(values: Values): void {
    this.runtime.checkRead('set', this);
    if (values.length !== this.size)
      throw new ShapeError(
        `set: as many values as elements, ${this.size} in ${show(this.shape)}; got ${values.length}`,
      );
    checkIndices('set', values, this.below);
    this.runtime.kernels.i32.set(values, this.data >>> 2);
  }
}

export function checkIndices(where: string, values: Values, below: number): void {
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (!(Number.isInteger(v) && v >= 0 && v < below))
      throw new DomainError(`${where}: an index is a whole number from 0 to ${below - 1}; got ${show(v)}`);
  }
}

/** For ops: byte offset of indices into `below` things, copied into the open scope unless they lie in memory already. */
export function placeIndices(where: string, runtime: Runtime, values: Values | Indices, below: number): number {
  if (values instanceof Indices) {
    runtime.check(where, values);
    if (values.below > below)
      throw new DomainError(`${where}: indices are below ${below}; got indices below ${values.below}`);
    return values.data;
  }
  checkIndices(where, values, below);
  const offset = runtime.scratch(4 * values.length);
  runtime.kernels.i32.set(values, offset >>> 2);
  return offset;
}
