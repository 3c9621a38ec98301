/**
 * One convolutional layer and what follows it, on one grey image:
 *
 *   z = Σᵢⱼ w[i, j] · x[s·r + d·i − p, s·c + d·j − p] + b,   a = ReLU(z),   m = max over a window of a,   ŷ = softmax(m W + c)
 *
 * As the manuscript prints it there is no window: z is one number, the sum over the whole image.
 */
import type { CreateModel } from '@/lib/demo';
import { conv2d, createRuntime, maxPool2d, relu, sigmoid } from '@/nn';
import type { Tensor } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { classify, LEAST_SIDE } from './classify';
import { pixelsOf } from './images';
import { kernelOf } from './kernels';
import type { ConvolutionParams, ConvolutionValues } from './params';
import { placesOf, type Along } from './sizes';
import type { ConvolutionState, Map2d, Refusal } from './state';

/** The layer's settings, which the classifier shares. */
export type Layer = Pick<ConvolutionValues, 'activation' | 'bias' | 'pool'> & {
  readonly weights: readonly number[];
  readonly along: Along;
};

/** z, a and m of images x (N, side, side, 1); m only where the map holds a pooling window. */
export function pass(x: Tensor, { weights, along, bias, activation, pool }: Layer) {
  const { runtime } = x;
  const { taps, stride, dilation, before, after } = along;
  const z = conv2d(x, runtime.tensor(weights, [taps, taps, 1, 1]), {
    bias: runtime.tensor([bias], [1]),
    stride,
    dilation,
    padding: [before, before, after, after],
  });
  const inner = activation === 'relu' ? z : sigmoid(z);
  const a = activation === 'sigmoid' ? inner : relu(inner);
  const m = pool <= along.places ? maxPool2d(a, pool) : undefined;
  return { z, a, m };
}

const mapOf = (tensor: Tensor): Map2d => ({ side: tensor.shape[1]!, values: [...tensor.values()] });

export const createModel: CreateModel<ConvolutionParams, ConvolutionState, Kernels> = (values, kernels) => {
  const state = stateOf(values, kernels);
  return {
    state,
    readings: {},
    step: () => {}, // nothing here has a time of its own
  };
};

function stateOf(values: ConvolutionValues, kernels: Kernels): ConvolutionState {
  const image = { side: values.size, values: pixelsOf(values) };
  const kernel = kernelOf(values);
  const printed = values.operation === 'printed';
  // As printed the window is the image and never moves: no padding, no stride, no dilation.
  const along = placesOf(printed ? { ...values, stride: 1, dilation: 1, padding: 'none' } : values, kernel.side);
  const base = { step: 0, image, kernel, along, cell: [0, 0] as const };
  const refuse = (why: Refusal) => ({ ...base, z: why, a: why, pooled: why, classes: why });
  if (printed && kernel.side !== image.side) return refuse('shapes');
  if (along.places === 0) return refuse('window');

  const layer: Layer = { ...values, weights: kernel.used, along };
  const runtime = createRuntime(kernels);
  try {
    const maps = runtime.scope(() => {
      const { z, a, m } = pass(runtime.tensor(image.values, [1, image.side, image.side, 1]), layer);
      return { z: mapOf(z), a: mapOf(a), pooled: m ? mapOf(m) : ('pool' as const) };
    });
    const least = (i: 0 | 1) => Math.min(along.places - 1, Math.floor(values.cell[i]!));
    const cell = [least(0), least(1)] as const;
    const classes =
      maps.pooled === 'pool' ? 'pool'
      : along.places === 1 ? 'one'
      : image.side < LEAST_SIDE ? 'small'
      : classify(kernels, layer, maps.pooled.values); // prettier-ignore
    return { ...base, ...maps, cell, classes };
  } finally {
    runtime.free();
  }
}
