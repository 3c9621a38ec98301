/**
 * The numeric core as TypeScript sees it: every kernel of assembly/kernels by its name, on byte offsets into one memory.
 * The signatures are the compiler's own (kernel.simd.d.ts is generated with the module).
 */
import { fillTable } from './calls';
import { createHeap } from './heap';
import type { Heap } from './heap';
import type { instantiate } from './kernel.simd.js';

/** base: any browser · simd: the same numbers on every machine · relaxed: fused multiply-add, fastest. */
export const BUILDS = ['base', 'simd', 'relaxed'] as const;
export type Build = (typeof BUILDS)[number];

type Exports = Awaited<ReturnType<typeof instantiate>>;
export type KernelFunctions = Omit<Exports, 'memory' | 'table'>;
export type KernelName = keyof KernelFunctions;

export interface Kernels extends Readonly<KernelFunctions>, Heap {
  readonly build: Build;
  readonly memory: WebAssembly.Memory;
  /** Of each kernel in the module's table: what a recorded call is made by. */
  readonly places: ReadonlyMap<string, number>;
  /** The memory as numbers: element i lies at byte 4 i. Renewed when memory grows, so never keep one across an alloc. */
  readonly f32: Float32Array<ArrayBuffer>;
  readonly i32: Int32Array<ArrayBuffer>;
  /** Element i lies at byte 8 i. */
  readonly f64: Float64Array<ArrayBuffer>;
}

/**
 * A running instance of a compiled module. It imports nothing; memory below its initial size is its own,
 * above it is handed out by `alloc`.
 */
export async function instantiateKernels(module: WebAssembly.Module, build: Build): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, {});
  const { memory, table, ...functions } = exports as unknown as Exports;
  const views = () => {
    const buffer = memory.buffer as ArrayBuffer;
    return { f32: new Float32Array(buffer), i32: new Int32Array(buffer), f64: new Float64Array(buffer) };
  };
  const heap = createHeap(memory, () => Object.assign(kernels, views()));
  const kernels: Kernels = {
    ...functions,
    ...views(),
    build,
    memory,
    places: fillTable(table, functions),
    alloc: heap.alloc,
    free: heap.free,
    get used() {
      return heap.used;
    },
  };
  return kernels;
}
