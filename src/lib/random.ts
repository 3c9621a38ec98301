/**
 * Seeded random numbers, the same in TypeScript and AssemblyScript (assembly/core/random.ts) to the last bit:
 * integers are 32-bit, and every f32 they become is exact.
 *
 * Generator: mulberry32 (Tommy Ettinger 2017, public domain), 32 bits of state, period 2³².
 */
export interface Random {
  /** The state; a Random made from it goes on where this one is. */
  readonly state: number;
  /** Uniform on the 2²⁴ multiples of 2⁻²⁴ in [0, 1): each is exact in f32. */
  uniform(): number;
  /** Uniform integer in [0, n); n ≤ 2²⁴. */
  below(n: number): number;
  /** Standard normal, Box–Muller (cosine branch), rounded to f32. */
  normal(): number;
}

/** @example createRandom(7).below(6) // 0 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const uniform = () => (next() >>> 8) / 2 ** 24;
  return {
    get state() {
      return state;
    },
    uniform,
    below: (n) => Math.floor(uniform() * n),
    normal: () => Math.fround(Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())),
  };
}
