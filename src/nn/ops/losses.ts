/** Losses with PyTorch's names and its default reduction, the mean. Each gives one element, shape [1]. */
import { DomainError, ShapeError, show } from '@/lib/errors';
import type { Tensor, Values } from '../tensor';

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
  if (out.requiresGrad)
    out._backward = () => k.binaryCrossEntropyWithLogitsBackward(x.grad, out.grad, x.data, target.data, x.size);
  return out;
}

/**
 * Mean over the rows of −ln softmax(logits)[target], the targets being class indices.
 *
 * @param logits (B,C)
 * @param target B whole numbers in [0, C)
 * @throws {ShapeError} logits that are no matrix, or another number of targets than rows
 * @throws {DomainError} a target that is no class
 */
export function crossEntropy(logits: Tensor, target: Values): Tensor {
  const { runtime } = logits;
  runtime.check('crossEntropy', logits);
  const [B, C] = logits.shape;
  if (logits.shape.length !== 2 || B === undefined || C === undefined)
    throw new ShapeError(`crossEntropy: logits are a matrix (rows, classes); got ${show(logits.shape)}`);
  if (target.length !== B) throw new ShapeError(`crossEntropy: one target for each of ${B} rows; got ${target.length}`);
  for (let i = 0; i < B; i++) {
    const t = target[i]!;
    if (!(Number.isInteger(t) && t >= 0 && t < C))
      throw new DomainError(`crossEntropy: a target is a whole number from 0 to ${C - 1}; got ${show(t)}`);
  }
  const k = runtime.kernels;
  const out = runtime.result(SCALAR, 1, logits.requiresGrad);
  const classes = runtime.scratch(4 * B);
  const probs = runtime.scratch(4 * B * C);
  k.i32.set(target, classes >>> 2);
  k.softmaxCrossEntropy(out.data, probs, logits.data, classes, B, C);
  if (out.requiresGrad)
    out._backward = () => k.softmaxCrossEntropyBackward(logits.grad, out.grad, classes, probs, B, C);
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
