/**
 * Exponential linear unit, element by element:  y = x where x > 0, else alpha (eˣ − 1)
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x · alpha a number
 * Caller ensures: n ≥ 1. Accuracy: rel. 3e-6 against tests/oracle/activations.ts, also near 0.
 * Source: Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289, eq. 15; PyTorch `ELU`.
 */
import { whereGreater } from '../core/choose';
import { map1, mapAdd1 } from '../core/map';
import { mul, splat } from '../core/simd';
import { expCall, expm1Vec } from '../core/special';

class Elu {
  @inline at(x: vec, alpha: vec): vec {
    return whereGreater(x, splat(0), x, mul(alpha, expm1Vec(x)));
  }
}

export function elu(out: usize, x: usize, n: i32, alpha: f64): void {
  map1<Elu>(out, x, n, alpha);
}

/**
 * From y = x where x > 0, else alpha (eˣ − 1):  dx += dout where x > 0, else dout · alpha eˣ
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function eluBackward(dx: usize, dout: usize, x: usize, n: i32, alpha: f64): void {
  mapAdd1<EluSlope>(dx, dout, x, n, alpha);
}

class EluSlope {
  @inline at(dy: vec, x: vec, alpha: vec): vec {
    return mul(dy, whereGreater(x, splat(0), splat(1), mul(alpha, expCall(x))));
  }
}
