/**
 * Absolute value, element by element:  y = |x|
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: exact.
 * Source: IEEE 754.
 */
import { signVec } from '../core/choose';
import { map, mapAdd } from '../core/map';
import { absVec, mul } from '../core/simd';

class Abs {
  @inline at(x: vec): vec {
    return absVec(x);
  }
}

export function abs(out: usize, x: usize, n: i32): void {
  map<Abs>(out, x, n);
}

/**
 * From y = |x|:  dx += dout · sign x  (at 0 the slope is taken as 0)
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function absBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<AbsSlope>(dx, dout, x, n);
}

class AbsSlope {
  @inline at(dy: vec, x: vec): vec {
    return mul(dy, signVec(x));
  }
}
