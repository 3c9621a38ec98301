import { require } from '@/lib/errors';
import type { Generator } from '../generator';
import { dropout } from '../ops';
import type { Tensor } from '../tensor';

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
