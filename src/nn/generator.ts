/**
 * A seeded generator whose state lies in WASM memory, so that kernels draw from it and a recorded step goes on drawing.
 * The same seed gives the numbers of createRandom(seed) in src/lib/random.ts, to the last bit.
 */
import { ShapeError, require, show } from '@/lib/errors';
import type { Runtime } from './runtime';
import { sizeOf } from './tensor';
import type { Shape, Tensor } from './tensor';

export class Generator {
  readonly runtime: Runtime;
  /** Byte offset of the state. */
  readonly offset: number;

  constructor(runtime: Runtime, seed: number) {
    this.runtime = runtime;
    this.offset = runtime.state(1);
    this.state = seed;
  }

  /** The state, 32 bits; another generator set to it goes on where this one is. */
  get state(): number {
    return this.runtime.kernels.i32[this.offset / 4]! >>> 0;
  }

  set state(value: number) {
    this.runtime.kernels.i32[this.offset / 4] = value;
  }

  /** Uniform in [low, high), a tensor of the open scope. */
  uniform(shape: Shape, low = 0, high = 1): Tensor {
    const out = this.runtime.result(shape, sizeOf(shape), false);
    this.runtime.traced?.('Generator.uniform', [], [out]);
    this.state = this.runtime.kernels.uniform(out.data, out.size, this.state, low, high);
    return out;
  }

  /** Normal, a tensor of the open scope. */
  normal(shape: Shape, mean = 0, std = 1): Tensor {
    const out = this.runtime.result(shape, sizeOf(shape), false);
    this.runtime.traced?.('Generator.normal', [], [out]);
    this.state = this.runtime.kernels.normal(out.data, out.size, this.state, mean, std);
    return out;
  }

  /**
   * A class for each row of weights (B,C), with the probability of its share.
   *
   * @throws {ShapeError} weights that are no matrix
   * @throws {DomainError} a weight negative or not finite, or a row of zeros
   */
  categorical(weights: Tensor): Int32Array<ArrayBuffer> {
    const { runtime } = this;
    runtime.check('categorical', weights);
    const [B, C] = weights.shape as [number, number];
    if (weights.shape.length !== 2)
      throw new ShapeError(`categorical: weights are a matrix (rows, classes); got ${show(weights.shape)}`);
    const values = weights.values();
    for (let b = 0; b < B; b++) {
      const row = values.subarray(b * C, (b + 1) * C);
      const bad = row.find((w) => !(w >= 0 && w < Infinity));
      require(bad === undefined, 'categorical', 'a weight is at least 0 and finite', bad);
      require(row.some((w) => w > 0), 'categorical', 'a row has a weight above 0', row);
    }
    return runtime.scope(() =>
      this.#integers(B, (out) => runtime.kernels.categorical(out, weights.data, B, C, this.state)),
    );
  }

  /**
   * 0 … n − 1 in an order of which every one is equally likely.
   *
   * @throws {DomainError} n that is no whole number from 1 to 2²⁴
   */
  permutation(n: number): Int32Array<ArrayBuffer> {
    require(Number.isInteger(n) && n >= 1 && n <= 2 ** 24, 'permutation', 'n is a whole number from 1 to 2²⁴', n);
    const { runtime } = this;
    return runtime.scope(() => this.#integers(n, (out) => runtime.kernels.permutation(out, n, this.state)));
  }

  #integers(n: number, draw: (out: number) => number): Int32Array<ArrayBuffer> {
    const out = this.runtime.scratch(4 * n);
    this.state = draw(out);
    return this.runtime.kernels.i32.slice(out / 4, out / 4 + n);
  }
}
