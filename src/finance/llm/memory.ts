/** What has to be kept in memory: weights, the keys and values of every token, and in training the optimiser's state. */
import { checkNumbers } from '@/lib/check';
import { silent, type Note } from '../derivation';

export type KvShape = {
  readonly layers: number;
  /** Key and value heads, not query heads: with grouped-query attention they are fewer. */
  readonly kvHeads: number;
  readonly headDim: number;
  /** Bytes of one number: 2 for bf16, 1 for fp8. */
  readonly bytes: number;
};

/**
 * Bytes of the KV cache:  2 · layers · kvHeads · headDim · bytes · tokens · batch
 *
 * @param tokens in the context of one sequence
 * @param batch  sequences
 * @throws {DomainError} a size not > 0, tokens or batch < 0
 * @example kvCacheBytes({ layers: 32, kvHeads: 8, headDim: 128, bytes: 2 }) // 131_072
 */
export function kvCacheBytes(shape: KvShape, tokens = 1, batch = 1, note: Note = silent): number {
  const { layers, kvHeads, headDim, bytes } = shape;
  checkNumbers('kvCacheBytes', { layers, kvHeads, headDim, bytes }, { above: 0 });
  checkNumbers('kvCacheBytes', { tokens, batch }, { min: 0 });
  return note(
    { symbol: 'KV', name: { zh: '键值缓存', en: 'KV cache' }, formula: '2 · layers · heads · dim · bytes · T · batch', inputs: { layers, heads: kvHeads, dim: headDim, bytes, T: tokens, batch }, unit: 'bytes' },
    2 * layers * kvHeads * headDim * bytes * tokens * batch,
  ); // prettier-ignore
}

/**
 * Bytes of the weights:  N · bytes
 *
 * @example weightBytes(70.55e9, 2) // 141_100_000_000
 */
export function weightBytes(parameters: number, bytes: number): number {
  checkNumbers('weightBytes', { parameters, bytes }, { above: 0 });
  return parameters * bytes;
}

/**
 * Bytes of a training checkpoint: the weights, and as much again for each of the optimiser's buffers (Adam has two).
 *
 * @example checkpointBytes(124_337_664, 4) // 1_492_051_968
 */
export function checkpointBytes(parameters: number, bytes: number, buffers = 2): number {
  checkNumbers('checkpointBytes', { parameters, bytes }, { above: 0 });
  checkNumbers('checkpointBytes', { buffers }, { min: 0 });
  return parameters * bytes * (1 + buffers);
}
