/**
 * Seeded draws by weight, one for each row:  P(out[b] = c) = weight[b, c] / Σ weight[b]
 *
 * out (B) i32 overwritten · weight (B,C) f32 read
 * state of the generator; returns the state after it (as an i32: `>>> 0` makes it a u32)
 * Caller ensures: sizes ≥ 1, weights finite and ≥ 0 with a positive sum.
 * Accuracy: the first c whose sum of weights up to it,
 * in f64, exceeds u times the whole; equal to createRandom(state).categorical(weights) of src/lib/random.ts.
 * Source: Devroye 1986, Non-Uniform Random Variate Generation, §III.2 (inversion).
 */
import { advance, draw } from '../core/random';

export function categorical(out: usize, weight: usize, B: i32, C: i32, state: u32): u32 {
  for (let b = 0; b < B; b++, weight += <usize>C << 2, out += 4) {
    let total: f64 = 0;
    for (let c = 0; c < C; c++) total += <f64>load<f32>(weight + (<usize>c << 2));
    const limit = <f64>draw((state = advance(state))) * total;
    let sum: f64 = 0, c = -1;
    do sum += <f64>load<f32>(weight + (<usize>(++c) << 2));
    while (sum <= limit && c < C - 1);
    store<i32>(out, c);
  }
  return state;
}
