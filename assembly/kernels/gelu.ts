/**
 * Gaussian error linear unit, element by element:  y = x Φ(x),  Φ(x) = ½ (1 + erf(x / √2))
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: abs. 3e-7 · max(1, |x|) against tests/oracle/activations.ts.
 * Source: Hendrycks, Gimpel 2016, arXiv:1606.08415; PyTorch `GELU`.
 */
import { map, mapAdd } from '../core/map';
import { exp } from '../core/math';
import { atLeast, madd, mul, splat } from '../core/simd';
import { erfVec } from '../core/special';

class Gelu {
  @inline at(x: vec): vec {
    const Phi = madd(erfVec(mul(x, splat(0.707106781))), splat(0.5), splat(0.5));
    return mul(atLeast(x, splat(-1e30)), Phi); // the bound: −∞ gives 0, not NaN
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
    const phi = mul(exp(mul(mul(x, x), splat(-0.5))), splat(0.39894228));
    const Phi = madd(erfVec(mul(x, splat(0.707106781))), splat(0.5), splat(0.5));
    return mul(dy, madd(x, phi, Phi));
  }
}
