/** Normalizations; weight and bias may be left out. Images are channels last: (N,H,W,C). */
import { DomainError, ShapeError, require, show } from '@/lib/errors';
import { sizeOf } from '../tensor';
import type { Shape, Tensor } from '../tensor';

export type Affine = { readonly weight?: Tensor | undefined; readonly bias?: Tensor | undefined };

/** Statistics that training keeps for later: tensors of C elements that it overwrites. */
export type Running = { readonly mean: Tensor; readonly variance: Tensor };

const optional = (x: Tensor | undefined) => x?.data ?? 0;
const wants = (...list: readonly (Tensor | undefined)[]) => list.some((x) => x?.requiresGrad);

function check(where: string, x: Tensor, parts: Readonly<Record<string, Tensor | undefined>>, shape: Shape): void {
  x.runtime.check(where, x);
  for (const [name, part] of Object.entries(parts)) {
    if (!part) continue;
    x.runtime.check(where, part);
    if (part.shape.length !== shape.length || !part.shape.every((n, i) => n === shape[i]))
      throw new ShapeError(`${where}: the ${name} has shape ${show(shape)}; got ${show(part.shape)}`);
  }
}

function rowsOf(where: string, x: Tensor, axis: number, parts: Readonly<Record<string, Tensor | undefined>>) {
  const at = axis < 0 ? axis + x.shape.length : axis;
  if (!(at >= 0 && at < x.shape.length))
    throw new ShapeError(`${where}: the axis is one of ${show(x.shape)}; got ${show(axis)}`);
  const shape = x.shape.slice(at);
  check(where, x, parts, shape);
  const C = sizeOf(shape);
  return { C, B: x.size / C };
}

/**
 * (x − mean) / √(variance + eps) · weight + bias over the axes from `axis` on, whose shape weight and bias have.
 *
 * @throws {ShapeError} an axis that x does not have, a weight or bias of another shape
 * @throws {DomainError} eps that is not positive
 */
export const layerNorm = (x: Tensor, options: Affine & { axis?: number; eps?: number } = {}): Tensor =>
  layerNormWithStatistics(x, options).out;

/** layerNorm, and the mean and 1 / √(variance + eps) of each of its B rows. */
export function layerNormWithStatistics(
  x: Tensor,
  { weight, bias, axis = -1, eps = 1e-5 }: Affine & { axis?: number; eps?: number } = {},
): { out: Tensor; mean: Tensor; rstd: Tensor } {
  const { B, C } = rowsOf('layerNorm', x, axis, { weight, bias });
  require(eps > 0, 'layerNorm', 'eps is positive', eps);
  const { runtime } = x;
  const k = runtime.kernels;
  const out = runtime.result(x.shape, x.size, wants(x, weight, bias));
  const [mean, rstd] = [runtime.result([B], B, false), runtime.result([B], B, false)];
  const w = optional(weight);
  k.layerNorm(out.data, mean.data, rstd.data, x.data, w, optional(bias), B, C, eps);
  runtime.traced?.('layerNorm', [x, weight, bias], [out, mean, rstd], { axis, eps });
  if (out.requiresGrad)
    out._backward = () =>
      k.layerNormBackward(
        ...([x.grad, weight?.grad ?? 0, bias?.grad ?? 0, out.grad, x.data, w] as const),
        ...([mean.data, rstd.data, B, C] as const),
      );
  return { out, mean, rstd };
}

/**
 * x / √(mean(x²) + eps) · weight over the axes from `axis` on, whose shape the weight has.
 *
 * @throws {ShapeError} an axis that x does not have, a weight of another shape
 * @throws {DomainError} eps that is negative
 */
export function rmsNorm(
  x: Tensor,
  { weight, axis = -1, eps = 1e-5 }: { weight?: Tensor | undefined; axis?: number; eps?: number } = {},
): Tensor {
  const { B, C } = rowsOf('rmsNorm', x, axis, { weight });
  require(eps >= 0, 'rmsNorm', 'eps is at least 0', eps);
  const { runtime } = x;
  const k = runtime.kernels;
  const out = runtime.result(x.shape, x.size, wants(x, weight));
  const rstd = runtime.scratch(4 * B);
  k.rmsNorm(out.data, rstd, x.data, optional(weight), B, C, eps);
  runtime.traced?.('rmsNorm', [x, weight], [out], { axis, eps });
  if (out.requiresGrad)
    out._backward = () => k.rmsNormBackward(x.grad, weight?.grad ?? 0, out.grad, x.data, optional(weight), rstd, B, C);
  return out;
}

/**
 * Every channel (the last dimension of x) less its mean over all other dimensions, over its deviation.
 *
 * With `training` the statistics are those of x, and `running` moves towards them by `momentum`, its variance towards that
 * of a sample (n − 1; with `population` n) as in PyTorch; without, they are `running`'s own.
 *
 * @throws {ShapeError} weight, bias or running statistics of another length than C
 * @throws {DomainError} no running statistics although not training; a single row in training
 */
export function batchNorm(
  x: Tensor,
  {
    weight,
    bias,
    running,
    training,
    momentum = 0.1,
    eps = 1e-5,
    population = false,
  }: Affine & { running?: Running; training: boolean; momentum?: number; eps?: number; population?: boolean },
): Tensor {
  const C = x.shape.at(-1) ?? 0;
  check('batchNorm', x, { weight, bias, 'running mean': running?.mean, 'running variance': running?.variance }, [C]);
  require(eps > 0, 'batchNorm', 'eps is positive', eps);
  require(momentum >= 0 && momentum <= 1, 'batchNorm', 'momentum lies in [0, 1]', momentum);
  const { runtime } = x;
  const k = runtime.kernels;
  const B = x.size / C;
  if (!training && !running) throw new DomainError('batchNorm: there are running statistics unless training; got none');
  if (training && running && !population && B < 2)
    throw new DomainError(`batchNorm: training takes at least two rows; got shape ${show(x.shape)}`);
  const out = runtime.result(x.shape, x.size, wants(x, weight, bias));
  const scratch = runtime.scratch(16 * C);
  const mean = training ? runtime.scratch(4 * C) : running!.mean.data;
  const variance = training ? runtime.scratch(4 * C) : running!.variance.data;
  const [w, given] = [optional(weight), Number(!training)];
  k.batchNorm(out.data, mean, variance, x.data, w, optional(bias), scratch, B, C, eps, given);
  runtime.traced?.('batchNorm', [x, weight, bias, running?.mean, running?.variance], [out], { training, eps });
  if (training && running) {
    k.movingAverage(running.mean.data, mean, C, momentum, 1);
    k.movingAverage(running.variance.data, variance, C, momentum, population ? 1 : B / (B - 1));
  }
  if (out.requiresGrad)
    out._backward = () =>
      k.batchNormBackward(
        ...([x.grad, weight?.grad ?? 0, bias?.grad ?? 0, out.grad, x.data, w] as const),
        ...([mean, variance, scratch, B, C, eps, given] as const),
      );
  return out;
}

/**
 * x (N,…,C): each group of C / groups channels of each sample less its mean, over its deviation. groups = C is instance
 * normalization.
 *
 * @throws {ShapeError} x without a sample and a channel, weight or bias of another length than C
 * @throws {DomainError} groups that do not divide C
 */
export function groupNorm(
  x: Tensor,
  groups: number,
  { weight, bias, eps = 1e-5 }: Affine & { eps?: number } = {},
): Tensor {
  const [N, C] = [x.shape[0] ?? 0, x.shape.at(-1) ?? 0];
  if (x.shape.length < 2) throw new ShapeError(`groupNorm: x is (N,…,C); got ${show(x.shape)}`);
  check('groupNorm', x, { weight, bias }, [C]);
  require(groups > 0 && C % groups === 0, 'groupNorm', `groups divide the ${C} channels`, groups);
  require(eps > 0, 'groupNorm', 'eps is positive', eps);
  const { runtime } = x;
  const k = runtime.kernels;
  const S = x.size / N / C;
  const out = runtime.result(x.shape, x.size, wants(x, weight, bias));
  const scratch = runtime.scratch(16 * C);
  const [mean, variance] = [runtime.scratch(4 * N * groups), runtime.scratch(4 * N * groups)];
  const w = optional(weight);
  k.groupNorm(out.data, mean, variance, x.data, w, optional(bias), scratch, N, S, C, groups, eps);
  runtime.traced?.('groupNorm', [x, weight, bias], [out], { groups, eps });
  if (out.requiresGrad)
    out._backward = () =>
      k.groupNormBackward(
        ...([x.grad, weight?.grad ?? 0, bias?.grad ?? 0, out.grad, x.data, w] as const),
        ...([mean, variance, scratch, N, S, C, groups, eps] as const),
      );
  return out;
}
