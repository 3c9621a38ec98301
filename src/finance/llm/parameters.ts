/** How many parameters a transformer has, counted from its shape. */
import { checkNumbers } from '@/lib/check';

/** GPT-2's shape: learned positions, LayerNorm, one key and value head for each query head, GELU of `feedForward`. */
export type Gpt2Shape = {
  readonly layers: number;
  /** C, the width of the residual stream. */
  readonly width: number;
  /** T, positions. */
  readonly context: number;
  /** V */
  readonly vocabulary: number;
  /** Biases in LayerNorm and linear layers. */
  readonly bias: boolean;
  /** The output layer shares the embedding's weights. */
  readonly tied: boolean;
  /** 4 · width when absent. */
  readonly feedForward?: number;
};

/**
 * Parameters of a GPT-2, all of them:  V·C + T·C + layers·(4C² + 2·C·F + norms and biases) + final norm (+ V·C untied)
 *
 * @throws {DomainError} a size that is no whole number ≥ 1
 * @example gpt2Parameters({ layers: 12, width: 768, context: 1024, vocabulary: 50257, bias: true, tied: true }) // 124_439_808
 * @source the 124M checkpoint `gpt2` of Hugging Face has 124,439,808
 */
export function gpt2Parameters(shape: Gpt2Shape): number {
  const { layers, width, context, vocabulary, bias, tied, feedForward = 4 * shape.width } = shape;
  checkNumbers('gpt2Parameters', { layers, width, context, vocabulary, feedForward }, { min: 1, whole: true });
  const norm = bias ? 2 * width : width;
  const biases = bias ? 5 * width + feedForward : 0; // query, key, value, projection; up, down
  const block = 4 * width * width + 2 * width * feedForward + biases + 2 * norm;
  return (tied ? 1 : 2) * vocabulary * width + context * width + layers * block + norm;
}

/** Llama's shape: rotary positions (no parameters), RMSNorm, no biases, grouped keys and values, gated feed-forward. */
export type LlamaShape = {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Key and value heads: fewer than `heads` with grouped-query attention. */
  readonly kvHeads: number;
  /** width / heads when absent. */
  readonly headDim?: number;
  readonly feedForward: number;
  readonly vocabulary: number;
  readonly tied?: boolean;
};

/**
 * Parameters of a Llama:  2·V·C + layers·(2·C·H·Q + 2·C·K·Q + 3·C·F + 2C) + C,  H heads of size Q, K key-value heads
 *
 * @throws {DomainError} a size that is no whole number ≥ 1
 * @example llamaParameters({ layers: 80, width: 8192, heads: 64, kvHeads: 8, feedForward: 28672, vocabulary: 128256 }) // 70_553_706_496
 * @source the checkpoint Meta-Llama-3-70B has 70,553,706,496
 */
export function llamaParameters(shape: LlamaShape): number {
  const { layers, width, heads, kvHeads, headDim = shape.width / shape.heads, feedForward, vocabulary, tied } = shape;
  checkNumbers('llamaParameters', { layers, width, heads, kvHeads, headDim, feedForward, vocabulary }, { min: 1, whole: true }); // prettier-ignore
  const attention = 2 * width * headDim * (heads + kvHeads);
  const block = attention + 3 * width * feedForward + 2 * width;
  return (tied ? 1 : 2) * vocabulary * width + layers * block + width;
}

/**
 * A mixture of experts: all parameters have to be kept, those that a token passes through have to be computed.
 *
 * @param shared  parameters that every token uses
 * @param expert  parameters of one expert, over all layers
 * @param experts how many there are
 * @param active  how many a token uses
 * @example moeParameters(1e9, 1e9, 8, 2) // { total: 9e9, active: 3e9 }
 */
export function moeParameters(shared: number, expert: number, experts: number, active: number) {
  checkNumbers('moeParameters', { shared, expert }, { min: 0 });
  checkNumbers('moeParameters', { experts }, { min: 1, whole: true });
  checkNumbers('moeParameters', { active }, { min: 1, max: experts, whole: true });
  return { total: shared + experts * expert, active: shared + active * expert };
}

/** A model of the Chinchilla study: relative positions, biases, an output layer of its own. */
export type ChinchillaShape = {
  readonly layers: number;
  readonly width: number;
  readonly feedForward: number;
  readonly heads: number;
  readonly context: number;
  readonly vocabulary: number;
};

/**
 * Parameters as that study counts them: with the output layer, without the embedding.
 *
 * @example chinchillaParameters({ layers: 10, width: 640, feedForward: 2560, heads: 10, context: 2048, vocabulary: 32000 }) // 73_825_280
 * @source Hoffmann et al. 2022, arXiv:2203.15556, appendix F and table A9
 */
export function chinchillaParameters({ layers, width, feedForward, heads, vocabulary }: ChinchillaShape): number {
  checkNumbers('chinchillaParameters', { layers, width, feedForward, heads, vocabulary }, { min: 1, whole: true });
  const attention = 4 * (width * width + width);
  const positions = width * width + 2 * width;
  const mlp = 2 * width * feedForward + feedForward + width;
  return layers * (attention + positions + mlp + 4 * width) + 2 * width + vocabulary * width;
}

/**
 * FLOPs of one training sequence of that study, forward and backward, as it counts them: no embedding, no logits.
 *
 * @example chinchillaFlops({ layers: 10, width: 640, feedForward: 2560, heads: 10, context: 2048, vocabulary: 32000 }) // 929877196800
 * @source Hoffmann et al. 2022, appendix F; that embedding and logits are left out is what reproduces its table A4
 */
export function chinchillaFlops({ layers, width, feedForward, heads, context }: ChinchillaShape): number {
  checkNumbers('chinchillaFlops', { layers, width, feedForward, heads, context }, { min: 1, whole: true });
  const projections = 8 * context * width * width;
  const scores = 4 * context * context * width + 3 * heads * context * context;
  const mlp = 4 * context * width * feedForward;
  return 3 * layers * (projections + scores + mlp);
}
