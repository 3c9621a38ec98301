import { DomainError, ShapeError, show } from '@/lib/errors';
import type { Kernels } from '@/wasm/kernels';
import type { Tensor } from '../tensor';

/** Activations that a product can end with, at the number by which the kernel gemm knows them. */
const ACTIVATIONS = ['identity', 'relu', 'sigmoid', 'tanh', 'geluTanh', 'gelu'] as const;
export type FusedActivation = (typeof ACTIVATIONS)[number];

/** Slopes that follow from the value: dz += dout · act′(z). Of gelu's value there is no way back. */
const SLOPES: Partial<Record<FusedActivation, (k: Kernels) => Kernels['reluBackward']>> = {
  relu: (k) => k.reluBackward,
  sigmoid: (k) => k.sigmoidBackward,
  tanh: (k) => k.tanhBackward,
};

/**
 * activation(x W + bias) in one pass over the result: x (…,in), weight W (in,out), bias (out) or none.
 *
 * @returns (…,out)
 * @throws {ShapeError} a weight that is no matrix, rows of another length than it takes, or a bias than it gives
 * @throws {DomainError} gelu of something that wants a gradient
 */
export function linear(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor,
  { activation = 'identity' }: { activation?: FusedActivation } = {},
): Tensor {
  const { runtime } = x;
  runtime.check('linear', x);
  runtime.check('linear', weight);
  if (bias) runtime.check('linear', bias);
  const [K, N] = weight.shape as [number, number];
  if (weight.shape.length !== 2 || x.shape.at(-1) !== K)
    throw new ShapeError(
      `linear: the weight is a matrix with a row for each input; got inputs ${show(x.shape)} and weight ${show(weight.shape)}`,
    );
  if (bias && (bias.shape.length !== 1 || bias.size !== N))
    throw new ShapeError(
      `linear: the bias has a number for each output; got weight ${show(weight.shape)} and bias ${show(bias.shape)}`,
    );
  const k = runtime.kernels;
  const M = x.size / K;
  const requiresGrad = x.requiresGrad || weight.requiresGrad || !!bias?.requiresGrad;
  const slope = SLOPES[activation]?.(k);
  if (requiresGrad && !slope && activation !== 'identity')
    throw new DomainError(
      `linear: an activation in training is one of identity, relu, sigmoid, tanh; got "${activation}"`,
    );
  const out = runtime.result([...x.shape.slice(0, -1), N], M * N, requiresGrad);
  k.gemm(out.data, x.data, weight.data, bias?.data ?? 0, M, K, N, 0, 0, 1, 0, ACTIVATIONS.indexOf(activation));
  runtime.traced?.('linear', [x, weight, bias], [out], { activation });
  if (requiresGrad)
    out._backward = () => {
      let dz = out.grad;
      if (slope) {
        dz = runtime.scratch(4 * out.size);
        k.fill(dz, 0, out.size);
        slope(dz, out.grad, out.data, out.size);
      }
      k.matmulBackward(x.grad, weight.grad, dz, x.data, weight.data, M, K, N, 0, 0);
      if (bias) k.addBiasBackward(0, bias.grad, dz, M, N);
    };
  return out;
}
