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
  /** A class c with probability weights[c] / Σ weights; they are finite, at least 0, and not all 0. */
  categorical(weights: ArrayLike<number>): number;
  /** 0 … n − 1 in an order of which every one is equally likely; n ≤ 2²⁴. */
  permutation(n: number): number[];
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
    normal: () => Math.fround(Math.sqrt(-2 * log(1 - uniform())) * cosTurn(uniform())),
    categorical(weights) {
      let total = 0;
      for (let c = 0; c < weights.length; c++) total += Math.fround(weights[c]!);
      const limit = uniform() * total;
      let sum = 0;
      let c = -1;
      do sum += Math.fround(weights[++c]!);
      while (sum <= limit && c < weights.length - 1);
      return c;
    },
    permutation(n) {
      const list = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        [list[i], list[j]] = [list[j]!, list[i]!];
      }
      return list;
    },
  };
}

// Math.log and Math.cos may differ between engines in the last bit. These do not; assembly/core/math64.ts says the same.

/** ln x for x in (0, 1]:  x = 2ᵏ m, √½ ≤ m < √2,  ln m = 2 artanh s,  s = (m − 1) / (m + 1) */
function log(x: number): number {
  let k = 0;
  for (; x < Math.SQRT1_2; x *= 2) k--;
  const s = (x - 1) / (x + 1);
  const z = s * s;
  let y = 0;
  for (let n = 21; n > 0; n -= 2) y = y * z + 1 / n;
  return k * Math.LN2 + 2 * s * y;
}

/** cos 2πu for u in [0, 1]: folded to an eighth of a turn, where it is a cosine or a sine of at most π/4. */
function cosTurn(u: number): number {
  let sign = -1;
  let v = Math.abs(u - 0.5);
  if (v > 0.25) {
    v = 0.5 - v;
    sign = 1;
  }
  const sine = v > 0.125;
  const x = 2 * Math.PI * (sine ? 0.25 - v : v);
  const z = x * x;
  let y = 1;
  for (let n = sine ? 17 : 16; n > 1; n -= 2) y = 1 - (y * z) / (n * (n - 1));
  return sign * (sine ? x * y : y);
}
