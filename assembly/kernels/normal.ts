/**
 * Seeded normal numbers:  out[i] = mean + std · √(−2 ln(1 − u)) cos 2πv,   u, v two uniform numbers
 *
 * out (n) f32 overwritten · state of the generator; returns the state after it (as an i32: `>>> 0` makes it a u32)
 * Caller ensures: n ≥ 1. Accuracy: with mean 0 and std 1 equal to createRandom(state).normal() of src/lib/random.ts.
 * Source: Box, Muller 1958, Annals of Mathematical Statistics 29; mulberry32, see core/random.ts.
 */
import { cosTurn, log64 } from '../core/math64';
import { advance, draw } from '../core/random';

export function normal(out: usize, n: i32, state: u32, mean: f64, std: f64): u32 {
  for (let end = out + (<usize>n << 2); out < end; out += 4) {
    const u = <f64>draw((state = advance(state)));
    const v = <f64>draw((state = advance(state)));
    store<f32>(out, <f32>(mean + std * <f64><f32>(Math.sqrt(-2 * log64(1 - u)) * cosTurn(v))));
  }
  return state;
}
