import { ShapeError, show } from '@/lib/errors';
import type { Tensor } from '../tensor';

/**
 * Adds bias (C) to every row of x (B,C).
 *
 * @returns (B,C)
 * @throws {ShapeError} a bias of another length than the rows
 */
export function addBias(x: Tensor, bias: Tensor): Tensor {
  const { runtime } = x;
  runtime.check('addBias', x);
  runtime.check('addBias', bias);
  const C = bias.size;
  if (bias.shape.length !== 1 || x.shape.at(-1) !== C)
    throw new ShapeError(
      `addBias: the bias is as long as a row; got rows of ${show(x.shape)} and bias ${show(bias.shape)}`,
    );
  const k = runtime.kernels;
  const B = x.size / C;
  const out = runtime.result(x.shape, x.size, x.requiresGrad || bias.requiresGrad);
  k.addBias(out.data, x.data, bias.data, B, C);
  runtime.traced?.('addBias', [x, bias], [out]);
  if (out.requiresGrad) out._backward = () => k.addBiasBackward(x.grad, bias.grad, out.grad, B, C);
  return out;
}
