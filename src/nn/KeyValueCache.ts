/**
 * Keys and values of the rows so far, so that a model which writes word by word computes each of them once.
 *
 *   const cache = new KeyValueCache(runtime, { heads: 12, size: 64, capacity: 1024 });
 *   runtime.scope(() => {
 *     cache.append(key, value);                 // of the new rows
 *     const { output } = cache.attend(query);   // of the same rows, over all so far
 *   });
 */
import { DomainError, ShapeError, show } from '@/lib/errors';
import { headsOf } from './ops/heads';
import type { Heads } from './ops/heads';
import { attend } from './ops/scaledDotProductAttention';
import type { AttentionOptions } from './ops/scaledDotProductAttention';
import type { Runtime } from './runtime';
import type { Tensor } from './tensor';

export interface CacheOptions {
  readonly batch?: number;
  /** Of keys and values. */
  readonly heads: number;
  readonly size: number;
  /** Numbers in a row of values, if not as many as in one of keys. */
  readonly valueSize?: number;
  /** Rows that there is room for. */
  readonly capacity: number;
}

export class KeyValueCache {
  /** Rows so far. */
  length = 0;
  private readonly runtime: Runtime;
  private readonly options: Required<CacheOptions>;
  private readonly keys: number;
  private readonly values: number;

  /** @throws {ShapeError} sizes that are not positive whole numbers */
  constructor(runtime: Runtime, options: CacheOptions) {
    const { batch = 1, heads, size, valueSize = size, capacity } = options;
    if (![batch, heads, size, valueSize, capacity].every((n) => Number.isInteger(n) && n > 0))
      throw new ShapeError(
        `KeyValueCache: sizes are positive whole numbers; got ${show({ batch, heads, size, valueSize, capacity })}`,
      );
    this.runtime = runtime;
    this.options = { batch, heads, size, valueSize, capacity };
    this.keys = runtime.state(batch * heads * capacity * size);
    this.values = runtime.state(batch * heads * capacity * valueSize);
  }

  /**
   * Adds rows: key (batch, heads, rows, size) or (batch, rows, heads · size), value likewise.
   *
   * @throws {ShapeError} other shapes than the cache's
   * @throws {DomainError} more rows than there is room for
   */
  append(key: Tensor, value: Tensor): void {
    const { batch, heads, size, valueSize, capacity } = this.options;
    for (const tensor of [key, value]) this.runtime.checkRead('append', tensor);
    const [k, v] = [headsOf('append', key, heads), headsOf('append', value, heads)];
    const fits = (x: Heads, n: number) => x.batches === batch && x.heads === heads && x.size === n;
    if (!fits(k, size) || !fits(v, valueSize) || k.length !== v.length)
      throw new ShapeError(
        `append: rows are as the cache's, ${show(this.options)}; got ${show(key.shape)} and ${show(value.shape)}`,
      );
    if (this.length + k.length > capacity)
      throw new DomainError(`append: there is room for ${capacity} rows; got ${this.length + k.length}`);
    this.runtime.traced?.('KeyValueCache.append', [key, value], []);
    this.copy(k, this.keys);
    this.copy(v, this.values);
    this.length += k.length;
  }

  /**
   * Attention of the rows last added over all rows so far; each sees itself and what came before. No gradient.
   *
   * @param query (batch, query heads, rows, size), or (batch, rows, query heads · size) with numHeads
   * @throws {ShapeError} a query that does not fit
   * @throws {DomainError} more rows of queries than the cache has
   */
  attend(query: Tensor, options: Omit<AttentionOptions, 'isCausal' | 'causalOffset' | 'numKvHeads'> = {}): Tensor {
    const { runtime } = this;
    const q = headsOf('attend', query, options.numHeads);
    runtime.traced?.('KeyValueCache.attend', [query], []);
    if (q.length > this.length)
      throw new DomainError(`attend: queries are of rows in the cache, ${this.length}; got ${q.length}`);
    const causal = { ...options, isCausal: true, causalOffset: this.length - q.length };
    const { size, valueSize } = this.options;
    const attention = attend(
      runtime,
      'attend',
      q,
      this.view(this.keys, size),
      this.view(this.values, valueSize),
      causal,
    );
    const rows = query.shape.length === 4 ? [q.batches, q.heads, q.length] : [q.batches, q.length];
    const row = query.shape.length === 4 ? valueSize : q.heads * valueSize;
    const output = runtime.result([...rows, row], q.batches * q.heads * q.length * valueSize, false);
    attention.forward(headsOf('attend', output, q.heads));
    return output;
  }

  /** Forgets all rows. */
  clear(): void {
    this.length = 0;
  }

  private view(data: number, size: number): Heads {
    const { batch, heads, capacity } = this.options;
    return {
      data,
      grad: () => 0,
      batches: batch,
      heads,
      length: this.length,
      size,
      batchStride: heads * capacity * size,
      headStride: capacity * size,
      rowStride: size,
    };
  }

  private copy(from: Heads, data: number): void {
    const to = this.view(data, from.size);
    const { f32 } = this.runtime.kernels;
    for (let b = 0; b < from.batches; b++)
      for (let h = 0; h < from.heads; h++)
        for (let t = 0; t < from.length; t++) {
          const source = (from.data >>> 2) + b * from.batchStride + h * from.headStride + t * from.rowStride;
          const target = (data >>> 2) + b * to.batchStride + h * to.headStride + (this.length + t) * to.rowStride;
          f32.copyWithin(target, source, source + from.size);
        }
  }
}
