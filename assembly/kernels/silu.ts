/**
 * Sigmoid linear unit (swish), element by element:  y = x σ(x)
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: rel. 2e-6 against tests/oracle/activations.ts.
 * Source: Elfwing, Uchibe, Doya 2017, arXiv:1702.03118; PyTorch `SiLU`.
 */
import { map, mapAdd } from '../core/map';
import { atLeast, madd, mul, splat, sub } from '../core/simd';
import { sigmoidCall } from '../core/special';

class Silu {
  @inline at(x: vec): vec {
    return mul(atLeast(x, splat(-1e30)), sigmoidCall(x)); // the bound: −∞ gives 0, not NaN
  }
}

export function silu(out: usize, x: usize, n: i32): void {
  map<Silu>(out, x, n);
}

/**
 * From y = x σ(x):  dx += dout · s (1 + x (1 − s)),  s = σ(x)
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function siluBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<SiluSlope>(dx, dout, x, n);
}

class SiluSlope {
  @inline at(dy: vec, x: vec): vec {
    const s = sigmoidCall(x);
    return mul(dy, mul(s, madd(x, sub(splat(1), s), splat(1))));
  }
}
