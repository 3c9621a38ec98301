/**
 * Seeded random numbers for simulations: xoshiro128**, 128 bits of state, period 2¹²⁸ − 1. lib/random has 32 bits of state and
 * 24-bit uniforms, which is what pictures and weights need; millions of paths would go round it and see its steps in the
 * tails. Integers only, so the same on every machine.
 *
 * Source: Blackman & Vigna 2021, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47(4); prng.di.unimi.it.
 */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';

export interface Xoshiro {
  /** Four 32-bit words; xoshiroFrom goes on where this one is. */
  readonly state: readonly [number, number, number, number];
  /** Uniform on the whole numbers of 32 bits. */
  uint32(): number;
  /** Uniform on the 2⁵³ multiples of 2⁻⁵³ in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * A generator from its state.
 *
 * @param state four whole numbers of 32 bits, not all 0
 * @throws {DomainError} all 0: it would stay there
 * @example xoshiroFrom([1, 2, 3, 4]).uint32() // 11520
 */
export function xoshiroFrom(state: readonly [number, number, number, number]): Xoshiro {
  let [a, b, c, d] = state.map((word) => word | 0) as [number, number, number, number];
  require((a | b | c | d) !== 0, 'xoshiroFrom', 'the state is not all 0', state);
  let spare: number | undefined;
  const next = () => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  // 27 upper bits of one word, 26 of the next.
  const uniform = () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  return {
    get state() {
      return [a >>> 0, b >>> 0, c >>> 0, d >>> 0] as const;
    },
    uint32: () => next() >>> 0,
    uniform,
    normal() {
      // Marsaglia's polar method makes two; the second waits. Not part of `state`: a resumed generator draws a new pair.
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        const x = 2 * uniform() - 1;
        const y = 2 * uniform() - 1;
        const s = x * x + y * y;
        if (s >= 1 || s === 0) continue;
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        spare = y * scale;
        return x * scale;
      }
    },
  };
}

/**
 * A generator from a seed, its state filled by SplitMix32, so that neighbouring seeds have nothing in common.
 *
 * @param seed   whole number of 32 bits
 * @param stream another stream of the same seed: 0, 1, 2 …
 * @throws {DomainError} no whole number from 0 to 2³² − 1
 * @example createXoshiro(7).uint32() === createXoshiro(7).uint32() // true
 * @example createXoshiro(7).uint32() === createXoshiro(7, 1).uint32() // false
 */
export function createXoshiro(seed: number, stream = 0): Xoshiro {
  checkNumbers('createXoshiro', { seed, stream }, { min: 0, max: 2 ** 32 - 1, whole: true });
  let at = (seed ^ Math.imul(mix(stream + 1), 0x2545f491)) >>> 0;
  if (stream === 0) at = seed >>> 0;
  const word = () => mix((at = (at + 0x9e3779b9) >>> 0));
  return xoshiroFrom([word(), word(), word(), word() | 1]);
}

/** The finaliser of SplitMix32 (murmur3's constants by Evensen's "lowbias32" search, 2018). */
function mix(x: number): number {
  let z = x | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
