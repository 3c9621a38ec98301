/**
 * Seeded uniform numbers:  out[i] = low + (high − low) uᵢ,  uᵢ on the multiples of 2⁻²⁴ in [0, 1)
 *
 * out (n) f32 overwritten · state of the generator; returns the state after it (as an i32: `>>> 0` makes it a u32)
 * Caller ensures: n ≥ 1. Accuracy: with low 0 and high 1 equal to createRandom(state).uniform() of src/lib/random.ts.
 * Source: mulberry32, see core/random.ts.
 */
import { advance, draw } from '../core/random';

export function uniform(out: usize, n: i32, state: u32, low: f64, high: f64): u32 {
  for (let end = out + (<usize>n << 2); out < end; out += 4) {
    state = advance(state);
    store<f32>(out, <f32>(low + (high - low) * <f64>draw(state)));
  }
  return state;
}
