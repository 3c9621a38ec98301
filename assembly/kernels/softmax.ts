/**
 * Softmax over one axis:  y[o, c, i] = e^(x[o, c, i] − max) / Σ_k e^(x[o, k, i] − max),  max over c
 *
 * out (outer,C,inner) f32 overwritten · x (outer,C,inner) f32 read; out may be x
 * Caller ensures: sizes ≥ 1. Accuracy: rel. 1e-6, abs. 1e-37 against tests/oracle/softmax.ts; y sums to 1 within 1e-6;
 * a row that is −∞ throughout, or holds a NaN or +∞, gives NaN. Fastest with inner = 1, the last axis.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, eq. 6.29.
 */
import { BYTES, add, loadOne, loadVec, madd, mul, splat, storeOne, storeVec, sub } from '../core/simd';
import { greatestOf, sumOf, sumOfPowers, wholeOf } from '../core/softmax';

export function softmax(out: usize, x: usize, outer: i32, C: i32, inner: i32): void {
  const step = <usize>inner << 2, end = step * C, whole = wholeOf(C, step);
  for (let o = 0; o < outer; o++, out += end - step, x += end - step) {
    for (const rows = x + step; x < rows; x += 4, out += 4) {
      const norm = sumOfPowers(out, x, whole, end, step, greatestOf(x, whole, end, step));
      const scale = splat(1 / norm);
      let i: usize = 0;
      for (; i < whole; i += BYTES) storeVec(out + i, mul(loadVec(out + i), scale));
      for (; i < end; i += step) storeOne(out + i, mul(loadOne(out + i), scale));
    }
  }
}

/**
 * From y = softmax(x):  dx += y · (dout − Σ_k dout[k] y[k])
 *
 * dx (outer,C,inner) f32 added to · dout, out (outer,C,inner) f32 read: out is the y that softmax wrote
 */
export function softmaxBackward(dx: usize, dout: usize, out: usize, outer: i32, C: i32, inner: i32): void {
  const step = <usize>inner << 2, end = step * C, whole = wholeOf(C, step);
  for (let o = 0; o < outer; o++, dx += end - step, dout += end - step, out += end - step) {
    for (const rows = dx + step; dx < rows; dx += 4, dout += 4, out += 4) {
      const mean = splat(sumOf(dout, out, whole, end, step));
      let i: usize = 0;
      for (; i < whole; i += BYTES) storeVec(dx + i, madd(loadVec(out + i), sub(loadVec(dout + i), mean), loadVec(dx + i)));
      for (; i < end; i += step) storeOne(dx + i, madd(loadOne(out + i), sub(loadOne(dout + i), mean), loadOne(dx + i)));
    }
  }
}
