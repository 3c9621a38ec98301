/**
 * Sum with broadcasting:  y = a + b
 *
 * out f32 overwritten, dense · a, b f32 read; n and layout: core/broadcast.ts, steps out of a, b
 * Caller ensures: n ≥ 1; out apart from an operand that is repeated.
 * Accuracy: one rounding; gradients of a repeated operand are summed in f32, then f64.
 * Source: numpy broadcasting; Griewank, Walther 2008, Evaluating Derivatives, §3.2 (its gradient is a sum).
 */
import { zip, zipAdd } from '../core/broadcast';
import { add as sum } from '../core/simd';

class Add {
  @inline at(a: vec, b: vec): vec {
    return sum(a, b);
  }
}

export function add(out: usize, a: usize, b: usize, n: i32, layout: usize): void {
  zip<Add>(out, a, b, n, layout);
}

/**
 * From y = a + b:  da += dout,  db += dout
 *
 * da, db in the shapes of a, b, f32 added to, either 0 when not wanted: an operand that was repeated gets the sum
 * dout f32 read; n and layout as in add
 */
export function addBackward(da: usize, db: usize, dout: usize, n: i32, layout: usize): void {
  if (da) zipAdd<Slope>(da, dout, da, n, layout, 0, 0);
  if (db) zipAdd<Slope>(db, dout, db, n, layout, 1, 1);
}

class Slope {
  @inline at(dy: vec, _: vec): vec {
    return dy;
  }
}
