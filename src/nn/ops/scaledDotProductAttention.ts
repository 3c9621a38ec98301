import { DomainError, ShapeError, require, show } from '@/lib/errors';
import type { Runtime } from '../runtime';
import { sizeOf } from '../tensor';
import type { Shape, Tensor, Values } from '../tensor';
import { headsOf, maskView } from './heads';
import type { Heads, MaskType } from './heads';

export interface AttentionOptions {
  /** Broadcasts to (batch, heads, queries, keys); a last axis that is too short hides the rest. */
  readonly attnMask?: Tensor;
  /** `float`: added to the scores. `bool`: nonzero where a query may look. */
  readonly maskType?: MaskType;
  /** Query i sees keys 0 … i + causalOffset only. */
  readonly isCausal?: boolean;
  /** By default 0, or with keyLengths what lets the last query see the last key. */
  readonly causalOffset?: number;
  /** Keys of each batch that hold something; those from there on are hidden. */
  readonly keyLengths?: Values;
  /** Of the products; by default 1 / √size. */
  readonly scale?: number;
  /** Scores go through c tanh(s / c); 0 for not. */
  readonly softcap?: number;
  /** Several query heads may share one head of keys and values. */
  readonly enableGqa?: boolean;
  /** Heads of the query, of keys and values, for tensors of three axes. */
  readonly numHeads?: number;
  readonly numKvHeads?: number;
  /** Also gives the weights that softmax makes; no gradient flows through them. */
  readonly needWeights?: boolean;
  /** What `weights` holds: 0 scaled products, 1 after softcap, 2 after the mask, 3 after softmax. */
  readonly weightsStage?: 0 | 1 | 2 | 3;
}

export interface Attended {
  /** In the form of the query, each row as long as one of the values. */
  readonly output: Tensor;
  /** (batch, heads, queries, keys), when asked for. */
  readonly weights?: Tensor;
}

/**
 * softmax(scale · Q Kᵀ + mask) V, head by head, without ever making the matrix of all scores.
 *
 * query (B,Hq,Sq,D), key (B,Hk,Sk,D), value (B,Hk,Sk,Dv); or (B,Sq,Hq·D), (B,Sk,Hk·D), (B,Sk,Hk·Dv) with numHeads and
 * numKvHeads. With enableGqa query head h looks at head ⌊h / (Hq / Hk)⌋. A query that sees no key gets zeros.
 *
 * @throws {ShapeError} shapes that do not fit together
 * @throws {DomainError} an option outside its meaning
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Attended {
  const where = 'scaledDotProductAttention';
  const { runtime } = query;
  const { numHeads, numKvHeads = numHeads } = options;
  const [q, k, v] = [
    headsOf(where, query, numHeads),
    headsOf(where, key, numKvHeads),
    headsOf(where, value, numKvHeads),
  ];
  const shape =
    query.shape.length === 4 ? [q.batches, q.heads, q.length, v.size] : [q.batches, q.length, q.heads * v.size];
  const wanted = query.requiresGrad || key.requiresGrad || value.requiresGrad;
  return finish(runtime, where, [query, key, value], [q, k, v], shape, wanted, options);
}

/**
 * The same where queries, keys and values are the three parts of each row, as one projection makes them.
 *
 * @param qkv (B,T,3·H·D)
 * @returns   output (B,T,H·D)
 * @throws {ShapeError} rows that do not divide into three parts of numHeads
 */
export function packedAttention(
  qkv: Tensor,
  numHeads: number,
  options: Omit<AttentionOptions, 'numHeads' | 'numKvHeads' | 'enableGqa'> = {},
): Attended {
  const { runtime } = qkv;
  const all = headsOf('packedAttention', qkv, 3 * numHeads);
  const part = (i: number): Heads => {
    const shift = 4 * i * numHeads * all.size;
    return { ...all, heads: numHeads, data: all.data + shift, grad: () => qkv.grad && qkv.grad + shift };
  };
  if (qkv.shape.length !== 3)
    throw new ShapeError(`packedAttention: rows hold queries, keys and values; got shape ${show(qkv.shape)}`);
  const [B, T] = qkv.shape as [number, number];
  return finish(
    runtime,
    'packedAttention',
    [qkv],
    [part(0), part(1), part(2)],
    [B, T, numHeads * all.size],
    qkv.requiresGrad,
    { ...options, numHeads },
  );
}

function finish(
  runtime: Runtime,
  where: string,
  sources: readonly Tensor[],
  [q, k, v]: readonly [Heads, Heads, Heads],
  shape: Shape,
  requiresGrad: boolean,
  options: AttentionOptions,
): Attended {
  const attention = attend(runtime, where, q, k, v, options);
  const output = runtime.result(shape, sizeOf(shape), requiresGrad);
  const out = headsOf(where, output, q.heads);
  attention.forward(out);
  if (requiresGrad) output._backward = () => attention.backward(out);
  let weights: Tensor | undefined;
  if (options.needWeights) {
    const scores = [q.batches, q.heads, q.length, k.length];
    weights = runtime.result(scores, sizeOf(scores), false);
    attention.weights(headsOf(where, weights), options.weightsStage ?? 3);
  }
  runtime.traced?.(where, [...sources, options.attnMask, options.keyLengths], [output, weights], {
    ...options,
    attnMask: undefined,
    keyLengths: undefined,
  });
  return weights ? { output, weights } : { output };
}

/** Checks everything once; what is left are loops over heads. */
export function attend(runtime: Runtime, where: string, q: Heads, k: Heads, v: Heads, options: AttentionOptions) {
  const { isCausal = false, causalOffset, keyLengths, softcap = 0, enableGqa = false } = options;
  const { scale = 1 / Math.sqrt(q.size) } = options;
  const [Sq, Sk, group] = [q.length, k.length, q.heads / k.heads];
  const sizes = [q, k, v].map(({ batches, heads, length, size }) => [batches, heads, length, size]);
  const agree = k.batches === q.batches && v.batches === q.batches && v.heads === k.heads && v.length === Sk;
  if (!agree || k.size !== q.size)
    throw new ShapeError(`${where}: batches, heads, lengths and sizes fit together; got ${sizes.map(show).join(', ')}`);
  if (group !== 1 && !(enableGqa && Number.isInteger(group)))
    throw new ShapeError(
      `${where}: as many heads of keys as of queries, or with enableGqa a divisor; got ${k.heads} for ${q.heads}`,
    );
  require(Number.isFinite(scale), where, 'the scale is finite', scale);
  require(softcap >= 0 && softcap < Infinity, where, 'softcap is at least 0 and finite', softcap);
  const offsets = causalOffset ?? 0;
  require(Number.isInteger(offsets), where, 'causalOffset is a whole number', offsets);
  if (keyLengths && keyLengths.length !== q.batches)
    throw new ShapeError(`${where}: one length for each of ${q.batches} batches; got ${keyLengths.length}`);
  const mask = maskView(where, options.attnMask, options.maskType ?? 'float', [q.batches, q.heads, Sq, Sk]);

  const { kernels } = runtime;
  const work = runtime.scratch(4 * 48 * (q.size + v.size + 148));
  const stats = runtime.scratch(8 * q.batches * q.heads * Sq);
  const lengths = Array.from({ length: q.batches }, (_, b) => keyLengths?.[b] ?? Sk);
  for (const n of lengths)
    if (!(Number.isInteger(n) && n >= 0 && n <= Sk))
      throw new DomainError(`${where}: a length is a whole number from 0 to ${Sk}; got ${show(n)}`);
  const form = [q.rowStride, k.rowStride, v.rowStride] as const;
  const reading = (b: number) => {
    const reach = causalOffset ?? (keyLengths ? lengths[b]! - Sq : 0);
    return [mask.kind, mask.strides[2], mask.strides[3], isCausal ? reach : Sk, scale, softcap] as const;
  };
  /** Runs `job` for every head of every batch: byte offsets of its part of the arrays, of statistics and of the mask. */
  const each = (job: (b: number, at: (x: Heads) => number, stats: number, mask: number) => void) => {
    for (let b = 0; b < q.batches; b++)
      for (let h = 0; h < q.heads; h++) {
        const head = (x: Heads) => (x.heads === q.heads ? h : Math.floor(h / group));
        job(
          b,
          (x) => 4 * (b * x.batchStride + head(x) * x.headStride),
          stats + 8 * (b * q.heads + h) * Sq,
          mask.data + 4 * (b * mask.strides[0] + h * mask.strides[1]),
        );
      }
  };
  const seen = (b: number) => Math.min(lengths[b]!, mask.keys);

  // prettier-ignore
  return {
    /** Fills `out`. */
    forward: (out: Heads) => each((b, at, stats, mask) =>
      kernels.attention(
        out.data + at(out), stats, work, q.data + at(q), k.data + at(k), v.data + at(v), mask,
        Sq, seen(b), q.size, v.size, out.rowStride, ...form, ...reading(b),
      )),
    /** Adds to the gradients. */
    backward: (out: Heads) => each((b, at, stats, mask) => {
      const grad = (x: Heads) => x.grad() && x.grad() + at(x);
      kernels.attentionBackward(
        grad(q), grad(k), grad(v), grad(out), work, out.data + at(out), q.data + at(q), k.data + at(k), v.data + at(v), mask, stats,
        Sq, seen(b), q.size, v.size, out.rowStride, ...form, ...reading(b),
      );
    }),
    /** Fills `out` (batch, heads, queries, keys) with the weights of `stage`, after forward. */
    weights: (out: Heads, stage: number) => each((b, at, stats, mask) =>
      kernels.attentionWeights(
        out.data + at(out), work, q.data + at(q), k.data + at(k), mask, stats,
        Sq, Sk, seen(b), q.size, q.rowStride, k.rowStride, ...reading(b), stage,
      )),
  };
}
