/**
 * Hyperbolic tangent, element by element:  y = tanh x
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/activations.ts for every x.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, §6.3.2; the fit is our own (core/math.ts).
 */
import { map, mapAdd } from '../core/map';
import { tanhVec } from '../core/math';
import { mul, nmadd, splat } from '../core/simd';

class Tanh {
  @inline at(x: vec): vec {
    return tanhVec(x);
  }
}

export function tanh(out: usize, x: usize, n: i32): void {
  map<Tanh>(out, x, n);
}

/**
 * From y = tanh x:  dx += dout · (1 − y²)
 *
 * dx (n) f32 added to · dout (n), out (n) f32 read: out is the y that tanh wrote
 */
export function tanhBackward(dx: usize, dout: usize, out: usize, n: i32): void {
  mapAdd<TanhSlope>(dx, dout, out, n);
}

class TanhSlope {
  @inline at(dy: vec, y: vec): vec {
    return mul(dy, nmadd(y, y, splat(1)));
  }
}
