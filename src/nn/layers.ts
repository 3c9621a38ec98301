/** Layers, with PyTorch's names. */
import { ShapeError, require, show } from '@/lib/errors';
import type { Random } from '@/lib/random';
import { INITS } from './init';
import type { InitName } from './init';
import type { Generator } from './generator';
import { addBias, dropout, embedding, matmul, relu, sigmoid, tanh } from './ops';
import type { Runtime } from './runtime';
import type { Tensor, Shape, Values } from './tensor';

/**
 * z = x W + b
 *
 * weight (in,out) · bias (out). This is the layout of Keras and of the manuscript's programs; PyTorch keeps Wᵀ.
 */
export class Linear {
  readonly weight: Tensor;
  readonly bias: Tensor;

  /** @throws {ShapeError} sizes that are not positive whole numbers */
  constructor(
    runtime: Runtime,
    inFeatures: number,
    outFeatures: number,
    { random, init = 'default' }: { random: Random; init?: InitName },
  ) {
    for (const n of [inFeatures, outFeatures])
      if (!Number.isInteger(n) || n < 1)
        throw new ShapeError(`Linear: sizes are positive whole numbers; got ${show([inFeatures, outFeatures])}`);
    const start = INITS[init];
    this.weight = runtime.parameter(start(random, inFeatures * outFeatures, inFeatures), [inFeatures, outFeatures]);
    this.bias = runtime.parameter(start(random, outFeatures, inFeatures), [outFeatures]);
  }

  /** x (B,in) -> (B,out) */
  forward(x: Tensor): Tensor {
    return addBias(matmul(x, this.weight), this.bias);
  }
}

/** A vector for each of a vocabulary's tokens. weight (tokens,width), from N(0, 1) as in PyTorch. */
export class Embedding {
  readonly weight: Tensor;

  /** @throws {ShapeError} sizes that are not positive whole numbers */
  constructor(
    runtime: Runtime,
    tokens: number,
    width: number,
    { random, init = 'normal' }: { random: Random; init?: InitName },
  ) {
    for (const n of [tokens, width])
      if (!Number.isInteger(n) || n < 1)
        throw new ShapeError(`Embedding: sizes are positive whole numbers; got ${show([tokens, width])}`);
    this.weight = runtime.parameter(INITS[init](random, tokens * width, width), [tokens, width]);
  }

  /** Token numbers of any shape -> (…shape, width) */
  forward(index: Values, shape: Shape = [index.length]): Tensor {
    return embedding(this.weight, index, shape);
  }
}

/** While training, 0 with probability p, else x / (1 − p); otherwise x. */
export class Dropout {
  readonly p: number;
  readonly generator: Generator;
  training = true;

  /** @throws {DomainError} p outside [0, 1) */
  constructor(p: number, generator: Generator) {
    require(p >= 0 && p < 1, 'Dropout', 'p lies in [0, 1)', p);
    this.p = p;
    this.generator = generator;
  }

  forward(x: Tensor): Tensor {
    return this.training && this.p > 0 ? dropout(x, this.p, this.generator) : x;
  }
}

/** Activations by name, for networks whose activation is a setting. */
export const ACTIVATIONS = { identity: (x: Tensor): Tensor => x, sigmoid, tanh, relu } as const;
export type ActivationName = keyof typeof ACTIVATIONS;
