/**
 * What softmax and logSoftmax share: walking the rows of an axis, the greatest of a row and Σ e^(x − greatest).
 *
 * x (outer,C,inner), the axis in the middle. With inner = 1 a row is contiguous and taken LANES elements at a time;
 * otherwise its elements lie `step` = 4 · inner bytes apart and are taken one by one.
 */
import { expShifted, expShiftedCall } from './expShifted';
import { BYTES, add, atLeast, first, greatest, loadOne, loadVec, madd, splat, storeOne, storeVec, sub, sum } from './simd';

/** Bytes of a row that whole vecs cover: none when its elements lie apart. */
@inline
export function wholeOf(C: i32, step: usize): usize {
  return step == 4 ? <usize>(C - C % LANES) << 2 : 0;
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
    const e = expShifted(sub(loadVec(x + i), shift)), f = expShifted(sub(loadVec(x + i + BYTES), shift));
    sums = add(sums, e);
    more = add(more, f);
    storeVec(out + i, e);
    storeVec(out + i + BYTES, f);
  }
  let norm = sum(add(sums, more));
  for (; i < end; i += step) {
    const e = expShiftedCall(sub(loadOne(x + i), shift));
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
