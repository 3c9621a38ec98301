/** States of the demo, for its tests. */
import { createModel } from '@/demos/convolution/model';
import { isThere, type ConvolutionState, type Map2d } from '@/demos/convolution/state';
import { params, type ConvolutionValues } from '@/demos/convolution/params';
import { complete, type AnyValues } from '@/lib/params';
import { loadKernelsFromDisk } from '@/wasm/loadNode';

const kernels = await loadKernelsFromDisk('simd');

export type Made = {
  readonly values: ConvolutionValues;
  readonly state: ConvolutionState;
  /** The maps that are there; a refusal is a failure. */
  readonly map: (name: 'z' | 'a' | 'pooled') => Map2d;
};

export function made(change: Partial<AnyValues> = {}): Made {
  const values = complete(params, change);
  const { state } = createModel(values, kernels);
  const map = (name: 'z' | 'a' | 'pooled') => {
    const found = state[name];
    if (!isThere(found)) throw new Error(`made: there is a map ${name}; got ${found}`);
    return found;
  };
  return { values, state, map };
}

/** A seeded drawing as its text. */
export const scribble = (side: number, next: () => number): string =>
  Array.from({ length: side * side }, () => Math.floor(10 * next())).join('');
