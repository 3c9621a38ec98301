/** Products with 8-bit weights, for decoding: a quarter of the memory to read. */
import { DomainError, ShapeError, show } from '@/lib/errors';
import type { Tensor } from '../tensor';

/** A matrix (in,out) as whole numbers from −127 to 127, with one scale for each output. */
export interface Int8Weight {
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** Byte offsets: (out,in) i8, (out) f32, and (out) i32, the sum of an output's numbers. */
  readonly q: number;
  readonly scale: number;
  readonly total: number;
}

/**
 * The weights in 8 bits, beside the tensor; they last as long as its runtime.
 *
 * @param weight (in,out), or with trans (out,in); finite
 * @throws {ShapeError} no matrix
 * @throws {DomainError} a weight that is not finite
 */
export function quantizeInt8(weight: Tensor, { trans = false } = {}): Int8Weight {
  const { runtime, shape } = weight;
  runtime.checkRead('quantizeInt8', weight);
  if (shape.length !== 2) throw new ShapeError(`quantizeInt8: the weight is a matrix; got ${show(shape)}`);
  const { kernels } = runtime;
  const bad = kernels.firstNonFinite(weight.data, weight.size);
  if (bad >= 0)
    throw new DomainError(`quantizeInt8: weights are finite; got ${kernels.f32[(weight.data >>> 2) + bad]}`);
  const [inFeatures, outFeatures] = (trans ? [shape[1], shape[0]] : shape) as [number, number];
  const q = runtime.state(Math.ceil(weight.size / 4));
  const scale = runtime.state(outFeatures);
  const total = runtime.state(outFeatures);
  kernels.quantizeInt8(q, scale, total, weight.data, inFeatures, outFeatures, +trans);
  return { inFeatures, outFeatures, q, scale, total };
}

/**
 * x W + bias with 8-bit W: x (…,in) -> (…,out). It has no gradient.
 *
 * @throws {ShapeError} rows of another length than the weight takes, or a bias than it gives
 * @throws {DomainError} x wants a gradient
 */
export function linearInt8(x: Tensor, weight: Int8Weight, bias?: Tensor): Tensor {
  const { runtime } = x;
  runtime.check('linearInt8', x);
  if (bias) runtime.check('linearInt8', bias);
  const { inFeatures: K, outFeatures: N } = weight;
  if (x.shape.at(-1) !== K || (bias && bias.size !== N))
    throw new ShapeError(
      `linearInt8: rows are of ${K}, a bias of ${N}; got inputs ${show(x.shape)} and bias ${show(bias?.shape)}`,
    );
  if (x.requiresGrad) throw new DomainError('linearInt8: the inputs want no gradient; got some that do');
  const M = x.size / K;
  const out = runtime.result([...x.shape.slice(0, -1), N], M * N, false);
  const [integers, step] = [runtime.scratch(2 * M * K), runtime.scratch(4 * M)];
  runtime.kernels.matmulInt8(
    ...([out.data, x.data, weight.q, weight.scale, weight.total, bias?.data ?? 0] as const),
    ...([integers, step, M, K, N] as const),
  );
  runtime.traced?.('linearInt8', [x], [out]);
  return out;
}
