/**
 * Opposite, element by element:  y = −x
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: exact.
 * Source: IEEE 754.
 */
import { negVec } from '../core/choose';
import { map, mapAdd } from '../core/map';

class Neg {
  @inline at(x: vec): vec {
    return negVec(x);
  }
}

export function neg(out: usize, x: usize, n: i32): void {
  map<Neg>(out, x, n);
}

/**
 * From y = −x:  dx −= dout
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function negBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<NegSlope>(dx, dout, x, n);
}

class NegSlope {
  @inline at(dy: vec, x: vec): vec {
    return negVec(dy);
  }
}
