/**
 * Arrays for a kernel under test: laid out at offsets that are multiples of 4 and of nothing more, with sentinels around
 * them, so that a kernel which reads whole vectors past an end, or writes past one, is seen.
 */
import { expect } from 'vitest';
import { BUILDS, type Build, type Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';

const GUARD = 8;
const SENTINEL = -12345.678;

export interface Stage {
  /** Copies values in; returns their byte offset. */
  put(values: ArrayLike<number>): number;
  putIntegers(values: ArrayLike<number>): number;
  /** Room for n values that hold something else (a NaN) before the kernel overwrites them. */
  room(n: number): number;
  /** The array at an offset, after its sentinels have been looked at. */
  get(offset: number): number[];
}

export function createStage(kernels: Kernels): Stage {
  const lengths = new Map<number, number>();
  const place = (n: number) => {
    const offset = kernels.alloc(4 * (n + 2 * GUARD + 1)) + 4 * (GUARD + 1);
    kernels.f32.fill(SENTINEL, offset / 4 - GUARD, offset / 4 + n + GUARD);
    lengths.set(offset, n);
    return offset;
  };
  const put = (values: ArrayLike<number>, view: 'f32' | 'i32') => {
    const offset = place(values.length);
    kernels[view].set(values, offset / 4);
    return offset;
  };
  return {
    put: (values) => put(values, 'f32'),
    putIntegers: (values) => put(values, 'i32'),
    room: (n) => put(new Float32Array(n).fill(NaN), 'f32'),
    get(offset) {
      const n = lengths.get(offset)!;
      const around = kernels.f32.slice(offset / 4 - GUARD, offset / 4 + n + GUARD);
      const guards = [...around.subarray(0, GUARD), ...around.subarray(GUARD + n)];
      expect(guards, 'sentinels around the array').toEqual(Array(2 * GUARD).fill(Math.fround(SENTINEL)));
      return [...around.subarray(GUARD, GUARD + n)];
    },
  };
}

/** The three builds, each in an instance of its own: `describe.each(await allBuilds())('%s', (_, kernels) => …)`. */
export const allBuilds = (): Promise<[Build, Kernels][]> =>
  Promise.all(BUILDS.map(async (build): Promise<[Build, Kernels]> => [build, await loadKernelsFromDisk(build)]));
