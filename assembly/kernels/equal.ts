/**
 * Comparison with broadcasting:  y = 1 where a = b, else 0
 *
 * out f32 overwritten, dense · a, b f32 read; n and layout: core/broadcast.ts, steps out of a, b
 * Caller ensures: n ≥ 1; out apart from an operand that is repeated. Accuracy: exact; 0 where either is NaN.
 * It has no gradient: it is constant wherever it has a slope.
 */
import { zip } from '../core/broadcast';
import { whereEqual } from '../core/choose';
import { splat } from '../core/simd';

class Equal {
  @inline at(a: vec, b: vec): vec {
    return whereEqual(a, b, splat(1), splat(0));
  }
}

export function equal(out: usize, a: usize, b: usize, n: i32, layout: usize): void {
  zip<Equal>(out, a, b, n, layout);
}
