import { DomainError, ShapeError, show } from '@/lib/errors';
import { sizesIn } from '../sizes';
import type { Tensor } from '../tensor';
import { pair, windowOver, windowSizes } from '../slide';
import type { Slide } from '../slide';

export type Convolution = Slide & { readonly bias?: Tensor | undefined; readonly groups?: number };

/** Numbers of a panel: 256 kB, which stay in the second-level cache; but never fewer rows than fill the tiles of gemm. */
const PANEL = 65_536;
const MIN_ROWS = 48;

/**
 * Convolution of images, channels last (a cross-correlation, as everywhere in deep learning).
 *
 * @param x       (N,H,W,C)
 * @param weight  (KH,KW,C / groups,F)
 * @returns (N,OH,OW,F); channel f reads the channels of group ⌊f · groups / F⌋
 * @throws {ShapeError} x or weight not of four dimensions, channels that differ, a bias of another length than F, a window
 * larger than the padded image
 * @throws {DomainError} sizes that are not positive whole numbers, groups that do not divide C and F
 */
export function conv2d(x: Tensor, weight: Tensor, options: Convolution = {}): Tensor {
  if (x.shape.length !== 4 || weight.shape.length !== 4)
    throw new ShapeError(
      `conv2d: x is (N,H,W,C), the weight (KH,KW,C / groups,F); got ${show(x.shape)} and ${show(weight.shape)}`,
    );
  return convolve('conv2d', x, x.shape, weight, weight.shape, options, 2);
}

/**
 * Convolution of sequences: conv2d of images one pixel high. stride, padding and dilation are single numbers, padding also
 * [0, left, 0, right].
 *
 * @param x       (N,L,C)
 * @param weight  (K,C / groups,F)
 * @returns (N,OL,F)
 * @throws {ShapeError} as conv2d
 * @throws {DomainError} as conv2d
 */
export function conv1d(x: Tensor, weight: Tensor, options: Convolution = {}): Tensor {
  const [N, L, C] = x.shape;
  if (x.shape.length !== 3 || weight.shape.length !== 3)
    throw new ShapeError(
      `conv1d: x is (N,L,C), the weight (K,C / groups,F); got ${show(x.shape)} and ${show(weight.shape)}`,
    );
  const { padding = 0, stride = 1, dilation = 1 } = options;
  const along = {
    ...options,
    stride: [1, pair(stride)[1]] as const,
    dilation: [1, pair(dilation)[1]] as const,
    padding: typeof padding === 'number' ? ([0, padding] as const) : padding,
  };
  return convolve('conv1d', x, [N!, 1, L!, C!], weight, [1, ...weight.shape], along, 1);
}

function convolve(
  where: string,
  x: Tensor,
  image: readonly number[],
  weight: Tensor,
  taps: readonly number[],
  { bias, groups = 1, ...slide }: Convolution,
  dimensions: 1 | 2,
): Tensor {
  const { runtime } = x;
  for (const tensor of [x, weight, ...(bias ? [bias] : [])]) runtime.check(where, tensor);
  const [N, H, W, C] = image as [number, number, number, number];
  const [KH, KW, depth, F] = taps as [number, number, number, number];
  if (!(Number.isInteger(groups) && groups > 0 && C % groups === 0 && F % groups === 0))
    throw new DomainError(`${where}: groups divide the channels, ${C} and ${F}; got ${show(groups)}`);
  if (depth * groups !== C)
    throw new ShapeError(`${where}: the weight reads the ${C / groups} channels of a group; got ${show(weight.shape)}`);
  if (bias && (bias.shape.length !== 1 || bias.size !== F))
    throw new ShapeError(`${where}: the bias has one number for each of ${F} channels; got ${show(bias.shape)}`);
  const fitted = windowOver(where, [H, W], [KH, KW], slide);
  const [OH, OW] = fitted.out;
  const K = KH * KW * depth;
  const rows = Math.min(N * OH * OW, Math.max(Math.floor(PANEL / K), MIN_ROWS));
  const sizes = sizesIn(runtime, windowSizes(image, fitted, F, groups, rows));
  const scratch = runtime.scratch(4 * (rows * K + (groups > 1 ? ((rows + 2 * K) * F) / groups : 0)));
  const k = runtime.kernels;
  const wants = x.requiresGrad || weight.requiresGrad || !!bias?.requiresGrad;
  const out = runtime.result(dimensions === 2 ? [N, OH, OW, F] : [N, OW, F], N * OH * OW * F, wants);
  k.conv2d(out.data, x.data, weight.data, bias?.data ?? 0, scratch, sizes);
  runtime.traced?.(where, [x, weight, bias], [out], { ...fitted, groups });
  if (out.requiresGrad)
    out._backward = () =>
      k.conv2dBackward(x.grad, weight.grad, bias?.grad ?? 0, out.grad, x.data, weight.data, scratch, sizes);
  return out;
}
