/**
 * Quotient with broadcasting:  y = a / b
 *
 * out f32 overwritten, dense · a, b f32 read; n and layout: core/broadcast.ts, steps out of a, b
 * Caller ensures: n ≥ 1; out apart from an operand that is repeated.
 * Accuracy: one rounding; gradients of a repeated operand are summed in f32, then f64.
 * Source: numpy broadcasting.
 */
import { zip, zipAdd2 } from '../core/broadcast';
import { negVec } from '../core/choose';
import { div as over, mul } from '../core/simd';

class Div {
  @inline at(a: vec, b: vec): vec {
    return over(a, b);
  }
}

export function div(out: usize, a: usize, b: usize, n: i32, layout: usize): void {
  zip<Div>(out, a, b, n, layout);
}

/**
 * From y = a / b:  da += dout / b,  db −= dout · y / b
 *
 * da, db in the shapes of a, b, f32 added to, either 0 when not wanted: an operand that was repeated gets the sum
 * dout, a, b f32 read; n and layout as in div
 */
export function divBackward(da: usize, db: usize, dout: usize, a: usize, b: usize, n: i32, layout: usize): void {
  if (da) zipAdd2<SlopeA>(da, dout, a, b, n, layout, 0);
  if (db) zipAdd2<SlopeB>(db, dout, a, b, n, layout, 1);
}

class SlopeA {
  @inline at(dy: vec, a: vec, b: vec): vec {
    return over(dy, b);
  }
}

class SlopeB {
  @inline at(dy: vec, a: vec, b: vec): vec {
    return negVec(over(mul(dy, over(a, b)), b));
  }
}
