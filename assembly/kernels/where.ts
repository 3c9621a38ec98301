/**
 * One of two with broadcasting:  y = a where condition ≠ 0, else b
 *
 * out f32 overwritten, dense · condition, a, b f32 read; n and layout: core/broadcast.ts, steps out of condition, a, b
 * Caller ensures: n ≥ 1; out apart from an operand that is repeated. Accuracy: exact; a NaN counts as ≠ 0.
 * Source: numpy `where`.
 */
import { zip3, zipAdd } from '../core/broadcast';
import { whereEqual } from '../core/choose';
import { splat } from '../core/simd';

class Where {
  @inline at(condition: vec, a: vec, b: vec): vec {
    return whereEqual(condition, splat(0), b, a);
  }
}

export function where(out: usize, condition: usize, a: usize, b: usize, n: i32, layout: usize): void {
  zip3<Where>(out, condition, a, b, n, layout);
}

/**
 * From y = a where condition ≠ 0, else b:  da += dout where condition ≠ 0,  db += dout elsewhere
 *
 * da, db in the shapes of a, b, f32 added to, either 0 when not wanted: an operand that was repeated gets the sum
 * dout, condition f32 read; n and layout as in where
 */
export function whereBackward(da: usize, db: usize, dout: usize, condition: usize, n: i32, layout: usize): void {
  if (da) zipAdd<SlopeA>(da, dout, condition, n, layout, 1, 0);
  if (db) zipAdd<SlopeB>(db, dout, condition, n, layout, 2, 0);
}

class SlopeA {
  @inline at(dy: vec, condition: vec): vec {
    return whereEqual(condition, splat(0), splat(0), dy);
  }
}

class SlopeB {
  @inline at(dy: vec, condition: vec): vec {
    return whereEqual(condition, splat(0), dy, splat(0));
  }
}
