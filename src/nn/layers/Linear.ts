import { ShapeError, show } from '@/lib/errors';
import type { Random } from '@/lib/random';
import { INITS } from '../init';
import type { InitName } from '../init';
import { addBias, matmul } from '../ops';
import type { Runtime } from '../runtime';
import type { Tensor } from '../tensor';

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
