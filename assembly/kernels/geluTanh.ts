/**
 * Gaussian error linear unit by its approximation, element by element:
 *
 *   y = ½ x (1 + tanh u),   u = √(2/π) (x + 0.044715 x³)
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: abs. 3e-7 · max(1, |x|) against tests/oracle/activations.ts.
 * Source: Hendrycks, Gimpel 2016, arXiv:1606.08415; GPT-2; PyTorch `GELU(approximate="tanh")`.
 */
import { map, mapAdd } from '../core/map';
import { tanhVec } from '../core/math';
import { add, atLeast, atMost, madd, mul, nmadd, splat } from '../core/simd';

class GeluTanh {
  @inline at(x: vec): vec {
    const t = tanhVec(mul(x, madd(mul(x, x), splat(0.0356774081), splat(0.797884561))));
    return mul(atLeast(x, splat(-1e30)), madd(t, splat(0.5), splat(0.5))); // the bound: −∞ gives 0, not NaN
  }
}

export function geluTanh(out: usize, x: usize, n: i32): void {
  map<GeluTanh>(out, x, n);
}

/**
 * From y = ½ x (1 + t), t = tanh u:  dx += dout · ½ (1 + t + x (1 − t²) √(2/π) (1 + 3 · 0.044715 x²))
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function geluTanhBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<GeluTanhSlope>(dx, dout, x, n);
}

class GeluTanhSlope {
  @inline at(dy: vec, x: vec): vec {
    x = atMost(atLeast(x, splat(-20)), splat(20)); // where t is ±1, before x³ overflows
    const z = mul(x, x);
    const t = tanhVec(mul(x, madd(z, splat(0.0356774081), splat(0.797884561))));
    const xdu = mul(x, madd(z, splat(0.107032224), splat(0.797884561)));
    return mul(mul(dy, splat(0.5)), madd(xdu, nmadd(t, t, splat(1)), add(t, splat(1))));
  }
}
