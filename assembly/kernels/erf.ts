/**
 * Error function, element by element:  y = 2/√π ∫₀ˣ e^(−t²) dt
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/activations.ts.
 * Source: Abramowitz, Stegun 1964, 7.1.1; the fit is our own (core/special.ts).
 */
import { negVec } from '../core/choose';
import { map, mapAdd } from '../core/map';
import { mul, splat } from '../core/simd';
import { erfVec, expCall } from '../core/special';

class Erf {
  @inline at(x: vec): vec {
    return erfVec(x);
  }
}

export function erf(out: usize, x: usize, n: i32): void {
  map<Erf>(out, x, n);
}

/**
 * From y = erf x:  dx += dout · 2/√π e^(−x²)
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function erfBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<ErfSlope>(dx, dout, x, n);
}

class ErfSlope {
  @inline at(dy: vec, x: vec): vec {
    return mul(mul(dy, splat(1.12837917)), expCall(negVec(mul(x, x))));
  }
}
