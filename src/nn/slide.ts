/** A window that slides over an image: what convolutions and pools are told, checked, and how many places it has. */
import { DomainError, ShapeError, show } from '@/lib/errors';

/** One number for both directions, or [down, across]. */
export type Pair = number | readonly [number, number];
export type Sides = readonly [top: number, left: number, bottom: number, right: number];

export type Slide = {
  /** Default 1; of pools the size of the window. */
  readonly stride?: Pair;
  /**
   * Zeros (convolutions) or nothing (pools) around the image, default 0; 'same': as many places as pixels over the stride,
   * the odd row or column at the end.
   */
  readonly padding?: Pair | Sides | 'same';
  /** Pixels from one tap to the next, default 1. */
  readonly dilation?: Pair;
};

export type Window = {
  readonly out: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: Sides;
  readonly dilation: readonly [number, number];
};

export const pair = (x: Pair): readonly [number, number] => (typeof x === 'number' ? [x, x] : x);

/**
 * @param where  name of the op, for the errors
 * @param image  height and width
 * @param ceil   the last window may begin in the image and end beyond its padding
 * @throws {DomainError} sizes that are not positive whole numbers, padding that is not whole and ≥ 0
 * @throws {ShapeError} a window that is larger than the padded image, or one that would lie in the padding alone
 */
export function windowOver(
  where: string,
  image: readonly [number, number],
  kernel: readonly [number, number],
  { stride = 1, padding = 0, dilation = 1 }: Slide,
  ceil = false,
): Window {
  const [s, d] = [pair(stride), pair(dilation)];
  for (const [name, sizes] of Object.entries({ kernel, stride: s, dilation: d }))
    if (!sizes.every((n) => Number.isInteger(n) && n > 0))
      throw new DomainError(`${where}: ${name} is positive and whole; got ${show(sizes)}`);
  const extent = [0, 1].map((i) => (kernel[i]! - 1) * d[i]! + 1) as [number, number];
  const p = sidesOf(padding, image, extent, s);
  if (!p.every((n) => Number.isInteger(n) && n >= 0))
    throw new DomainError(`${where}: padding is whole and at least 0; got ${show(padding)}`);
  const out = [0, 1].map((i) => {
    const places = (image[i]! + p[i]! + p[i + 2]! - extent[i]!) / s[i]! + 1;
    const n = ceil ? Math.ceil(places) : Math.floor(places);
    return ceil && (n - 1) * s[i]! >= image[i]! + p[i]! ? n - 1 : n;
  }) as [number, number];
  if (!out.every((n) => n > 0))
    throw new ShapeError(
      `${where}: the padded image holds the kernel; got image ${show(image)}, taps over ${show(extent)}`,
    );
  return { out, kernel, stride: s, padding: p, dilation: d };
}

function sidesOf(
  padding: Pair | Sides | 'same',
  image: readonly [number, number],
  extent: readonly [number, number],
  stride: readonly [number, number],
): Sides {
  if (padding === 'same') {
    const total = (i: 0 | 1) => Math.max(0, (Math.ceil(image[i] / stride[i]) - 1) * stride[i] + extent[i] - image[i]);
    const [h, w] = [total(0), total(1)];
    return [h >> 1, w >> 1, h - (h >> 1), w - (w >> 1)];
  }
  if (typeof padding === 'object' && padding.length === 4) return padding;
  const [h, w] = pair(padding);
  return [h, w, h, w];
}

/** Throws unless every place of the window sees a pixel: a pool of nothing has no value. */
export function requirePixels(where: string, image: readonly [number, number], w: Window): void {
  for (const i of [0, 1] as const)
    for (let place = 0; place < w.out[i]; place++) {
      const start = place * w.stride[i] - w.padding[i];
      const first = start < 0 ? Math.ceil(-start / w.dilation[i]) : 0;
      if (first >= w.kernel[i] || start + first * w.dilation[i] >= image[i])
        throw new ShapeError(
          `${where}: the kernel meets the image wherever it stands; got padding ${show(w.padding)} of ${show(image)}`,
        );
    }
}

/** The sizes in the order of assembly/core/window.ts. x is (N,H,W,C); F: channels of the output. */
export const windowSizes = (x: readonly number[], w: Window, F: number, groups: number, rows: number): number[] => [
  ...[...x, ...w.out, F, ...w.kernel, ...w.stride, ...w.padding, ...w.dilation, groups, rows],
];
