/**
 * Gaussian error linear unit by its approximation, element by element:
 *
 *   y = ½ x (1 + tanh u) = x σ(2u),   2u = √(8/π) (x + 0.044715 x³)
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 · max(1, |2u|/8) against tests/oracle/activations.ts.
 * Source: Hendrycks, Gimpel 2016, arXiv:1606.08415; GPT-2; PyTorch `GELU(approximate="tanh")`.
 */
import { map, mapAdd } from '../core/map';
import { sigmoidVec } from '../core/math';
import { add, atLeast, atMost, div, madd, mul, splat } from '../core/simd';
import { expCall } from '../core/special';

const C1: f32 = 1.59576912, C3: f32 = 0.0713548163; // √(8/π), and times 0.044715

class GeluTanh {
  @inline at(x: vec): vec {
    const s = sigmoidVec(mul(x, madd(mul(x, x), splat(C3), splat(C1))));
    return mul(atLeast(x, splat(-1e30)), s); // the bound: −∞ gives 0, not NaN
  }
}

export function geluTanh(out: usize, x: usize, n: i32): void {
  map<GeluTanh>(out, x, n);
}

/**
 * From y = x σ(2u):  dx += dout · (s + x s (1 − s) · √(8/π) (1 + 3 · 0.044715 x²)),  s = σ(2u)
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function geluTanhBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<GeluTanhSlope>(dx, dout, x, n);
}

class GeluTanhSlope {
  @inline at(dy: vec, x: vec): vec {
    x = atMost(atLeast(x, splat(-9.5)), splat(9.5)); // where s is 0 or 1, before e^−2u overflows
    const z = mul(x, x), e = expCall(mul(x, madd(z, splat(-C3), splat(-C1))));
    const s = div(splat(1), add(e, splat(1))); // and 1 − s = e s, with all its digits
    const xdu = mul(x, madd(z, splat(3 * C3), splat(C1)));
    return mul(dy, mul(s, madd(xdu, mul(e, s), splat(1))));
  }
}
