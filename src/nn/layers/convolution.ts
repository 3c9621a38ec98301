/** Convolutions and pools with PyTorch's names and starting values; channels last. */
import type { Random } from '@/lib/random';
import { INITS } from '../init';
import type { InitName } from '../init';
import { avgPool2d, conv2d, maxPool2d } from '../ops';
import type { Pool } from '../ops';
import type { Runtime } from '../runtime';
import type { Tensor } from '../tensor';
import { pair } from '../slide';
import type { Pair, Slide } from '../slide';
import { positive } from './positive';

/**
 * weight (KH,KW,in / groups,out) · bias (out), both from U(−1/√n, 1/√n), n = KH · KW · in / groups.
 * This is the layout of Keras; PyTorch keeps (out,in / groups,KH,KW).
 */
export class Conv2d {
  readonly weight: Tensor;
  readonly bias: Tensor | undefined;
  readonly groups: number;
  readonly slide: Slide;

  /** @throws {ShapeError} sizes that are not positive whole numbers, or channels that the groups do not divide */
  constructor(
    runtime: Runtime,
    inChannels: number,
    outChannels: number,
    kernel: Pair,
    {
      random,
      init = 'default',
      bias = true,
      groups = 1,
      ...slide
    }: Slide & { random: Random; init?: InitName; bias?: boolean; groups?: number },
  ) {
    const [KH, KW] = pair(kernel);
    positive('Conv2d', inChannels, outChannels, KH, KW, groups, inChannels / groups, outChannels / groups);
    const shape = [KH, KW, inChannels / groups, outChannels];
    const fanIn = (KH * KW * inChannels) / groups;
    this.weight = runtime.parameter(INITS[init](random, fanIn * outChannels, fanIn), shape);
    this.bias = bias ? runtime.parameter(INITS[init](random, outChannels, fanIn), [outChannels]) : undefined;
    this.groups = groups;
    this.slide = slide;
  }

  /** (N,H,W,in) -> (N,OH,OW,out) */
  forward(x: Tensor): Tensor {
    return conv2d(x, this.weight, { ...this.slide, bias: this.bias, groups: this.groups });
  }
}

/** The greatest number of each channel in a window. */
export class MaxPool2d {
  readonly kernel: Pair;
  readonly options: Pool;

  constructor(kernel: Pair, options: Pool = {}) {
    this.kernel = kernel;
    this.options = options;
  }

  /** (N,H,W,C) -> (N,OH,OW,C) */
  forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernel, this.options);
  }
}

/** The mean of each channel in a window. */
export class AvgPool2d {
  readonly kernel: Pair;
  readonly options: Pool & { countIncludePad?: boolean };

  constructor(kernel: Pair, options: Pool & { countIncludePad?: boolean } = {}) {
    this.kernel = kernel;
    this.options = options;
  }

  /** (N,H,W,C) -> (N,OH,OW,C) */
  forward(x: Tensor): Tensor {
    return avgPool2d(x, this.kernel, this.options);
  }
}
