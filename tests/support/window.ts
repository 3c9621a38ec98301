/** A sliding window for the kernels: the sizes that an oracle's window has, in the order of assembly/core/window.ts. */
import type { Window } from '../oracle/conv2d';

export type Slide = Omit<Window, 'outH' | 'outW'>;

export function fit(slide: Slide): Window {
  const out = (size: number, i: 0 | 1) =>
    Math.floor(
      (size + slide.padding[i] + slide.padding[i + 2]! - (slide.kernel[i] - 1) * slide.dilation[i] - 1) /
        slide.stride[i],
    ) + 1;
  return { ...slide, outH: out(slide.H, 0), outW: out(slide.W, 1) };
}

export const sizesOf = (w: Window, F: number, groups: number, rows: number): number[] => [
  ...[w.N, w.H, w.W, w.C, w.outH, w.outW, F, ...w.kernel, ...w.stride, ...w.padding, ...w.dilation, groups, rows],
];
