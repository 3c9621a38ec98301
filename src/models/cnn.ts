/**
 * Convolutional network for images, channels last: blocks of convolution, batch normalization if asked for, ReLU and a pool,
 * then fully connected layers with ReLU between them. The outputs are logits or numbers: nothing is applied to them.
 *
 * Parameters: `blocks.0.conv.weight` (KH,KW,in,out), `blocks.0.conv.bias`, `blocks.0.norm.weight`, `blocks.0.norm.bias`, …,
 * `dense.0.weight` (in,out), `dense.0.bias`, … Tensors of a pass: `input`, `blocks.0.conv`, `blocks.0.norm`, `blocks.0.relu`,
 * `blocks.0.pool`, …, `flat`, `dense.0.z`, `dense.0.relu`, … The last `z` is the output.
 * Source: LeCun et al. 1998, Proceedings of the IEEE 86(11); Ioffe, Szegedy 2015, arXiv:1502.03167.
 */
import { ShapeError, show } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import { BatchNorm2d, Conv2d, Linear, flatten, maxPool2d, namedParameters, namedTensors, relu } from '@/nn';
import type { NamedTensors, Runtime, Tensor } from '@/nn';
import { recorder } from './Forward';
import type { Forward, Keep } from './Forward';

export interface CnnBlock {
  readonly filters: number;
  /** Side of the window, by default 3. */
  readonly kernel?: number;
  /** By default `same`: the image keeps its size. */
  readonly padding?: number | 'same';
  readonly stride?: number;
  /** Side of the max pool, by default 2; 1 for none. */
  readonly pool?: number;
  readonly batchNorm?: boolean;
}

export interface CnnOptions {
  /** Height, width and channels of an image. */
  readonly image: readonly [H: number, W: number, C: number];
  readonly blocks: readonly CnnBlock[];
  /** Units of the fully connected layers, outputs last: [32, 10]. */
  readonly dense: readonly number[];
  readonly seed: number;
}

export interface Cnn {
  readonly parameters: NamedTensors;
  /** Parameters, and the running averages of batch normalization. */
  readonly state: NamedTensors;
  /**
   * x (N,H,W,C) -> output (N, dense.at(-1)). Inside a scope.
   *
   * training (the default): batch normalization by the batch, else by what training has seen.
   */
  forward(x: Tensor, pass?: { readonly training?: boolean }): Forward;
}

/**
 * @throws {ShapeError} no fully connected layer, sizes that are not positive whole numbers, an image too small for its blocks
 */
export function createCnn(runtime: Runtime, { image, blocks, dense, seed }: CnnOptions): Cnn {
  if (!dense.length) throw new ShapeError(`createCnn: a fully connected layer gives the outputs; got ${show(dense)}`);
  if (image.length !== 3 || !image.every((n) => Number.isInteger(n) && n > 0))
    throw new ShapeError(`createCnn: an image is (height, width, channels); got ${show(image)}`);
  const random = createRandom(seed);
  let channels = image[2];
  const stages = blocks.map(({ filters, kernel = 3, padding = 'same', stride = 1, pool = 2, batchNorm = false }) => {
    const conv = new Conv2d(runtime, channels, filters, kernel, { random, padding, stride });
    channels = filters;
    return { conv, norm: batchNorm ? new BatchNorm2d(runtime, filters) : undefined, pool };
  });

  // The blocks themselves say how large the image is that they leave.
  const features = runtime.scope(() => {
    const empty = runtime.tensor(new Float32Array(image[0] * image[1] * image[2]), [1, ...image]);
    return convolve(empty, false, (_, tensor) => tensor).size;
  });
  const layers = dense.map((units, i) => new Linear(runtime, i ? dense[i - 1]! : features, units, { random }));
  const holder = { blocks: stages, dense: layers };

  function convolve(x: Tensor, training: boolean, keep: Keep): Tensor {
    stages.forEach(({ conv, norm, pool }, i) => {
      const name = `blocks.${i}`;
      x = keep(`${name}.conv`, conv.forward(x));
      if (norm) {
        norm.training = training;
        x = keep(`${name}.norm`, norm.forward(x));
      }
      x = keep(`${name}.relu`, relu(x));
      if (pool > 1) x = keep(`${name}.pool`, maxPool2d(x, pool));
    });
    return x;
  }

  return {
    parameters: namedParameters(holder),
    state: namedTensors(holder),
    forward(x, { training = true } = {}) {
      if (show(x.shape.slice(1)) !== show(image))
        throw new ShapeError(`createCnn: x is (N,${image}); got ${show(x.shape)}`);
      const { tensors, keep } = recorder();
      let a = keep('flat', flatten(convolve(keep('input', x), training, keep)));
      layers.forEach((layer, i) => {
        a = keep(`dense.${i}.z`, layer.forward(a));
        if (i + 1 < layers.length) a = keep(`dense.${i}.relu`, relu(a));
      });
      return { output: a, tensors };
    },
  };
}
