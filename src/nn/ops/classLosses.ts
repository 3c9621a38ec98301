/** Losses against class indices, with PyTorch's names and options. */
import { DomainError, ShapeError, require, show } from '@/lib/errors';
import { Indices, placeIndices } from '../Indices';
import type { Runtime } from '../runtime';
import type { Shape, Tensor, Values } from '../tensor';
import { permute } from './permute';

export type ClassLoss = {
  /** A target that counts for nothing; of Indices it is one of the classes, such as the token that fills up a row. */
  readonly ignoreIndex?: number;
  /** A weight for each class, at least 0. */
  readonly weight?: Values;
  /** none: one loss for each target · sum · mean: their sum over the sum of the weights of their classes */
  readonly reduction?: 'none' | 'sum' | 'mean';
};

const REDUCTIONS = ['none', 'sum', 'mean'] as const;

/** Rows of C numbers from x (N,C) or (N,C,…), classes and weights in WASM memory, and the shape of the result. */
function prepare(
  where: string,
  x: Tensor,
  target: Values | Indices,
  { ignoreIndex = -100, weight, reduction = 'mean' }: ClassLoss,
) {
  const { runtime } = x;
  runtime.check(where, x);
  const [N, C, ...rest] = x.shape;
  if (N === undefined || C === undefined)
    throw new ShapeError(`${where}: logits are a matrix (rows, classes), or more; got ${show(x.shape)}`);
  const axes = x.shape.map((_, d) => d);
  const rows = rest.length ? permute(x, [0, ...axes.slice(2), 1]) : x;
  const B = x.size / C;
  // Indices stay where they are, for a plan to walk through: a class that counts for nothing weighs nothing.
  const placed = target instanceof Indices ? placeIndices(where, runtime, target, C) : undefined;
  const targets = target instanceof Indices ? target.peek() : target;
  if (targets.length !== B) throw new ShapeError(`${where}: one target for each of ${B} rows; got ${targets.length}`);
  if (weight && weight.length !== C)
    throw new ShapeError(`${where}: one weight for each of ${C} classes; got ${weight.length}`);
  for (let c = 0; weight && c < C; c++)
    require(weight[c]! >= 0 && weight[c]! < Infinity, where, 'a weight is at least 0 and finite', weight[c]);
  let counting = 0;
  for (let i = 0; i < B; i++) {
    const t = targets[i]!;
    if (t === ignoreIndex) continue;
    if (!(Number.isInteger(t) && t >= 0 && t < C))
      throw new DomainError(`${where}: a target is a whole number from 0 to ${C - 1}; got ${show(t)}`);
    counting += weight ? weight[t]! : 1;
  }
  require(reduction !== 'mean' || counting > 0, where, 'a mean has a target that counts', counting);
  const shape: Shape = reduction === 'none' ? [N, ...rest] : [1];
  const light = placed !== undefined && ignoreIndex >= 0;
  const weigh = light
    ? Float32Array.from({ length: C }, (_, c) => (c === ignoreIndex ? 0 : (weight?.[c] ?? 1)))
    : weight;
  return {
    ...{ runtime, rows, B, C, shape, size: reduction === 'none' ? B : 1, reduction: REDUCTIONS.indexOf(reduction) },
    classes: placed ?? putClasses(runtime, targets, ignoreIndex),
    weights: weigh ? putWeights(runtime, weigh) : 0,
    norm: runtime.scratch(4),
    settings: () => ({ ignoreIndex, reduction, shape, weight: weight && Array.from(weight) }),
  };
}

/** As i32; −1 is ignored. */
function putClasses(runtime: Runtime, target: Values, ignoreIndex: number): number {
  const offset = runtime.scratch(4 * target.length);
  const { i32 } = runtime.kernels;
  for (let i = 0; i < target.length; i++) i32[offset / 4 + i] = target[i] === ignoreIndex ? -1 : target[i]!;
  return offset;
}

function putWeights(runtime: Runtime, weight: Values): number {
  const offset = runtime.scratch(4 * weight.length);
  runtime.kernels.f32.set(weight, offset / 4);
  return offset;
}

/**
 * −ln softmax(logits)[target], the targets being class indices, by default the mean of them.
 *
 * With labelSmoothing s the target is not one class but 1 − s of it and s/C of every class.
 *
 * @param logits (N,C), or (N,C,…) with a target for each of N × …
 * @param target whole numbers in [0, C), row by row, or ignoreIndex
 * @throws {ShapeError} logits without classes, another number of targets than rows or of weights than classes
 * @throws {DomainError} a target that is no class, a weight below 0, a mean over nothing, a smoothing outside [0, 1] or
 * together with ignoreIndex of Indices
 */
export function crossEntropy(
  logits: Tensor,
  target: Values | Indices,
  { labelSmoothing = 0, ...options }: ClassLoss & { readonly labelSmoothing?: number } = {},
): Tensor {
  const where = 'crossEntropy';
  require(labelSmoothing >= 0 && labelSmoothing <= 1, where, 'labelSmoothing lies in [0, 1]', labelSmoothing);
  const apart = !(target instanceof Indices) || options.ignoreIndex === undefined || labelSmoothing === 0;
  require(apart, where, 'ignoreIndex among Indices goes without labelSmoothing', labelSmoothing);
  const p = prepare(where, logits, target, options);
  const { runtime, rows, norm, classes, weights, B, C, reduction } = p;
  const k = runtime.kernels;
  const s = labelSmoothing;
  const out = runtime.result(p.shape, p.size, logits.requiresGrad);
  const probs = runtime.scratch(4 * B * C);
  k.softmaxCrossEntropy(out.data, norm, probs, rows.data, classes, weights, B, C, s, reduction);
  runtime.traced?.('crossEntropy', [rows, target], [out], { ...p.settings(), labelSmoothing });
  if (out.requiresGrad)
    out._backward = () =>
      k.softmaxCrossEntropyBackward(rows.grad, out.grad, norm, classes, probs, weights, B, C, s, reduction);
  return out;
}

/**
 * −x[target], x being log-probabilities, by default the mean of them.
 *
 * @param x      (N,C), or (N,C,…) with a target for each of N × …
 * @param target whole numbers in [0, C), row by row, or ignoreIndex
 * @throws {ShapeError} x without classes, another number of targets than rows or of weights than classes
 * @throws {DomainError} a target that is no class, a weight below 0, a mean over nothing
 */
export function nllLoss(x: Tensor, target: Values | Indices, options: ClassLoss = {}): Tensor {
  const p = prepare('nllLoss', x, target, options);
  const { runtime, rows, norm, classes, weights, B, C, reduction } = p;
  const k = runtime.kernels;
  const out = runtime.result(p.shape, p.size, x.requiresGrad);
  k.nllLoss(out.data, norm, rows.data, classes, weights, B, C, reduction);
  runtime.traced?.('nllLoss', [rows, target], [out], p.settings());
  if (out.requiresGrad)
    out._backward = () => k.nllLossBackward(rows.grad, out.grad, norm, classes, weights, B, C, reduction);
  return out;
}
