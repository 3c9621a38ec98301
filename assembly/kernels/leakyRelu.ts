/**
 * Leaky rectified linear unit, element by element:  y = x where x > 0, else slope · x
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x · slope a number
 * Caller ensures: n ≥ 1. Accuracy: one rounding; NaN stays NaN.
 * Source: Maas, Hannun, Ng 2013, ICML workshop; PyTorch `LeakyReLU`.
 */
import { whereGreater } from '../core/choose';
import { map1, mapAdd1 } from '../core/map';
import { mul, splat } from '../core/simd';

class LeakyRelu {
  @inline at(x: vec, slope: vec): vec {
    return whereGreater(x, splat(0), x, mul(slope, x));
  }
}

export function leakyRelu(out: usize, x: usize, n: i32, slope: f64): void {
  map1<LeakyRelu>(out, x, n, slope);
}

/**
 * From y = x where x > 0, else slope · x:  dx += dout where x > 0, else slope · dout
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function leakyReluBackward(dx: usize, dout: usize, x: usize, n: i32, slope: f64): void {
  mapAdd1<LeakyReluSlope>(dx, dout, x, n, slope);
}

class LeakyReluSlope {
  @inline at(dy: vec, x: vec, slope: vec): vec {
    return whereGreater(x, splat(0), dy, mul(slope, dy));
  }
}
