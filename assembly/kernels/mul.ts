/**
 * Product with broadcasting:  y = a · b
 *
 * out f32 overwritten, dense · a, b f32 read; n and layout: core/broadcast.ts, steps out of a, b
 * Caller ensures: n ≥ 1; out apart from an operand that is repeated.
 * Accuracy: one rounding; gradients of a repeated operand are summed in f32, then f64.
 * Source: numpy broadcasting.
 */
import { zip, zipAdd } from '../core/broadcast';
import { mul as times } from '../core/simd';

class Mul {
  @inline at(a: vec, b: vec): vec {
    return times(a, b);
  }
}

export function mul(out: usize, a: usize, b: usize, n: i32, layout: usize): void {
  zip<Mul>(out, a, b, n, layout);
}

/**
 * From y = a · b:  da += dout · b,  db += dout · a
 *
 * da, db in the shapes of a, b, f32 added to, either 0 when not wanted: an operand that was repeated gets the sum
 * dout, a, b f32 read; n and layout as in mul
 */
export function mulBackward(da: usize, db: usize, dout: usize, a: usize, b: usize, n: i32, layout: usize): void {
  if (da) zipAdd<Mul>(da, dout, b, n, layout, 0, 1);
  if (db) zipAdd<Mul>(db, dout, a, n, layout, 1, 0);
}
