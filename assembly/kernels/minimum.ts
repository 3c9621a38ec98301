/**
 * The smaller of two with broadcasting:  y = min(a, b)
 *
 * out f32 overwritten, dense · a, b f32 read; n and layout: core/broadcast.ts, steps out of a, b
 * Caller ensures: n ≥ 1; out apart from an operand that is repeated. Accuracy: exact; NaN when either is NaN.
 * Source: numpy broadcasting; PyTorch `minimum`, whose gradient is halved where a = b.
 */
import { zip, zipAdd2 } from '../core/broadcast';
import { minVec, whereEqual, whereGreater } from '../core/choose';
import { mul, splat } from '../core/simd';

class Minimum {
  @inline at(a: vec, b: vec): vec {
    return minVec(a, b);
  }
}

export function minimum(out: usize, a: usize, b: usize, n: i32, layout: usize): void {
  zip<Minimum>(out, a, b, n, layout);
}

/**
 * From y = min(a, b):  to the one that was chosen, half to each where a = b
 *
 * da, db in the shapes of a, b, f32 added to, either 0 when not wanted: an operand that was repeated gets the sum
 * dout, a, b f32 read; n and layout as in minimum
 */
export function minimumBackward(da: usize, db: usize, dout: usize, a: usize, b: usize, n: i32, layout: usize): void {
  if (da) zipAdd2<SlopeA>(da, dout, a, b, n, layout, 0);
  if (db) zipAdd2<SlopeB>(db, dout, a, b, n, layout, 1);
}

class SlopeA {
  @inline at(dy: vec, a: vec, b: vec): vec {
    return mul(dy, whereGreater(b, a, splat(1), whereEqual(a, b, splat(0.5), splat(0))));
  }
}

class SlopeB {
  @inline at(dy: vec, a: vec, b: vec): vec {
    return mul(dy, whereGreater(a, b, splat(1), whereEqual(a, b, splat(0.5), splat(0))));
  }
}
