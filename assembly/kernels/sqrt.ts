/**
 * Square root, element by element:  y = √x
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: correctly rounded.
 * Source: IEEE 754.
 */
import { map, mapAdd } from '../core/map';
import { add, div, sqrtVec } from '../core/simd';

class Sqrt {
  @inline at(x: vec): vec {
    return sqrtVec(x);
  }
}

export function sqrt(out: usize, x: usize, n: i32): void {
  map<Sqrt>(out, x, n);
}

/**
 * From y = √x:  dx += dout / 2y
 *
 * dx (n) f32 added to · dout (n), out (n) f32 read: out is the y that sqrt wrote
 */
export function sqrtBackward(dx: usize, dout: usize, out: usize, n: i32): void {
  mapAdd<SqrtSlope>(dx, dout, out, n);
}

class SqrtSlope {
  @inline at(dy: vec, y: vec): vec {
    return div(dy, add(y, y));
  }
}
