import type { Random } from '@/lib/random';
import type { Indices } from '../Indices';
import { INITS } from '../init';
import type { InitName } from '../init';
import { embedding } from '../ops';
import type { Runtime } from '../runtime';
import type { Shape, Tensor, Values } from '../tensor';
import { positive } from './positive';

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
    positive('Embedding', tokens, width);
    this.weight = runtime.parameter(INITS[init](random, tokens * width, width), [tokens, width]);
  }

  /** Token numbers of any shape, a list by default of one row -> (…shape, width) */
  forward(index: Values | Indices, shape?: Shape): Tensor {
    return embedding(this.weight, index, shape);
  }
}
