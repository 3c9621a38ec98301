import { createRandom } from '@/lib/random';

/** Seeded numbers, each exact in f32, so that oracle and kernel read the same: uniform in [−scale, scale). */
export function numbers(n: number, seed: number, scale = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => Math.fround(scale * (2 * random.uniform() - 1)));
}

/** Lengths around every edge of the loops: one element, less and more than a vector, primes, a few blocks. */
export const LENGTHS = [1, 2, 3, 4, 5, 7, 8, 9, 13, 64, 257] as const;
