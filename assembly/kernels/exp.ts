/**
 * Exponential, element by element:  y = eˣ
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/activations.ts; overflows to ∞.
 * Source: the fit is our own (core/math.ts).
 */
import { map, mapAdd } from '../core/map';
import { exp as expVec } from '../core/math';
import { mul } from '../core/simd';

class Exp {
  @inline at(x: vec): vec {
    return expVec(x);
  }
}

export function exp(out: usize, x: usize, n: i32): void {
  map<Exp>(out, x, n);
}

/**
 * From y = eˣ:  dx += dout · y
 *
 * dx (n) f32 added to · dout (n), out (n) f32 read: out is the y that exp wrote
 */
export function expBackward(dx: usize, dout: usize, out: usize, n: i32): void {
  mapAdd<ExpSlope>(dx, dout, out, n);
}

class ExpSlope {
  @inline at(dy: vec, y: vec): vec {
    return mul(dy, y);
  }
}
