/**
 * Natural logarithm, element by element:  y = ln x
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/activations.ts; ln 0 = −∞, of a negative number NaN.
 * Source: the fit is our own (core/special.ts).
 */
import { map, mapAdd } from '../core/map';
import { div } from '../core/simd';
import { logVec } from '../core/special';

class Log {
  @inline at(x: vec): vec {
    return logVec(x);
  }
}

export function log(out: usize, x: usize, n: i32): void {
  map<Log>(out, x, n);
}

/**
 * From y = ln x:  dx += dout / x
 *
 * dx (n) f32 added to · dout (n), x (n) f32 read
 */
export function logBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  mapAdd<LogSlope>(dx, dout, x, n);
}

class LogSlope {
  @inline at(dy: vec, x: vec): vec {
    return div(dy, x);
  }
}
