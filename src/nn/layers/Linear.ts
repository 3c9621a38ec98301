import type { Random } from '@/lib/random';
import { INITS } from '../init';
import type { InitName } from '../init';
import { linear } from '../ops';
import type { Runtime } from '../runtime';
import type { Tensor } from '../tensor';
import { positive } from './positive';

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
    positive('Linear', inFeatures, outFeatures);
    const start = INITS[init];
    this.weight = runtime.parameter(start(random, inFeatures * outFeatures, inFeatures), [inFeatures, outFeatures]);
    this.bias = runtime.parameter(start(random, outFeatures, inFeatures), [outFeatures]);
  }

  /** x (…,in) -> (…,out) */
  forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias);
  }
}
