/**
 * GPT: a decoder-only transformer with learned positions and pre-norm; GPT-2's architecture, names and shapes.
 *
 *   x = wte[token] + wpe[position]
 *   for each layer:  x += attention(ln_1(x)),  x += gelu(ln_2(x) W_fc + b_fc) W_proj + b_proj
 *   logits = ln_f(x) wteᵀ
 *
 * Weights of projections are (in,out), as GPT-2's file has them; the output has the embedding's own weight (tied), or
 * `lm_head.weight` (vocabulary,width).
 * Source: Radford et al. 2019, Language Models are Unsupervised Multitask Learners, §2.3; its code, openai/gpt-2 `model.py`.
 */
import { ShapeError, require, show } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import {
  Indices,
  add,
  crossEntropy,
  embedding,
  gelu,
  layerNorm,
  linear,
  matmul,
  packedAttention,
  reshape,
  sizeOf,
  slice,
} from '@/nn';
import type { NamedTensors, Runtime, SafeTensors, Shape, Tensor, Values } from '@/nn';
import type { Forward } from './mlp';

export interface GptConfig {
  /** Tokens that there are. */
  readonly vocabulary: number;
  /** Tokens that a sequence may have. */
  readonly context: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  /** gelu by a tanh, as GPT-2's, or exactly. By default tanh. */
  readonly approximate?: 'tanh' | 'none';
  /** Whether the output has the weights of the embedding. By default true. */
  readonly tied?: boolean;
}

/** GPT-2 small, 124 million parameters. */
export const GPT2: GptConfig = { vocabulary: 50_257, context: 1024, layers: 12, heads: 12, width: 768 };

export const EPS = 1e-5;

/**
 * What starts a model: a seed, or the numbers of a file as `readGptWeights` gives them. One that is not `trainable` has no
 * gradients, which halves its memory: GPT-2 takes 0.5 GB then.
 */
export type GptStart = ({ readonly seed: number } | { readonly weights: SafeTensors['tensors'] }) & {
  readonly trainable?: boolean;
};

/** Token numbers, (batch, length); a list is one sequence unless `shape` says otherwise. */
export type Tokens = Values | Indices;

export interface Gpt {
  readonly config: GptConfig;
  readonly runtime: Runtime;
  readonly parameters: NamedTensors;
  /**
   * Logits (B,T,vocabulary), and every tensor on the way by name: `wte`, `embedded`, `h.0.ln_1`, `h.0.attn.c_attn`,
   * `h.0.attn.heads`, `h.0.attn.c_proj`, `h.0.attn` (with the residual), `h.0.ln_2`, `h.0.mlp.c_fc`, `h.0.mlp.gelu`,
   * `h.0.mlp.c_proj`, `h.0`, …, `ln_f`, `logits`; with needWeights also `h.0.attn.weights` (B,heads,T,T).
   *
   * @throws {ShapeError} a shape that does not hold the tokens, or more of them than the context
   * @throws {DomainError} a token outside the vocabulary
   */
  forward(tokens: Tokens, options?: { shape?: Shape; needWeights?: boolean }): Forward;
  /** The mean of −ln p(target) over all positions, `output` being that loss; targets as many as tokens. */
  loss(tokens: Tokens, targets: Tokens, options?: { shape?: Shape }): Forward;
}

/**
 * Names and shapes of all parameters, in the order of GPT-2's file.
 *
 * @throws {ShapeError} sizes that are not positive whole numbers, or a width that does not divide into heads
 */
export function gptShapes({
  vocabulary,
  context,
  layers,
  heads,
  width: C,
  tied = true,
}: GptConfig): Record<string, Shape> {
  const sizes = { vocabulary, context, layers, heads, width: C };
  if (!Object.values(sizes).every((n) => Number.isInteger(n) && n > 0))
    throw new ShapeError(`createGpt: sizes are positive whole numbers; got ${show(sizes)}`);
  if (C % heads) throw new ShapeError(`createGpt: the width divides into heads; got ${C} and ${heads}`);
  const affine = (name: string, weight: Shape): [string, Shape][] => [
    [`${name}.weight`, weight],
    [`${name}.bias`, [weight.at(-1)!]],
  ];
  return Object.fromEntries<Shape>([
    ['wte.weight', [vocabulary, C]],
    ['wpe.weight', [context, C]],
    ...Array.from({ length: layers }, (_, i) => [
      ...affine(`h.${i}.ln_1`, [C]),
      ...affine(`h.${i}.attn.c_attn`, [C, 3 * C]),
      ...affine(`h.${i}.attn.c_proj`, [C, C]),
      ...affine(`h.${i}.ln_2`, [C]),
      ...affine(`h.${i}.mlp.c_fc`, [C, 4 * C]),
      ...affine(`h.${i}.mlp.c_proj`, [4 * C, C]),
    ]).flat(),
    ...affine('ln_f', [C]),
    ...(tied ? [] : [['lm_head.weight', [vocabulary, C]] as [string, Shape]]),
  ]);
}

/** As GPT-2 starts: N(0, 0.02²), positions N(0, 0.01²), what adds to the residual by 1/√(2 · layers); biases 0, norms 1. */
function startValues(shapes: Record<string, Shape>, layers: number, seed: number): SafeTensors['tensors'] {
  const random = createRandom(seed);
  const std = (name: string) =>
    name === 'wpe.weight' ? 0.01 : name.endsWith('c_proj.weight') ? 0.02 / Math.sqrt(2 * layers) : 0.02;
  const draw = (name: string, shape: Shape) => {
    const values = new Float32Array(sizeOf(shape));
    if (shape.length === 1) return values.fill(name.endsWith('.weight') ? 1 : 0);
    const scale = std(name);
    return values.map(() => scale * random.normal());
  };
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, values: draw(name, shape) }]),
  );
}

/**
 * @throws {ShapeError} sizes that are not positive whole numbers, a width that does not divide into heads, or weights of
 * other shapes
 * @throws {DomainError} weights that lack a tensor
 */
export function createGpt(runtime: Runtime, config: GptConfig, start: GptStart): Gpt {
  const shapes = gptShapes(config);
  const values = 'weights' in start ? start.weights : startValues(shapes, config.layers, start.seed);
  const place = start.trainable === false ? 'tensor' : 'parameter';
  const parameters = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const given = values[name];
      require(given !== undefined, 'createGpt', 'the weights have every tensor', name);
      return [name, runtime[place](given.values, shape)];
    }),
  );
  const forward: Gpt['forward'] = (tokens, { shape, needWeights = false } = {}) =>
    gptPass(config, parameters, tokens, {
      shape,
      project: (x, name) => linear(x, parameters[`${name}.weight`]!, parameters[`${name}.bias`]!),
      attend: (qkv) => packedAttention(qkv, config.heads, { isCausal: true, needWeights }),
      unembed: (x) => matmul(x, parameters[config.tied === false ? 'lm_head.weight' : 'wte.weight']!, { transB: true }),
    });
  return {
    ...{ config, runtime, parameters, forward },
    loss(tokens, targets, options) {
      const { output: logits, tensors } = forward(tokens, options);
      const loss = crossEntropy(reshape(logits, [-1, config.vocabulary]), targets);
      return { output: loss, tensors: { ...tensors, loss } };
    },
  };
}

/** What differs between a training pass and a decoding one. */
export interface GptParts {
  readonly shape?: Shape | undefined;
  /** Position of the first token. */
  readonly from?: number;
  /** x W + b by the name of the layer. */
  project(x: Tensor, name: string): Tensor;
  /** Attention of layer i: (B,T,3·width) -> (B,T,width). */
  attend(qkv: Tensor, i: number): { readonly output: Tensor; readonly weights?: Tensor };
  unembed(x: Tensor): Tensor;
}

/** The equations above, stated once. */
export function gptPass(config: GptConfig, p: NamedTensors, tokens: Tokens, parts: GptParts): Forward {
  const { context, layers, approximate = 'tanh' } = config;
  const { from = 0, project, attend, unembed } = parts;
  const shape = parts.shape ?? (tokens instanceof Indices ? tokens.shape : [1, tokens.length]);
  const [, T] = shape as [number, number];
  if (shape.length !== 2) throw new ShapeError(`gpt: tokens are (batch, length); got ${show(shape)}`);
  if (from + T > context) throw new ShapeError(`gpt: a sequence has at most ${context} tokens; got ${from + T}`);
  const tensors: Record<string, Tensor> = {};
  const keep = (name: string, tensor: Tensor) => (tensors[name] = tensor);
  const norm = (x: Tensor, name: string) =>
    keep(name, layerNorm(x, { weight: p[`${name}.weight`], bias: p[`${name}.bias`], eps: EPS }));
  const layer = (x: Tensor, name: string) => keep(name, project(x, name));

  const wte = keep('wte', embedding(p['wte.weight']!, tokens, shape));
  let x = keep('embedded', add(wte, slice(p['wpe.weight']!, { axis: 0, start: from, end: from + T })));
  for (let i = 0; i < layers; i++) {
    const h = `h.${i}`;
    const { output, weights } = attend(layer(norm(x, `${h}.ln_1`), `${h}.attn.c_attn`), i);
    if (weights) keep(`${h}.attn.weights`, weights);
    x = keep(`${h}.attn`, add(x, layer(keep(`${h}.attn.heads`, output), `${h}.attn.c_proj`)));
    const hidden = layer(norm(x, `${h}.ln_2`), `${h}.mlp.c_fc`);
    x = keep(h, add(x, layer(keep(`${h}.mlp.gelu`, gelu(hidden, { approximate })), `${h}.mlp.c_proj`)));
  }
  return { output: keep('logits', unembed(norm(x, 'ln_f'))), tensors };
}
