import { require } from '@/lib/errors';
import type { Generator } from '../generator';
import type { Tensor } from '../tensor';

/**
 * 0 with probability p, else x / (1 − p): for training only.
 *
 * @param p  in [0, 1)
 * @throws {DomainError} p outside [0, 1)
 */
export function dropout(x: Tensor, p: number, generator: Generator): Tensor {
  const { runtime } = x;
  runtime.check('dropout', x);
  require(p >= 0 && p < 1, 'dropout', 'p lies in [0, 1)', p);
  const k = runtime.kernels;
  const out = runtime.result(x.shape, x.size, x.requiresGrad);
  const saved = runtime.scratch(4);
  runtime.traced?.('dropout', [x], [out], { p });
  k.dropout(out.data, x.data, generator.offset, saved, x.size, p);
  if (out.requiresGrad) out._backward = () => k.dropoutBackward(x.grad, out.grad, saved, x.size, p);
  return out;
}
