/**
 * Encoder–decoder transformer: from one sequence of tokens to another.
 *
 *   memory = encoder(√C · E_s[source] + P),   logits = decoder(√C · E_t[target] + P, memory) W + b
 *
 * The decoder sees at each place only the tokens up to there, and all of the source but its padding. Padding of the target
 * belongs at its end, where no earlier place sees it; in the loss it is ignored (ignoreIndex of crossEntropy).
 *
 * Parameters: `source.weight` (V_s,C), `target.weight` (V_t,C), with learnt positions `positions` (maxLength,C);
 * `encoder.0.self_attn.q_proj.weight`, … `encoder.0.norm1.weight`, … `encoder.0.ff.linear1.weight`, …
 * `decoder.0.cross_attn.q_proj.weight`, …; with pre-norm `encoder_norm`, `decoder_norm`; `output.weight` (C,V_t), `output.bias`.
 * Tensors of a pass: `encoder.tokens`, `encoder.embedding` (with positions), `encoder.0.self_attn.q`, `….k`, `….v`, `….heads`,
 * `encoder.0.self_attn`, `encoder.0.sum1`, `encoder.0.norm1`, `encoder.0.ff.linear1`, `….relu`, `….linear2`, …, `memory`, the same of the decoder, `logits`; with `weights` also
 * `encoder.0.self_attn.weights` (B,H,S,S), `decoder.0.cross_attn.weights` (B,H,T,S), …
 * Source: Vaswani et al. 2017, arXiv:1706.03762.
 */
import { ShapeError, require, show } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import {
  Dropout,
  Embedding,
  Generator,
  LayerNorm,
  Linear,
  add,
  argmax,
  embedding,
  mul,
  namedParameters,
  reshape,
  sinusoidalPositions,
  slice,
} from '@/nn';
import type { Indices, NamedTensors, Runtime, Tensor } from '@/nn';
import { recorder } from './Forward';
import type { Forward, Keep } from './Forward';
import { DecoderLayer, EncoderLayer } from './transformerLayers';
import type { Course } from './transformerLayers';

export interface TransformerOptions {
  /** How many tokens there are in the language of the source, and of the target. */
  readonly sourceTokens: number;
  readonly targetTokens: number;
  readonly width: number;
  readonly heads: number;
  /** Units of the hidden layer of the feed-forward networks. */
  readonly hidden: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  /** The longest sequence. */
  readonly maxLength: number;
  readonly positions?: 'sinusoidal' | 'learnt';
  /** post, the default: as in the paper; pre: with a norm more at the end of each stack. */
  readonly norm?: 'post' | 'pre';
  /** By default 0; the paper takes 0.1. */
  readonly dropout?: number;
  /** In place of each feed-forward network a mixture of experts. */
  readonly experts?: { readonly count: number; readonly topK: 1 | 2 };
  readonly seed: number;
}

export interface TransformerPass {
  /** (B,S): 1 for tokens, 0 for padding; by default all are tokens. */
  readonly sourceMask?: Tensor;
  /** Dropout works; the default. */
  readonly training?: boolean;
  /** Also keeps the attention weights. */
  readonly weights?: boolean;
  /** With experts: every expert works on every row, so that a plan can record the pass. */
  readonly dense?: boolean;
}

export interface Translation extends Forward {
  /** The mean over layers of the loss that keeps the load of experts even; none without experts. */
  readonly balance: Tensor | undefined;
}

export interface Decoding extends Pick<TransformerPass, 'sourceMask'> {
  /** The token that every target starts with, and the one that ends it. */
  readonly begin: number;
  readonly end: number;
  /** The longest answer, by default as long as the model takes. */
  readonly maxLength?: number;
}

export interface Transformer {
  readonly parameters: NamedTensors;
  /** source (B,S), target (B,T) -> logits (B,T,targetTokens), each for the token that comes next. Inside a scope. */
  forward(source: Indices, target: Indices, pass?: TransformerPass): Translation;
  /** Always the likeliest token, until the end; one answer for each source, without begin and end. Outside or inside a scope. */
  decode(source: Indices, decoding: Decoding): number[][];
}

/**
 * @throws {ShapeError} sizes that are not positive whole numbers, or a width that does not divide into heads
 * @throws {DomainError} a setting that there is none of, or a dropout outside [0, 1)
 */
export function createTransformer(runtime: Runtime, options: TransformerOptions): Transformer {
  const where = 'createTransformer';
  const { sourceTokens, targetTokens, width, encoderLayers, decoderLayers, maxLength, experts, seed } = options;
  const { positions = 'sinusoidal', norm = 'post', dropout = 0 } = options;
  if (![encoderLayers, decoderLayers, maxLength].every((n) => Number.isInteger(n) && n > 0))
    throw new ShapeError(
      `${where}: layers and maxLength are positive whole numbers; got ${show([encoderLayers, decoderLayers, maxLength])}`,
    );
  require(['sinusoidal', 'learnt'].includes(positions), where, 'positions are sinusoidal or learnt', positions);
  require(['post', 'pre'].includes(norm), where, 'the norm is post or pre', norm);

  const random = createRandom(seed);
  const generator = new Generator(runtime, seed);
  const shared = { width, heads: options.heads, hidden: options.hidden, norm, dropout, experts, random, generator };
  /** N(0, 1/C), so that times √C it is PyTorch's N(0, 1). */
  const embed = (tokens: number) => {
    const layer = new Embedding(runtime, tokens, width, { random });
    layer.weight.set(layer.weight.values().map((v) => v / Math.sqrt(width)));
    return layer;
  };
  const many = <T>(count: number, make: () => T) => Array.from({ length: count }, make);
  const learnt = positions === 'learnt';
  const net = {
    source: embed(sourceTokens),
    target: embed(targetTokens),
    positions: learnt
      ? runtime.parameter(Float32Array.from({ length: maxLength * width }, random.normal), [maxLength, width])
      : runtime.tensor(sinusoidalPositions(maxLength, width), [maxLength, width]),
    encoder: many(encoderLayers, () => new EncoderLayer(runtime, shared)),
    encoderNorm: norm === 'pre' ? new LayerNorm(runtime, width) : undefined,
    decoder: many(decoderLayers, () => new DecoderLayer(runtime, shared)),
    decoderNorm: norm === 'pre' ? new LayerNorm(runtime, width) : undefined,
    output: new Linear(runtime, width, targetTokens, { random }),
  };
  const drop = new Dropout(dropout, generator);

  function start(tokens: Indices, { weight }: Embedding, { name, keep, training }: Course): Tensor {
    const [, T] = tokens.shape;
    if (tokens.shape.length !== 2 || T! > maxLength)
      throw new ShapeError(`${where}: tokens are (B,T) with T up to ${maxLength}; got ${show(tokens.shape)}`);
    drop.training = training;
    const vectors = keep(`${name}.tokens`, mul(embedding(weight, tokens), Math.sqrt(width)));
    const places = slice(net.positions, { axis: 0, start: 0, end: T! });
    return keep(`${name}.embedding`, drop.forward(add(vectors, places)));
  }

  const maskOf = (mask: Tensor | undefined) =>
    mask
      ? { attnMask: reshape(mask, [mask.shape[0]!, 1, 1, mask.size / mask.shape[0]!]), maskType: 'bool' as const }
      : {};

  function encode(source: Indices, mask: ReturnType<typeof maskOf>, course: Omit<Course, 'name'>): Tensor {
    const named = (name: string) => ({ ...course, name });
    let x = start(source, net.source, named('encoder'));
    net.encoder.forEach((layer, l) => (x = layer.forward(x, mask, named(`encoder.${l}`))));
    return course.keep('memory', net.encoderNorm ? net.encoderNorm.forward(x) : x);
  }

  function write(
    target: Indices,
    memory: Tensor,
    mask: ReturnType<typeof maskOf>,
    course: Omit<Course, 'name'>,
  ): Tensor {
    const named = (name: string) => ({ ...course, name });
    let x = start(target, net.target, named('decoder'));
    net.decoder.forEach((layer, l) => (x = layer.forward(x, memory, mask, named(`decoder.${l}`))));
    if (net.decoderNorm) x = course.keep('decoder.norm', net.decoderNorm.forward(x));
    return course.keep('logits', net.output.forward(x));
  }

  return {
    parameters: namedParameters(net),
    forward(source, target, { sourceMask, training = true, weights = false, dense = false } = {}) {
      const { tensors, keep } = recorder();
      const balances: Tensor[] = [];
      const course = { keep, training, weights, dense, balances };
      const mask = maskOf(sourceMask);
      const output = write(target, encode(source, mask, course), mask, course);
      const [first, ...others] = balances;
      const balance = first && mul(others.reduce(add, first), 1 / balances.length);
      return { output, tensors, balance };
    },
    decode(source, { sourceMask, begin, end, maxLength: longest = maxLength }) {
      return runtime.scope(() => {
        const keep: Keep = (_, tensor) => tensor;
        const course = { keep, training: false, weights: false, dense: false, balances: [] };
        const mask = maskOf(sourceMask);
        const memory = encode(source, mask, course);
        const B = source.shape[0]!;
        const written = Array.from({ length: B }, () => [begin]);
        const done = new Set<number>();
        while (written[0]!.length <= longest && done.size < B) {
          const T = written[0]!.length;
          const logits = write(runtime.indices(written.flat(), [B, T], targetTokens), memory, mask, course);
          const next = argmax(slice(logits, { axis: 1, start: T - 1 }));
          written.forEach((row, b) => {
            row.push(next[b]!);
            if (next[b] === end) done.add(b);
          });
        }
        return written.map((row) => {
          const stop = row.indexOf(end, 1);
          return row.slice(1, stop < 0 ? undefined : stop);
        });
      });
    },
  };
}
