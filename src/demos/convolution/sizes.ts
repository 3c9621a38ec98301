/**
 * How often a window fits along an image:  ⌊(n + p − d(k − 1) − 1) / s⌋ + 1,  p being the padding of both ends together.
 * Source: Dumoulin, Visin 2016, arXiv:1603.07285, relationship 15.
 */
import type { ConvolutionValues } from './params';

/** Down or across. */
export type Along = {
  /** n, of the image. */
  readonly pixels: number;
  /** Zeros before and after it. */
  readonly before: number;
  readonly after: number;
  /** k, taps of the kernel; d(k − 1) + 1, the pixels that they span. */
  readonly taps: number;
  readonly extent: number;
  readonly dilation: number;
  readonly stride: number;
  /** Positions of the window; 0 when it does not fit. */
  readonly places: number;
  /** Pixels at the end that no window reaches. */
  readonly unread: number;
};

type Ends = readonly [before: number, after: number];

/** @example along(8, 3, 2, 1, [0, 0]).places // 3 */
export function along(pixels: number, taps: number, stride: number, dilation: number, [before, after]: Ends): Along {
  const extent = dilation * (taps - 1) + 1;
  const room = pixels + before + after - extent;
  const places = room < 0 ? 0 : Math.floor(room / stride) + 1;
  const unread = places === 0 ? pixels : room - (places - 1) * stride;
  return { pixels, before, after, taps, extent, dilation, stride, places, unread };
}

/** As many places as pixels over the stride; an odd zero goes to the end. */
function same(pixels: number, taps: number, stride: number, dilation: number): Ends {
  const total = Math.max(0, (Math.ceil(pixels / stride) - 1) * stride + dilation * (taps - 1) + 1 - pixels);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

type Chosen = Pick<ConvolutionValues, 'size' | 'stride' | 'dilation' | 'padding' | 'before' | 'after'>;

/** Image, kernel and padding are square: down and across are alike. */
export function placesOf({ size, stride, dilation, padding, before, after }: Chosen, taps: number): Along {
  const ends: Ends =
    padding === 'none' ? [0, 0] : padding === 'same' ? same(size, taps, stride, dilation) : [before, after];
  return along(size, taps, stride, dilation, ends);
}
