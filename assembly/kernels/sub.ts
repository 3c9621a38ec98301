/**
 * Difference with broadcasting:  y = a − b
 *
 * out f32 overwritten, dense · a, b f32 read; n and layout: core/broadcast.ts, steps out of a, b
 * Caller ensures: n ≥ 1; out apart from an operand that is repeated.
 * Accuracy: one rounding; gradients of a repeated operand are summed in f32, then f64.
 * Source: numpy broadcasting.
 */
import { zip, zipAdd } from '../core/broadcast';
import { negVec } from '../core/choose';
import { sub as minus } from '../core/simd';

class Sub {
  @inline at(a: vec, b: vec): vec {
    return minus(a, b);
  }
}

export function sub(out: usize, a: usize, b: usize, n: i32, layout: usize): void {
  zip<Sub>(out, a, b, n, layout);
}

/**
 * From y = a − b:  da += dout,  db −= dout
 *
 * da, db in the shapes of a, b, f32 added to, either 0 when not wanted: an operand that was repeated gets the sum
 * dout f32 read; n and layout as in sub
 */
export function subBackward(da: usize, db: usize, dout: usize, n: i32, layout: usize): void {
  if (da) zipAdd<SlopeA>(da, dout, da, n, layout, 0, 0);
  if (db) zipAdd<SlopeB>(db, dout, db, n, layout, 1, 1);
}

class SlopeA {
  @inline at(dy: vec, _: vec): vec {
    return dy;
  }
}

class SlopeB {
  @inline at(dy: vec, _: vec): vec {
    return negVec(dy);
  }
}
