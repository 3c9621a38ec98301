/** Losses with PyTorch's names and its default reduction, the mean. Each gives one element, shape [1]. */
import { DomainError, ShapeError, require, show } from '@/lib/errors';
import type { Tensor } from '../tensor';

const SCALAR = [1] as const;

/**
 * Mean of (x − target)² over all elements.
 *
 * @throws {ShapeError} shapes that differ
 */
export function mseLoss(x: Tensor, target: Tensor): Tensor {
  checkPair('mseLoss', x, target);
  const k = x.runtime.kernels;
  const out = x.runtime.result(SCALAR, 1, x.requiresGrad);
  k.mse(out.data, x.data, target.data, x.size);
  x.runtime.traced?.('mseLoss', [x, target], [out]);
  if (out.requiresGrad) out._backward = () => k.mseBackward(x.grad, out.grad, x.data, target.data, x.size);
  return out;
}

/**
 * Mean of −[t ln p + (1 − t) ln(1 − p)] of probabilities p; each logarithm is at least −100, as in PyTorch.
 *
 * @throws {ShapeError} shapes that differ
 */
export function binaryCrossEntropy(p: Tensor, target: Tensor): Tensor {
  checkPair('binaryCrossEntropy', p, target);
  const k = p.runtime.kernels;
  const out = p.runtime.result(SCALAR, 1, p.requiresGrad);
  k.binaryCrossEntropy(out.data, p.data, target.data, p.size);
  p.runtime.traced?.('binaryCrossEntropy', [p, target], [out]);
  if (out.requiresGrad)
    out._backward = () => k.binaryCrossEntropyBackward(p.grad, out.grad, p.data, target.data, p.size);
  return out;
}

/**
 * binaryCrossEntropy(sigmoid(x), target), without its overflow.
 *
 * @throws {ShapeError} shapes that differ
 */
export function binaryCrossEntropyWithLogits(x: Tensor, target: Tensor): Tensor {
  checkPair('binaryCrossEntropyWithLogits', x, target);
  const k = x.runtime.kernels;
  const out = x.runtime.result(SCALAR, 1, x.requiresGrad);
  k.binaryCrossEntropyWithLogits(out.data, x.data, target.data, x.size);
  x.runtime.traced?.('binaryCrossEntropyWithLogits', [x, target], [out]);
  if (out.requiresGrad)
    out._backward = () => k.binaryCrossEntropyWithLogitsBackward(x.grad, out.grad, x.data, target.data, x.size);
  return out;
}

/**
 * Mean of |x − target| over all elements.
 *
 * @throws {ShapeError} shapes that differ
 */
export function l1Loss(x: Tensor, target: Tensor): Tensor {
  checkPair('l1Loss', x, target);
  const k = x.runtime.kernels;
  const out = x.runtime.result(SCALAR, 1, x.requiresGrad);
  k.l1(out.data, x.data, target.data, x.size);
  x.runtime.traced?.('l1Loss', [x, target], [out]);
  if (out.requiresGrad) out._backward = () => k.l1Backward(x.grad, out.grad, x.data, target.data, x.size);
  return out;
}

/**
 * Mean of ½ d² where |d| ≤ delta, else delta (|d| − ½ delta), with d = x − target.
 *
 * @throws {ShapeError} shapes that differ
 * @throws {DomainError} delta not positive or not finite
 */
export function huberLoss(x: Tensor, target: Tensor, { delta = 1 } = {}): Tensor {
  checkPair('huberLoss', x, target);
  require(delta > 0 && delta < Infinity, 'huberLoss', 'delta is positive and finite', delta);
  const k = x.runtime.kernels;
  const out = x.runtime.result(SCALAR, 1, x.requiresGrad);
  k.huber(out.data, x.data, target.data, x.size, delta);
  x.runtime.traced?.('huberLoss', [x, target], [out], { delta });
  if (out.requiresGrad) out._backward = () => k.huberBackward(x.grad, out.grad, x.data, target.data, x.size, delta);
  return out;
}

/** The target of a loss is data: no gradient flows into it. */
function checkPair(where: string, x: Tensor, target: Tensor): void {
  x.runtime.check(where, x);
  x.runtime.check(where, target);
  const same = x.shape.length === target.shape.length && x.shape.every((n, i) => n === target.shape[i]);
  if (!same) throw new ShapeError(`${where}: both have one shape; got ${show(x.shape)} and ${show(target.shape)}`);
  if (target.requiresGrad) throw new DomainError(`${where}: the target is data; got a tensor that wants a gradient`);
}
