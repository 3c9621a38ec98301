/**
 * What softmax and logSoftmax share: walking the rows of an axis, the greatest of a row, Σ e^(x − greatest), and a lean e^x.
 *
 * x (outer,C,inner), the axis in the middle. With inner = 1 a row is contiguous and taken LANES elements at a time;
 * otherwise its elements lie `step` = 4 · inner bytes apart and are taken one by one.
 */
import { BYTES, add, atLeast, first, greatest, loadOne, loadVec, madd, loadSplat, mul, nmadd, splat, storeOne, storeVec, sub, sum } from './simd';

const EXP_MIN = 0, LOG2E = 1, LN2_HIGH = 2, LN2_LOW = 3, BIG = 4, ONE = 5, Q = 6;
const TABLE = memory.data<f32>([
  -88, 1.44269504, 0.693145752, 1.42860677e-6, 12583039, 1,
  0.49999994, 0.16666521, 0.04166839, 0.008368717, 0.0013814599,
]);

@inline
function at(i: usize): vec {
  return loadSplat(TABLE + (i << 2));
}

/** Bytes of a row that whole vecs cover: none when its elements lie apart. */
@inline
export function wholeOf(C: i32, step: usize): usize {
  return step == 4 ? <usize>(C - C % LANES) << 2 : 0;
}

/**
 * e^x for x ≤ 0:  2ⁿ eʳ,  n = nearest(x / ln 2),  r = x − n ln 2.  Rel. error 3e-7; below e^−87.7 it is 0. A NaN stays NaN.
 *
 * Half the work of the exp of core/math.ts: n ≥ −127, and the bits of 2⁻¹²⁷ made this way are those of 0.
 */
@inline
export function expNegative(x: vec): vec {
  x = atLeast(x, at(EXP_MIN));
  // Added to 1.5 · 2²³ + 127, a number leaves its nearest whole number + 127 in the last bits: an exponent.
  const big = at(BIG), shifted = madd(x, at(LOG2E), big), n = sub(shifted, big);
  const r = nmadd(n, at(LN2_LOW), nmadd(n, at(LN2_HIGH), x)), one = at(ONE);
  let y = madd(at(Q + 4), r, at(Q + 3));
  y = madd(y, r, at(Q + 2));
  y = madd(y, r, at(Q + 1));
  y = madd(y, r, at(Q));
  y = madd(y, r, one);
  return mul(madd(y, r, one), powerOfTwo(shifted));
}

@inline
function powerOfTwo(shifted: vec): vec {
  if (ASC_FEATURE_SIMD) return i32x4.shl(shifted, 23);
  else return reinterpret<f32>(reinterpret<i32>(shifted) << 23);
}

/** The greatest of a row. A NaN may be passed over: it reaches the sum below whatever the greatest is. */
export function greatestOf(x: usize, whole: usize, end: usize, step: usize): f32 {
  // Four chains side by side: each step waits for the one before it.
  let i: usize = 0, m0 = splat(-Infinity), m1 = m0, m2 = m0, m3 = m0;
  for (; i + 4 * BYTES <= whole; i += 4 * BYTES) {
    m0 = atLeast(loadVec(x + i), m0);
    m1 = atLeast(loadVec(x + i + BYTES), m1);
    m2 = atLeast(loadVec(x + i + 2 * BYTES), m2);
    m3 = atLeast(loadVec(x + i + 3 * BYTES), m3);
  }
  const most = atLeast(atLeast(m0, m1), atLeast(m2, m3));
  let top = greatest(most);
  for (; i < end; i += step) top = max<f32>(top, load<f32>(x + i));
  return top;
}

/** Σ e^(x − top), each e^(x − top) left in `out`. Two vecs at a time: their chains of sums run side by side. */
export function sumOfPowers(out: usize, x: usize, whole: usize, end: usize, step: usize, top: f32): f32 {
  const shift = splat(top);
  let i: usize = 0, sums = splat(0), more = sums;
  for (; i + 2 * BYTES <= whole; i += 2 * BYTES) {
    const e = expNegative(sub(loadVec(x + i), shift)), f = expNegative(sub(loadVec(x + i + BYTES), shift));
    sums = add(sums, e);
    more = add(more, f);
    storeVec(out + i, e);
    storeVec(out + i + BYTES, f);
  }
  let norm = sum(add(sums, more));
  for (; i < end; i += step) {
    const e = expNegative(sub(loadOne(x + i), shift));
    norm += first(e);
    storeOne(out + i, e);
  }
  return norm;
}

/** Σ a (b = 0) or Σ a b of a row. */
export function sumOf(a: usize, b: usize, whole: usize, end: usize, step: usize): f32 {
  let i: usize = 0, sums = splat(0);
  for (; i < whole; i += BYTES) sums = b ? madd(loadVec(a + i), loadVec(b + i), sums) : add(sums, loadVec(a + i));
  let total = sum(sums);
  for (; i < end; i += step) total += b ? load<f32>(a + i) * load<f32>(b + i) : load<f32>(a + i);
  return total;
}
