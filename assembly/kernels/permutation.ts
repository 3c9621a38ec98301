/**
 * A seeded permutation of 0 … n − 1, every one equally likely (as far as 24 bits a step go)
 *
 * out (n) i32 overwritten, no f32 in it
 * state of the generator; returns the state after it (as an i32: `>>> 0` makes it a u32)
 * Caller ensures: 1 ≤ n ≤ 2²⁴. Accuracy: equal to createRandom(state).permutation(n) of src/lib/random.ts.
 * Source: Durstenfeld 1964, CACM 7, algorithm 235 (the shuffle of Fisher and Yates).
 */
import { advance, draw } from '../core/random';

export function permutation(out: usize, n: i32, state: u32): u32 {
  for (let i = 0; i < n; i++) store<i32>(out + (<usize>i << 2), i);
  for (let i = n - 1; i > 0; i--) {
    const j = <i32>(<f64>draw((state = advance(state))) * <f64>(i + 1));
    const p = out + (<usize>i << 2), q = out + (<usize>j << 2), kept = load<i32>(p);
    store<i32>(p, load<i32>(q));
    store<i32>(q, kept);
  }
  return state;
}
