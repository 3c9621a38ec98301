/** Pools over images, channels last: (N,H,W,C) -> (N,OH,OW,C). The stride is the size of the window unless it is given. */
import { ShapeError, require, show } from '@/lib/errors';
import { sizesIn } from '../sizes';
import type { Tensor } from '../tensor';
import { pair, requirePixels, windowOver, windowSizes } from '../slide';
import type { Pair, Slide } from '../slide';

/** ceilMode: the last windows may reach beyond the padding, where nothing counts. */
export type Pool = Slide & { readonly ceilMode?: boolean };

/**
 * The greatest number of each channel in a window; padding never wins.
 *
 * @throws {ShapeError} x not of four dimensions, a window larger than the padded image or in the padding alone
 * @throws {DomainError} sizes that are not positive whole numbers
 */
export const maxPool2d = (x: Tensor, kernel: Pair, options: Pool = {}): Tensor =>
  maxPool2dWithIndices(x, kernel, options).out;

/** maxPool2d, and where in its image each greatest number stands: y · W + x, of several the first. */
export function maxPool2dWithIndices(x: Tensor, kernel: Pair, options: Pool = {}): { out: Tensor; indices: Tensor } {
  const { shape, size, sizes, settings } = place('maxPool2d', x, kernel, options);
  require(x.shape[1]! * x.shape[2]! <= 2 ** 24, 'maxPool2d', 'an image has at most 2²⁴ pixels', x.shape);
  const { runtime } = x;
  const k = runtime.kernels;
  const out = runtime.result(shape, size, x.requiresGrad);
  const indices = runtime.result(shape, size, false);
  k.maxPool2d(out.data, indices.data, x.data, sizes);
  runtime.traced?.('maxPool2d', [x], [out, indices], settings);
  if (out.requiresGrad) out._backward = () => k.maxPool2dBackward(x.grad, out.grad, indices.data, sizes);
  return { out, indices };
}

/**
 * The mean of each channel in a window. countIncludePad (as in PyTorch the default): padding counts as zeros.
 *
 * @throws {ShapeError} x not of four dimensions, a window larger than the padded image or in the padding alone
 * @throws {DomainError} sizes that are not positive whole numbers
 */
export function avgPool2d(
  x: Tensor,
  kernel: Pair,
  { countIncludePad = true, ...options }: Pool & { countIncludePad?: boolean } = {},
): Tensor {
  const { shape, size, sizes, settings } = place('avgPool2d', x, kernel, options);
  const k = x.runtime.kernels;
  const out = x.runtime.result(shape, size, x.requiresGrad);
  k.avgPool2d(out.data, x.data, sizes, Number(countIncludePad));
  x.runtime.traced?.('avgPool2d', [x], [out], { ...settings, countIncludePad });
  if (out.requiresGrad) out._backward = () => k.avgPool2dBackward(x.grad, out.grad, sizes, Number(countIncludePad));
  return out;
}

/** The mean of each channel of each image: (N,H,W,C) -> (N,1,1,C). */
export const globalAvgPool2d = (x: Tensor): Tensor => avgPool2d(x, [x.shape[1] ?? 0, x.shape[2] ?? 0]);

/** The greatest number of each channel of each image: (N,H,W,C) -> (N,1,1,C). */
export const globalMaxPool2d = (x: Tensor): Tensor => maxPool2d(x, [x.shape[1] ?? 0, x.shape[2] ?? 0]);

function place(where: string, x: Tensor, kernel: Pair, { ceilMode = false, ...slide }: Pool) {
  x.runtime.check(where, x);
  if (x.shape.length !== 4) throw new ShapeError(`${where}: x is (N,H,W,C); got ${show(x.shape)}`);
  const [N, H, W, C] = x.shape as [number, number, number, number];
  const fitted = windowOver(where, [H, W], pair(kernel), { stride: kernel, ...slide }, ceilMode);
  requirePixels(where, [H, W], fitted);
  const shape = [N, ...fitted.out, C];
  const sizes = sizesIn(x.runtime, windowSizes(x.shape, fitted, C, 1, 1));
  return { shape, size: N * fitted.out[0] * fitted.out[1] * C, sizes, settings: { ...fitted, ceilMode } };
}
