import { ShapeError, require, show } from '@/lib/errors';
import type { Random } from '@/lib/random';
import { Linear } from './Linear';
import { Module } from '../Module';
import { linear, scaledDotProductAttention } from '../ops';
import type { Attended, AttentionOptions } from '../ops';
import type { Runtime } from '../runtime';
import type { Tensor } from '../tensor';

export interface MultiheadAttentionOptions {
  readonly random: Random;
  /** Heads of keys and values; each serves numHeads / numKvHeads heads of queries. By default as many as of queries. */
  readonly numKvHeads?: number;
}

/**
 * Attention of several heads side by side:  out = concat(head₁ … head_H) W_o + b_o,
 * head_h = attention(query W_q + b_q, key W_k + b_k, value W_v + b_v), each on its share of the columns.
 *
 * Parameters `q_proj`, `k_proj`, `v_proj`, `out_proj`, each with weight (in,out) and bias (out). They start as PyTorch's:
 * U(−a, a) with a = √(6 / 4C) for the first three (Xavier, of the three as one matrix), U(−1/√C, 1/√C) for the last; biases 0.
 * Source: Vaswani et al. 2017, arXiv:1706.03762, §3.2.2; PyTorch `MultiheadAttention`.
 */
export class MultiheadAttention extends Module {
  readonly numHeads: number;
  readonly numKvHeads: number;
  readonly qProj: Linear;
  readonly kProj: Linear;
  readonly vProj: Linear;
  readonly outProj: Linear;

  /**
   * @throws {ShapeError} a width that does not divide into heads
   * @throws {DomainError} heads of queries that do not divide among those of keys and values
   */
  constructor(
    runtime: Runtime,
    embedDim: number,
    numHeads: number,
    { random, numKvHeads = numHeads }: MultiheadAttentionOptions,
  ) {
    super();
    const whole = [embedDim, numHeads, numKvHeads].every((n) => Number.isInteger(n) && n > 0);
    if (!whole || embedDim % numHeads)
      throw new ShapeError(
        `MultiheadAttention: the width divides into heads; got ${show(embedDim)} and ${show(numHeads)}, ${show(numKvHeads)}`,
      );
    const shared = numHeads % numKvHeads === 0;
    require(shared, 'MultiheadAttention', 'heads of queries divide among those of keys', [numHeads, numKvHeads]);
    this.numHeads = numHeads;
    this.numKvHeads = numKvHeads;
    const kvDim = (embedDim / numHeads) * numKvHeads;
    const bound = Math.sqrt(6 / (4 * embedDim));
    const project = (outFeatures: number) => {
      const layer = new Linear(runtime, embedDim, outFeatures, { random });
      layer.weight.set(Float32Array.from({ length: layer.weight.size }, () => bound * (2 * random.uniform() - 1)));
      layer.bias.set(new Float32Array(outFeatures));
      return layer;
    };
    this.qProj = project(embedDim);
    this.kProj = project(kvDim);
    this.vProj = project(kvDim);
    this.outProj = new Linear(runtime, embedDim, embedDim, { random });
    this.outProj.bias.set(new Float32Array(embedDim));
  }

  /** query (B,Sq,C), key and value (B,Sk,C) -> output (B,Sq,C), and the weights (B,H,Sq,Sk) when asked for. */
  forward(
    query: Tensor,
    key: Tensor = query,
    value: Tensor = key,
    options: Omit<AttentionOptions, 'numHeads' | 'numKvHeads' | 'enableGqa'> = {},
  ): Attended {
    const apply = (x: Tensor, { weight, bias }: Linear) => linear(x, weight, bias);
    const attended = scaledDotProductAttention(
      apply(query, this.qProj),
      apply(key, this.kProj),
      apply(value, this.vProj),
      { ...options, enableGqa: true, numHeads: this.numHeads, numKvHeads: this.numKvHeads },
    );
    return { ...attended, output: apply(attended.output, this.outProj) };
  }
}
