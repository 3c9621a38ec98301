/**
 * Gaussian error linear unit, element by element:  y = x Φ(x) = max(x, 0) − |x| (1 − Φ(|x|))
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1.
 * Accuracy: rel. 1e-6 · max(1, x²/4) against tests/oracle/activations.ts: by the tail, so that the
 * left side keeps its digits, too.
 * Source: Hendrycks, Gimpel 2016, arXiv:1606.08415; PyTorch `GELU`.
 */
import { negVec, whereGreater } from '../core/choose';
import { map, mapAdd } from '../core/map';
import { exp } from '../core/math';
import { absVec, atLeast, atMost, madd, mul, nmadd, splat, sub } from '../core/simd';
import { expCall, tailVec } from '../core/special';

/** Past this the tail is 0 in f32. */
const FAR: f32 = 14.5;

class Gelu {
  @inline at(x: vec): vec {
    const a = atMost(absVec(x), splat(FAR));
    return nmadd(a, tailVec(a, exp(mul(mul(a, a), splat(-0.5)))), atLeast(x, splat(0)));
  }
}

export function gelu(out: usize, x: usize, n: i32): void {
  map<Gelu>(out, x, n);
}

/**
 * From y = x Φ(x):  dx += dout · (Φ(x) + x φ(x)),  φ(x) = e^(−x²/2) / √(2π)
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function geluBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<GeluSlope>(dx, dout, x, n);
}

class GeluSlope {
  @inline at(dy: vec, x: vec): vec {
    const a = atMost(absVec(x), splat(FAR)), e = expCall(mul(mul(a, a), splat(-0.5))), tail = tailVec(a, e);
    const right = whereGreater(x, splat(0), sub(splat(1), tail), tail), b = whereGreater(x, splat(0), a, negVec(a));
    return mul(dy, madd(mul(b, e), splat(0.39894228), right));
  }
}
