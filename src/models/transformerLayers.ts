/**
 * The layers of an encoder and of a decoder, with PyTorch's names. Each sublayer f is added to what it works on:
 *
 *   post-norm (the paper)  x ← norm(x + f(x)),   pre-norm  x ← x + f(norm(x))
 *
 * Source: Vaswani et al. 2017, arXiv:1706.03762, §3.1–3.3; Xiong et al. 2020, arXiv:2002.04745 (pre-norm);
 * PyTorch `TransformerEncoderLayer`, `TransformerDecoderLayer`.
 */
import type { Random } from '@/lib/random';
import { Dropout, LayerNorm, Module, MultiheadAttention, add, scaledDotProductAttention } from '@/nn';
import type { AttentionOptions, Generator, Runtime, Tensor } from '@/nn';
import { FeedForward } from './FeedForward';
import type { Keep } from './Forward';
import { MixtureOfExperts } from './MixtureOfExperts';

export interface LayerOptions {
  readonly width: number;
  readonly heads: number;
  /** Units of the hidden layer of the feed-forward network. */
  readonly hidden: number;
  readonly norm: 'post' | 'pre';
  readonly dropout: number;
  /** In place of the one feed-forward network. */
  readonly experts?: { readonly count: number; readonly topK: 1 | 2 } | undefined;
  readonly random: Random;
  readonly generator: Generator;
}

/** How a layer is run. */
export interface Course {
  readonly name: string;
  readonly keep: Keep;
  readonly training: boolean;
  /** Also keeps the attention weights. */
  readonly weights: boolean;
  /** Every expert works on every row, so that a plan can record the pass. */
  readonly dense: boolean;
  /** Where the losses of mixtures go. */
  readonly balances: Tensor[];
}

type Mask = Pick<AttentionOptions, 'attnMask' | 'maskType' | 'isCausal'>;

abstract class Layer extends Module {
  readonly #pre: boolean;
  readonly #dropout: Dropout;

  constructor({ norm, dropout, generator }: LayerOptions) {
    super();
    this.#pre = norm === 'pre';
    this.#dropout = new Dropout(dropout, generator);
  }

  /** Adds sublayer number i to x, the norm where it belongs. */
  protected join(i: number, x: Tensor, norm: LayerNorm, f: (x: Tensor) => Tensor, course: Course): Tensor {
    const { name, keep } = course;
    this.#dropout.training = course.training;
    const sum = (y: Tensor) => keep(`${name}.sum${i}`, add(x, this.#dropout.forward(f(y))));
    const normal = (y: Tensor) => keep(`${name}.norm${i}`, norm.forward(y));
    return this.#pre ? sum(normal(x)) : normal(sum(x));
  }
}

/** Attention as a sublayer, queries from x, keys and values from `memory` or x; what it computes goes by `part`. */
function attend(part: string, layer: MultiheadAttention, memory: Tensor | undefined, mask: Mask, course: Course) {
  const keep: Keep = (name, tensor) => course.keep(`${course.name}.${part}${name}`, tensor);
  return (x: Tensor): Tensor => {
    const q = keep('.q', layer.qProj.forward(x));
    const k = keep('.k', layer.kProj.forward(memory ?? x));
    const v = keep('.v', layer.vProj.forward(memory ?? x));
    const { numHeads } = layer;
    const { output, weights } = scaledDotProductAttention(q, k, v, { ...mask, numHeads, needWeights: course.weights });
    if (weights) keep('.weights', weights);
    return keep('', layer.outProj.forward(keep('.heads', output)));
  };
}

/** The sublayer that works on each row by itself: one feed-forward network, or a mixture of experts. */
function rowNet(runtime: Runtime, { width, hidden, experts, random }: LayerOptions): FeedForward | MixtureOfExperts {
  if (!experts) return new FeedForward(runtime, width, hidden, { random });
  return new MixtureOfExperts(runtime, width, { random, experts: experts.count, topK: experts.topK, hidden });
}

function runRows(net: FeedForward | MixtureOfExperts, { name, keep, dense, balances }: Course) {
  return (x: Tensor): Tensor => {
    const keepHere: Keep = (part, tensor) => keep(`${name}.ff.${part}`, tensor);
    if (net instanceof FeedForward) return net.forward(x, keepHere);
    const { output, balance, tensors } = net.forward(x, { dense });
    for (const [part, tensor] of Object.entries(tensors)) keepHere(part, tensor);
    balances.push(balance);
    return output;
  };
}

/** Attention to the sequence itself, then the rows one by one: `self_attn`, `norm1`, `ff`, `norm2`. */
export class EncoderLayer extends Layer {
  readonly selfAttn: MultiheadAttention;
  readonly norm1: LayerNorm;
  readonly ff: FeedForward | MixtureOfExperts;
  readonly norm2: LayerNorm;

  constructor(runtime: Runtime, options: LayerOptions) {
    super(options);
    const { width, heads, random } = options;
    this.selfAttn = new MultiheadAttention(runtime, width, heads, { random });
    this.norm1 = new LayerNorm(runtime, width);
    this.ff = rowNet(runtime, options);
    this.norm2 = new LayerNorm(runtime, width);
  }

  /** x (B,S,width) -> (B,S,width) */
  forward(x: Tensor, mask: Mask, course: Course): Tensor {
    const y = this.join(1, x, this.norm1, attend('self_attn', this.selfAttn, undefined, mask, course), course);
    return this.join(2, y, this.norm2, runRows(this.ff, course), course);
  }
}

/** Attention to what has been written, then to the encoder's memory, then the rows: `self_attn`, `cross_attn`, `ff`, `norm1` to `norm3`. */
export class DecoderLayer extends Layer {
  readonly selfAttn: MultiheadAttention;
  readonly norm1: LayerNorm;
  readonly crossAttn: MultiheadAttention;
  readonly norm2: LayerNorm;
  readonly ff: FeedForward | MixtureOfExperts;
  readonly norm3: LayerNorm;

  constructor(runtime: Runtime, options: LayerOptions) {
    super(options);
    const { width, heads, random } = options;
    this.selfAttn = new MultiheadAttention(runtime, width, heads, { random });
    this.norm1 = new LayerNorm(runtime, width);
    this.crossAttn = new MultiheadAttention(runtime, width, heads, { random });
    this.norm2 = new LayerNorm(runtime, width);
    this.ff = rowNet(runtime, options);
    this.norm3 = new LayerNorm(runtime, width);
  }

  /** x (B,T,width), memory (B,S,width) -> (B,T,width); mask says which rows of the memory count. */
  forward(x: Tensor, memory: Tensor, mask: Mask, course: Course): Tensor {
    const own = attend('self_attn', this.selfAttn, undefined, { isCausal: true }, course);
    const cross = attend('cross_attn', this.crossAttn, memory, mask, course);
    const y = this.join(1, x, this.norm1, own, course);
    const z = this.join(2, y, this.norm2, cross, course);
    return this.join(3, z, this.norm3, runRows(this.ff, course), course);
  }
}
