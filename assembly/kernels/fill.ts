/**
 * One value everywhere:  out[i] = value
 *
 * out (n) f32 overwritten
 * Caller ensures: n ≥ 1. Accuracy: value rounded to f32.
 */
import { BYTES, splat, storeOne, storeVec } from '../core/simd';

export function fill(out: usize, value: f64, n: i32): void {
  const x = splat(<f32>value), end = out + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; out < whole; out += BYTES) storeVec(out, x);
  for (; out < end; out += 4) storeOne(out, x);
}
