/**
 * Power with broadcasting:  y = aᵇ
 *
 * out f32 overwritten, dense · a, b f32 read; n and layout: core/broadcast.ts, steps out of a, b
 * Caller ensures: n ≥ 1; out apart from an operand that is repeated.
 * Accuracy: rel. 1e-6 against tests/oracle/broadcast.ts; a negative base has a power only at a whole exponent, else NaN.
 * Source: IEEE 754 `pow`; by logarithms in f64 (core/power.ts).
 */
import { zip, zipAdd2 } from '../core/broadcast';
import { whereEqual, whereGreater } from '../core/choose';
import { power } from '../core/power';
import { mul, splat, sub } from '../core/simd';
import { logVec } from '../core/special';

class Pow {
  @inline at(a: vec, b: vec): vec {
    return power(a, b);
  }
}

export function pow(out: usize, a: usize, b: usize, n: i32, layout: usize): void {
  zip<Pow>(out, a, b, n, layout);
}

/**
 * From y = aᵇ:  da += dout · b aᵇ⁻¹,  db += dout · y ln a where a > 0  (else 0)
 *
 * da, db in the shapes of a, b, f32 added to, either 0 when not wanted: an operand that was repeated gets the sum
 * dout, a, b f32 read; n and layout as in pow
 */
export function powBackward(da: usize, db: usize, dout: usize, a: usize, b: usize, n: i32, layout: usize): void {
  if (da) zipAdd2<SlopeA>(da, dout, a, b, n, layout, 0);
  if (db) zipAdd2<SlopeB>(db, dout, a, b, n, layout, 1);
}

class SlopeA {
  @inline at(dy: vec, a: vec, b: vec): vec {
    return mul(dy, whereEqual(b, splat(0), splat(0), mul(b, power(a, sub(b, splat(1))))));
  }
}

class SlopeB {
  @inline at(dy: vec, a: vec, b: vec): vec {
    return mul(dy, whereGreater(a, splat(0), mul(power(a, b), logVec(a)), splat(0)));
  }
}
