/** What a family of workloads (tests/bench/families) tells the bench: one row each. */
import { createRandom } from '@/lib/random';
import type { Kernels } from '@/wasm/kernels';

export type Entry = {
  /** Timed; does the whole work every time. A promise is waited for. */
  readonly run: () => unknown;
  /** What the last run gave: entries of one row are compared, so that no one is fast by being wrong. */
  readonly read?: () => ArrayLike<number> | Promise<ArrayLike<number>>;
  readonly free?: () => void;
};

export type Workload = {
  readonly workload: string;
  readonly size: string;
  /** Floating-point operations and bytes read of one run: their peaks bound the time. */
  readonly flops?: number;
  readonly bytes?: number;
  /** Grows along the rows of one name: the bench fits time ∝ nᵉ. */
  readonly n?: number;
  /** Greatest difference to a peer as a share of the greatest value; 1e-4 unless told. */
  readonly tolerance?: number;
  readonly ours: (kernels: Kernels) => Entry;
  /** By name, in their best known forms. */
  readonly peers: Readonly<Record<string, () => Entry | Promise<Entry>>>;
};

/** Seeded, uniform in [−1, 1). */
export function numbers(n: number, seed: number): Float32Array<ArrayBuffer> {
  const random = createRandom(seed);
  return Float32Array.from({ length: n }, () => 2 * random.uniform() - 1);
}

/** An array copied into the memory of the kernels; its byte offset. */
export function put(k: Kernels, values: Float32Array): number {
  const offset = k.alloc(4 * values.length);
  k.f32.set(values, offset / 4);
  return offset;
}
