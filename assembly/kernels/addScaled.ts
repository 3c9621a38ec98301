/**
 * A multiple added:  out[i] += scale · x[i]      (weight decay: the gradient gets a share of its parameter)
 *
 * out (n) f32 added to · x (n) f32 read · scale a number
 * Caller ensures: n ≥ 1. Accuracy: two roundings. Source: BLAS `saxpy`.
 */
import { mapAdd1 } from '../core/map';
import { mul } from '../core/simd';

class Scaled {
  @inline at(x: vec, _: vec, scale: vec): vec {
    return mul(x, scale);
  }
}

export function addScaled(out: usize, x: usize, n: i32, scale: f64): void {
  mapAdd1<Scaled>(out, x, x, n, scale);
}
