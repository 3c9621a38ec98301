import { ShapeError, show } from '@/lib/errors';
import { sizeOf } from '../tensor';
import type { Tensor } from '../tensor';

/**
 * x W + b, over the last axis of x.
 *
 * @param x       (…,in)
 * @param weight  (in,out)
 * @param bias    (out)
 * @returns (…,out)
 * @throws {ShapeError} sizes that do not fit together
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const { runtime } = x;
  for (const tensor of [x, weight, bias]) runtime.check('linear', tensor);
  const [K, N] = weight.shape as [number, number];
  if (weight.shape.length !== 2 || x.shape.at(-1) !== K || bias.shape.length !== 1 || bias.size !== N)
    throw new ShapeError(
      `linear: rows of x, weight (in, out) and bias (out) fit together; got ${[x, weight, bias].map(({ shape }) => show(shape)).join(', ')}`,
    );
  const M = x.size / K;
  const shape = [...x.shape.slice(0, -1), N];
  const k = runtime.kernels;
  const out = runtime.result(
    shape,
    sizeOf(shape),
    [x, weight, bias].some(({ requiresGrad }) => requiresGrad),
  );
  k.matmul(out.data, x.data, weight.data, M, K, N, 0, 0);
  k.addBias(out.data, out.data, bias.data, M, N);
  if (out.requiresGrad)
    out._backward = () => {
      k.addBiasBackward(0, bias.grad, out.grad, M, N);
      k.matmulBackward(x.grad, weight.grad, out.grad, x.data, weight.data, M, K, N, 0, 0);
    };
  return out;
}
