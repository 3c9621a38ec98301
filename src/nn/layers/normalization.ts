/** Normalizations with PyTorch's names and starting values: weight 1, bias 0. Channels last. */
import { require } from '@/lib/errors';
import { batchNorm, layerNorm, rmsNorm } from '../ops';
import type { Runtime } from '../runtime';
import type { Tensor } from '../tensor';
import { positive } from './positive';

const ones = (runtime: Runtime, size: number) => runtime.parameter(new Float32Array(size).fill(1), [size]);
const zeros = (runtime: Runtime, size: number) => runtime.parameter(new Float32Array(size), [size]);

/** Every row of `size` numbers brought to mean 0 and deviation 1, then · weight + bias. weight, bias (size). */
export class LayerNorm {
  readonly weight: Tensor;
  readonly bias: Tensor;
  readonly eps: number;

  /** @throws {ShapeError} a size that is not a positive whole number */
  constructor(runtime: Runtime, size: number, { eps = 1e-5 } = {}) {
    positive('LayerNorm', size);
    require(eps > 0, 'LayerNorm', 'eps is positive', eps);
    this.weight = ones(runtime, size);
    this.bias = zeros(runtime, size);
    this.eps = eps;
  }

  /** (…,size) -> the same shape */
  forward(x: Tensor): Tensor {
    return layerNorm(x, { weight: this.weight, bias: this.bias, eps: this.eps });
  }
}

/** Every row of `size` numbers brought to root mean square 1, then · weight. weight (size). */
export class RMSNorm {
  readonly weight: Tensor;
  readonly eps: number;

  /** @throws {ShapeError} a size that is not a positive whole number */
  constructor(runtime: Runtime, size: number, { eps = 1.1920928955078125e-7 } = {}) {
    positive('RMSNorm', size);
    require(eps >= 0, 'RMSNorm', 'eps is at least 0', eps);
    this.weight = ones(runtime, size);
    this.eps = eps;
  }

  /** (…,size) -> the same shape */
  forward(x: Tensor): Tensor {
    return rmsNorm(x, { weight: this.weight, eps: this.eps });
  }
}

/**
 * Every channel brought to mean 0 and deviation 1 over the batch, then · weight + bias; while not `training` over what
 * training has seen. weight, bias, runningMean, runningVar (channels); the last two are state, not parameters.
 */
class BatchNorm {
  readonly weight: Tensor;
  readonly bias: Tensor;
  readonly runningMean: Tensor;
  readonly runningVar: Tensor;
  readonly eps: number;
  readonly momentum: number;
  training = true;

  /** @throws {ShapeError} channels that are not a positive whole number */
  constructor(runtime: Runtime, channels: number, { eps = 1e-5, momentum = 0.1 } = {}) {
    positive('BatchNorm', channels);
    this.weight = ones(runtime, channels);
    this.bias = zeros(runtime, channels);
    this.runningMean = runtime.tensor(new Float32Array(channels), [channels]);
    this.runningVar = runtime.tensor(new Float32Array(channels).fill(1), [channels]);
    this.eps = eps;
    this.momentum = momentum;
  }

  /** (…,channels) -> the same shape */
  forward(x: Tensor): Tensor {
    const { weight, bias, eps, momentum, training } = this;
    const running = { mean: this.runningMean, variance: this.runningVar };
    return batchNorm(x, { weight, bias, running, training, momentum, eps });
  }
}

/** Batch normalization of rows (B,C) or sequences (B,L,C). */
export class BatchNorm1d extends BatchNorm {}

/** Batch normalization of images (N,H,W,C). */
export class BatchNorm2d extends BatchNorm {}
