/**
 * BERT: a transformer that looks both ways, with post-norm, segments, and a mask over what only fills a row up.
 *
 *   x = LN(word[token] + position[t] + token_type[segment])
 *   for each layer:  x = LN(attention(x) + x),  x = LN(W₂ gelu(W₁ x + b₁) + b₂ + x)
 *   masked words:    logits = LN(gelu(W x + b)) wordᵀ + b      classes:  logits = W tanh(W_p x[0] + b_p) + b
 *
 * Weights are (out,in), names and shapes those of the published files (PyTorch's `BertForPreTraining`, and `classifier`).
 * Source: Devlin et al. 2018, arXiv:1810.04805, §3 and A.2; google-research/bert `modeling.py`.
 */
import { ShapeError, require, show } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import {
  Indices,
  add,
  addBias,
  crossEntropy,
  embedding,
  gelu,
  layerNorm,
  matmul,
  reshape,
  scaledDotProductAttention,
  sizeOf,
  slice,
  tanh,
} from '@/nn';
import type { NamedTensors, Runtime, SafeTensors, Shape, Tensor, Values } from '@/nn';
import type { Forward } from './mlp';

export interface BertConfig {
  readonly vocabulary: number;
  /** Tokens that a sequence may have. */
  readonly context: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  /** Of the classification head. */
  readonly classes: number;
  /** Kinds of segments; by default 2. */
  readonly segments?: number;
}

/** BERT base, uncased. */
export const BERT_BASE: BertConfig = {
  ...{ vocabulary: 30_522, context: 512, layers: 12, heads: 12, width: 768, classes: 2 },
};

const EPS = 1e-12;

export interface BertInput {
  /** Of the tokens, (batch, length); by default the indices' own, or that of one sequence. */
  readonly shape?: Shape;
  /** Segment of each token; by default 0. */
  readonly segments?: Values | Indices;
  /** (batch, length): 1 for a token that counts, 0 for one that fills up; by default all count. Data, not learnt. */
  readonly mask?: Tensor;
  /** Also gives the attention weights. */
  readonly needWeights?: boolean;
}

/** A token to be guessed that is none. */
export const IGNORED = -100;

export interface Bert {
  readonly config: BertConfig;
  readonly parameters: NamedTensors;
  /**
   * Rows (B,T,width) of the last layer, and every tensor on the way by name: `embeddings`, `layer.0.attention.self` (heads
   * side by side), `layer.0.attention`, `layer.0.intermediate`, `layer.0`, …; with needWeights `layer.0.attention.weights`.
   *
   * @throws {ShapeError} a shape that does not hold the tokens, or more of them than the context
   * @throws {DomainError} a token or segment that there is none of
   */
  encode(tokens: Values | Indices, input?: BertInput): Forward;
  /** Logits (B,T,vocabulary). */
  predict(tokens: Values | Indices, input?: BertInput): Forward;
  /** Logits (B,classes), from the first token of each row. */
  classify(tokens: Values | Indices, input?: BertInput): Forward;
  /** Mean of −ln p(word) where words are to be guessed; elsewhere targets are `ignoreIndex`, by default IGNORED. */
  maskedLmLoss(
    tokens: Values | Indices,
    targets: Values | Indices,
    input?: BertInput & { readonly ignoreIndex?: number },
  ): Forward;
  /** Mean of −ln p(class), one class for each row. */
  classLoss(tokens: Values | Indices, classes: Values | Indices, input?: BertInput): Forward;
}

/**
 * Names and shapes of all parameters, in the order of the computation.
 *
 * @throws {ShapeError} sizes that are not positive whole numbers, or a width that does not divide into heads
 */
export function bertShapes({ width: C, segments = 2, ...config }: BertConfig): Record<string, Shape> {
  const { vocabulary, context, layers, heads, classes } = config;
  const sizes = { ...{ vocabulary, context, layers, heads, classes }, width: C, segments };
  if (!Object.values(sizes).every((n) => Number.isInteger(n) && n > 0))
    throw new ShapeError(`createBert: sizes are positive whole numbers; got ${show(sizes)}`);
  if (C % heads) throw new ShapeError(`createBert: the width divides into heads; got ${C} and ${heads}`);
  const dense = (name: string, to: number, from: number): [string, Shape][] => [
    [`${name}.weight`, [to, from]],
    [`${name}.bias`, [to]],
  ];
  const norm = (name: string): [string, Shape][] => [
    [`${name}.weight`, [C]],
    [`${name}.bias`, [C]],
  ];
  return Object.fromEntries<Shape>([
    ['bert.embeddings.word_embeddings.weight', [vocabulary, C]],
    ['bert.embeddings.position_embeddings.weight', [context, C]],
    ['bert.embeddings.token_type_embeddings.weight', [segments, C]],
    ...norm('bert.embeddings.LayerNorm'),
    ...Array.from({ length: layers }, (_, i) => `bert.encoder.layer.${i}`).flatMap((at) => [
      ...['query', 'key', 'value'].flatMap((name) => dense(`${at}.attention.self.${name}`, C, C)),
      ...dense(`${at}.attention.output.dense`, C, C),
      ...norm(`${at}.attention.output.LayerNorm`),
      ...dense(`${at}.intermediate.dense`, 4 * C, C),
      ...dense(`${at}.output.dense`, C, 4 * C),
      ...norm(`${at}.output.LayerNorm`),
    ]),
    ...dense('bert.pooler.dense', C, C),
    ...dense('cls.predictions.transform.dense', C, C),
    ...norm('cls.predictions.transform.LayerNorm'),
    ['cls.predictions.bias', [vocabulary]],
    ...dense('classifier', classes, C),
  ]);
}

/** As BERT starts: weights N(0, 0.02²), biases 0, norms 1. */
function startValues(shapes: Record<string, Shape>, seed: number): Record<string, Float32Array<ArrayBuffer>> {
  const random = createRandom(seed);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const values = new Float32Array(sizeOf(shape));
      if (shape.length === 1) return [name, values.fill(name.endsWith('.weight') ? 1 : 0)];
      return [name, values.map(() => 0.02 * random.normal())];
    }),
  );
}

/**
 * @param start a seed, or the numbers of a file by name and shape
 * @throws {ShapeError} sizes that are not positive whole numbers, a width that does not divide into heads, or weights of
 * other shapes
 * @throws {DomainError} weights that lack a tensor
 */
export function createBert(
  runtime: Runtime,
  config: BertConfig,
  start: { readonly seed: number } | { readonly weights: SafeTensors['tensors'] },
): Bert {
  const shapes = bertShapes(config);
  const drawn = 'seed' in start ? startValues(shapes, start.seed) : undefined;
  const p = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const values = 'weights' in start ? start.weights[name]?.values : drawn![name];
      require(values !== undefined, 'createBert', 'the weights have every tensor', name);
      return [name, runtime.parameter(values, shape)];
    }),
  );
  const dense = (x: Tensor, name: string) =>
    addBias(matmul(x, p[`${name}.weight`]!, { transB: true }), p[`${name}.bias`]!);
  const norm = (x: Tensor, name: string) =>
    layerNorm(x, { weight: p[`${name}.weight`], bias: p[`${name}.bias`], eps: EPS });
  const table = (name: string) => p[`bert.embeddings.${name}_embeddings.weight`]!;
  const { context, heads, layers } = config;

  const encode: Bert['encode'] = (tokens, { shape: given, segments, mask, needWeights = false } = {}) => {
    const shape = given ?? (tokens instanceof Indices ? tokens.shape : [1, tokens.length]);
    const [B, T] = shape as [number, number];
    if (shape.length !== 2) throw new ShapeError(`bert: tokens are (batch, length); got ${show(shape)}`);
    if (T > context) throw new ShapeError(`bert: a sequence has at most ${context} tokens; got ${T}`);
    if (mask && show(mask.shape) !== show(shape))
      throw new ShapeError(`bert: the mask has a number for each of ${show(shape)}; got ${show(mask.shape)}`);
    const attnMask = mask && reshape(mask, [B, 1, 1, T]);
    const tensors: Record<string, Tensor> = {};
    const keep = (name: string, tensor: Tensor) => (tensors[name] = tensor);

    const kinds = embedding(table('token_type'), segments ?? new Uint8Array(B * T), shape);
    const places = slice(table('position'), { axis: 0, start: 0, end: T });
    const sums = add(add(embedding(table('word'), tokens, shape), kinds), places);
    let x = keep('embeddings', norm(sums, 'bert.embeddings.LayerNorm'));
    for (let i = 0; i < layers; i++) {
      const [at, short] = [`bert.encoder.layer.${i}`, `layer.${i}`];
      const part = (name: string) => dense(x, `${at}.attention.self.${name}`);
      const { output, weights } = scaledDotProductAttention(part('query'), part('key'), part('value'), {
        ...{ numHeads: heads, maskType: 'bool', needWeights },
        ...(attnMask && { attnMask }),
      });
      if (weights) keep(`${short}.attention.weights`, weights);
      const attended = dense(keep(`${short}.attention.self`, output), `${at}.attention.output.dense`);
      x = keep(`${short}.attention`, norm(add(attended, x), `${at}.attention.output.LayerNorm`));
      const hidden = keep(`${short}.intermediate`, gelu(dense(x, `${at}.intermediate.dense`)));
      x = keep(short, norm(add(dense(hidden, `${at}.output.dense`), x), `${at}.output.LayerNorm`));
    }
    return { output: x, tensors };
  };

  const head = ({ output, tensors }: Forward, name: string, f: (x: Tensor) => Tensor): Forward => {
    const result = f(output);
    return { output: result, tensors: { ...tensors, [name]: result } };
  };
  const predict: Bert['predict'] = (tokens, input) =>
    head(encode(tokens, input), 'predictions', (x) => {
      const hidden = gelu(dense(x, 'cls.predictions.transform.dense'));
      const words = matmul(norm(hidden, 'cls.predictions.transform.LayerNorm'), table('word'), { transB: true });
      return addBias(words, p['cls.predictions.bias']!);
    });
  const classify: Bert['classify'] = (tokens, input) =>
    head(encode(tokens, input), 'classes', (x) => {
      const first = reshape(slice(x, { axis: 1, end: 1 }), [-1, config.width]);
      return dense(tanh(dense(first, 'bert.pooler.dense')), 'classifier');
    });
  return {
    ...{ config, parameters: p, encode, predict, classify },
    maskedLmLoss: (tokens, targets, { ignoreIndex = IGNORED, ...input } = {}) =>
      head(predict(tokens, input), 'loss', (logits) =>
        crossEntropy(reshape(logits, [-1, config.vocabulary]), targets, { ignoreIndex }),
      ),
    classLoss: (tokens, classes, input) =>
      head(classify(tokens, input), 'loss', (logits) => crossEntropy(logits, classes)),
  };
}
