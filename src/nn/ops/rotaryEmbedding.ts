import { DomainError, ShapeError, show } from '@/lib/errors';
import { Indices, placeIndices } from '../Indices';
import type { Tensor, Values } from '../tensor';
import { headsOf } from './heads';

export interface RotaryOptions {
  /** Pairs are neighbours, as in GPT-J; else a number and the one half a row further, as in GPT-NeoX and Llama. */
  readonly interleaved?: boolean;
  /** Row of the tables for each (batch, position); by default position t takes row t. */
  readonly positions?: Values | Indices;
  /** For a tensor of three axes. */
  readonly numHeads?: number;
}

/**
 * Turns pairs of numbers in every row of every head by the angle of the row's position. Rows longer than twice the tables'
 * keep their rest.
 *
 * @param x    (batch, heads, length, size), or (batch, length, heads · size) with numHeads
 * @param cos  (positions, pairs), or (batch, length, pairs): a row for each row
 * @param sin  the same
 * @throws {ShapeError} tables that do not fit
 * @throws {DomainError} a position that the tables do not have; tables that want a gradient
 */
export function rotaryEmbedding(x: Tensor, cos: Tensor, sin: Tensor, options: RotaryOptions = {}): Tensor {
  const where = 'rotaryEmbedding';
  const { runtime } = x;
  const { numHeads, positions } = options;
  const q = headsOf(where, x, numHeads);
  for (const table of [cos, sin]) {
    runtime.check(where, table);
    if (table.requiresGrad) throw new DomainError(`${where}: the tables are data; got one that wants a gradient`);
  }
  const pairs = cos.shape.at(-1)!;
  const own = cos.shape.length === 3;
  const rows = cos.size / pairs;
  const same = cos.shape.length === sin.shape.length && cos.shape.every((n, i) => n === sin.shape[i]);
  const fits = own ? cos.shape[0] === q.batches && cos.shape[1] === q.length && !positions : cos.shape.length === 2;
  if (!same || !fits || 2 * pairs > q.size)
    throw new ShapeError(
      `${where}: tables are (positions, pairs) or one row for each of the input's; got ${show(cos.shape)} and ${show(sin.shape)} for ${show(x.shape)}`,
    );
  const given = positions instanceof Indices ? positions.size : positions?.length;
  if (given !== undefined && given !== q.batches * q.length)
    throw new ShapeError(`${where}: one position for each row, ${q.batches * q.length}; got ${given}`);
  if (!positions && !own && q.length > rows)
    throw new DomainError(`${where}: the tables have a row for each position; got ${rows} for ${q.length}`);
  const ids = positions ? placeIndices(where, runtime, positions, rows) : 0;

  const k = runtime.kernels;
  const out = runtime.result(x.shape, x.size, x.requiresGrad);
  const each = (kernel: 'rotary' | 'rotaryBackward', to: number, from: number) => {
    for (let b = 0; b < q.batches; b++)
      for (let h = 0; h < q.heads; h++) {
        const at = 4 * (b * q.batchStride + h * q.headStride);
        const table = own ? 4 * b * q.length * pairs : 0;
        const row = ids && ids + 4 * b * q.length;
        const [c, s] = [cos.data + table, sin.data + table];
        k[kernel](
          to + at,
          from + at,
          c,
          s,
          row,
          q.length,
          q.size,
          pairs,
          q.rowStride,
          Number(options.interleaved ?? 0),
        );
      }
  };
  each('rotary', out.data, x.data);
  runtime.traced?.('rotaryEmbedding', [x, cos, sin, positions], [out], {
    numHeads,
    pairs,
    interleaved: !!options.interleaved,
  });
  if (out.requiresGrad) out._backward = () => each('rotaryBackward', x.grad, out.grad);
  return out;
}
