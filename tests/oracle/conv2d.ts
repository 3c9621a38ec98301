/** Convolutions and pools in f64, channels last, from the definition: out at (oy, ox) sees x at oy · S − P + k · D. */
import { add, greatest, linear, mul } from './tape';
import type { Num } from './tape';

export type Window = {
  N: number;
  H: number;
  W: number;
  C: number;
  kernel: readonly [number, number];
  stride: readonly [number, number];
  /** Top, left, bottom, right. */
  padding: readonly [number, number, number, number];
  dilation: readonly [number, number];
  outH: number;
  outW: number;
};

type Tap = { ky: number; kx: number; at: (c: number) => number };

/** For every output pixel in turn, the taps inside the image. */
function* pixels({ N, H, W, C, kernel, stride, padding, dilation, outH, outW }: Window): Generator<Tap[]> {
  for (let n = 0; n < N; n++)
    for (let oy = 0; oy < outH; oy++)
      for (let ox = 0; ox < outW; ox++) {
        const taps: Tap[] = [];
        for (let ky = 0; ky < kernel[0]; ky++)
          for (let kx = 0; kx < kernel[1]; kx++) {
            const y = oy * stride[0] - padding[0] + ky * dilation[0];
            const x = ox * stride[1] - padding[1] + kx * dilation[1];
            if (y >= 0 && y < H && x >= 0 && x < W) taps.push({ ky, kx, at: (c) => ((n * H + y) * W + x) * C + c });
          }
        yield taps;
      }
}

/** weight (KH, KW, C / groups, F); output channel f reads the channels of group ⌊f / (F / groups)⌋. */
export function conv2d(
  window: Window,
  F: number,
  groups: number,
  x: readonly Num[],
  weight: readonly Num[],
  bias?: readonly Num[],
): Num[] {
  const size = window.C / groups;
  return [...pixels(window)].flatMap((taps) =>
    Array.from({ length: F }, (_, f) => {
      const group = Math.floor((f * groups) / F);
      const terms = taps.flatMap(({ ky, kx, at }) =>
        Array.from({ length: size }, (_, c) =>
          mul(x[at(group * size + c)]!, weight[((ky * window.kernel[1] + kx) * size + c) * F + f]!),
        ),
      );
      return add(...terms, ...(bias ? [bias[f]!] : []));
    }),
  );
}

const channels = (C: number) => Array.from({ length: C }, (_, c) => c);

export const maxPool2d = (window: Window, x: readonly Num[]): Num[] =>
  [...pixels(window)].flatMap((taps) => channels(window.C).map((c) => greatest(taps.map(({ at }) => x[at(c)]!))));

/** The divisor counts the taps in the image; with countPad also those in the padding, but none beyond it. */
export function avgPool2d(window: Window, countPad: boolean, x: readonly Num[]): Num[] {
  const { N, H, W, C, kernel, stride, padding, dilation, outH, outW } = window;
  const along = (o: number, i: 0 | 1, size: number) => {
    const start = o * stride[i] - padding[i];
    return Array.from({ length: kernel[i] }, (_, k) => start + k * dilation[i]).filter(
      (p) => p < size + padding[i + 2]!,
    ).length;
  };
  const counts = Array.from({ length: N * outH * outW }, (_, p) => {
    const [oy, ox] = [Math.floor(p / outW) % outH, p % outW];
    return along(oy, 0, H) * along(ox, 1, W);
  });
  return [...pixels(window)].flatMap((taps, p) =>
    channels(C).map((c) => linear(add(...taps.map(({ at }) => x[at(c)]!)), 1 / (countPad ? counts[p]! : taps.length))),
  );
}
