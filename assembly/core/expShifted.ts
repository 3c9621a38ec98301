/**
 * eˣ for x ≤ 0, as softmax needs it after the greatest has been taken off: half the steps of exp in math.ts.
 *
 *   eˣ = 2ⁿ eʳ,  n = nearest(x / ln 2),  r = x − n ln 2,  eʳ = 1 + r + r² q(r),  q fitted as in math.ts
 *
 * Adding 1.5 · 2²³ rounds to the nearest whole number and leaves it in the lowest bits, from where it moves to the exponent.
 * Below −87, where results would be denormal, 0. A NaN stays. Rel. error 2e-7.
 */
import { add, loadSplat, madd, nmadd, sub } from './simd';

const LOG2E = 0, SHIFTER = 4, LN2_HIGH = 8, LN2_LOW = 12, LEAST = 16, ONE = 20, Q = 24;
const TABLE = memory.data<f32>([
  1.44269504, 12582912, 0.693145752, 1.42860677e-6, -87, 1,
  0.4999923, 0.16667116, 0.04189033, 0.008312501,
]);

@inline
export function expShifted(x: vec): vec {
  const shifter = loadSplat(TABLE + SHIFTER), one = loadSplat(TABLE + ONE);
  const y = madd(x, loadSplat(TABLE + LOG2E), shifter), n = sub(y, shifter);
  const r = nmadd(n, loadSplat(TABLE + LN2_LOW), nmadd(n, loadSplat(TABLE + LN2_HIGH), x));
  let e = madd(loadSplat(TABLE + Q + 12), r, loadSplat(TABLE + Q + 8));
  e = madd(e, r, loadSplat(TABLE + Q + 4));
  e = madd(e, r, loadSplat(TABLE + Q));
  e = madd(madd(e, r, one), r, one);
  if (ASC_FEATURE_SIMD) {
    const scaled = i32x4.add(e, i32x4.shl(y, 23));
    return v128.andnot(scaled, f32x4.lt(x, loadSplat(TABLE + LEAST)));
  } else return x < load<f32>(TABLE, LEAST) ? 0 : reinterpret<f32>(reinterpret<i32>(e) + (reinterpret<i32>(y) << 23));
}

/** The same as a call: where its length matters more than its time. */
export function expShiftedCall(x: vec): vec {
  return expShifted(x);
}
