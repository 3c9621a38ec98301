/**
 * Logistic function, element by element:  y = 1 / (1 + e⁻ˣ)
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/activations.ts for |x| ≤ 80; beyond, abs. 1e-34.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, eq. 3.30.
 */
import { map, mapAdd } from '../core/map';
import { sigmoidVec } from '../core/math';
import { mul, splat, sub } from '../core/simd';

class Sigmoid {
  @inline at(x: vec): vec {
    return sigmoidVec(x);
  }
}

export function sigmoid(out: usize, x: usize, n: i32): void {
  map<Sigmoid>(out, x, n);
}

/**
 * From y = σ(x):  dx += dout · y (1 − y)
 *
 * dx (n) f32 added to · dout (n), out (n) f32 read: out is the y that sigmoid wrote
 */
export function sigmoidBackward(dx: usize, dout: usize, out: usize, n: i32): void {
  mapAdd<SigmoidSlope>(dx, dout, out, n);
}

class SigmoidSlope {
  @inline at(dy: vec, y: vec): vec {
    return mul(dy, mul(y, sub(splat(1), y)));
  }
}
