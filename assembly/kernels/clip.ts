/**
 * Kept between two limits, element by element:  y = min(max(x, low), high)
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x · low, high numbers, ±∞ for no limit
 * Caller ensures: n ≥ 1. Accuracy: exact; NaN stays NaN; where low > high, high wins.
 * Source: ONNX `Clip`; PyTorch `clamp`.
 */
import { whereEqual } from '../core/choose';
import { map2, mapAdd2 } from '../core/map';
import { atLeast, atMost, splat } from '../core/simd';

class Clip {
  @inline at(x: vec, low: vec, high: vec): vec {
    return atMost(atLeast(x, low), high);
  }
}

export function clip(out: usize, x: usize, n: i32, low: f64, high: f64): void {
  map2<Clip>(out, x, n, low, high);
}

/**
 * From y = min(max(x, low), high):  dx += dout where y = x
 *
 * dx (n) f32 added to · dout (n), x (n), out (n) f32 read: out is the y that clip wrote
 */
export function clipBackward(dx: usize, dout: usize, x: usize, out: usize, n: i32): void {
  mapAdd2<ClipSlope>(dx, dout, x, out, n);
}

class ClipSlope {
  @inline at(dy: vec, x: vec, y: vec): vec {
    return whereEqual(x, y, dy, splat(0));
  }
}
