/**
 * Softplus, element by element:  y = ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|)
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/activations.ts.
 * Source: Glorot, Bordes, Bengio 2011; PyTorch `Softplus`.
 */
import { negVec } from '../core/choose';
import { map, mapAdd } from '../core/map';
import { absVec, add, atLeast, mul, splat } from '../core/simd';
import { expCall, log1pVec, sigmoidCall } from '../core/special';

class Softplus {
  @inline at(x: vec): vec {
    return add(atLeast(x, splat(0)), log1pVec(expCall(negVec(absVec(x)))));
  }
}

export function softplus(out: usize, x: usize, n: i32): void {
  map<Softplus>(out, x, n);
}

/**
 * From y = ln(1 + eˣ):  dx += dout · σ(x)
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function softplusBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<SoftplusSlope>(dx, dout, x, n);
}

class SoftplusSlope {
  @inline at(dy: vec, x: vec): vec {
    return mul(dy, sigmoidCall(x));
  }
}
