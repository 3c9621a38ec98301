/**
 * Rectified linear unit, element by element:  y = max(x, 0)
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: exact; NaN stays NaN.
 * Source: Nair, Hinton 2010, ICML.
 */
import { map, mapAdd } from '../core/map';
import { atLeast, splat, wherePositive } from '../core/simd';

class Relu {
  @inline at(x: vec): vec {
    return atLeast(x, splat(0));
  }
}

export function relu(out: usize, x: usize, n: i32): void {
  map<Relu>(out, x, n);
}

/**
 * From y = max(x, 0):  dx += dout where x > 0  (at 0 the slope is taken as 0)
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function reluBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<ReluSlope>(dx, dout, x, n);
}

class ReluSlope {
  @inline at(dy: vec, x: vec): vec {
    return wherePositive(x, dy);
  }
}
