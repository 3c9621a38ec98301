/**
 * Logarithm of the softmax over one axis:  y[o, c, i] = x[o, c, i] − max − ln Σ_k e^(x[o, k, i] − max),  max over c
 *
 * out (outer,C,inner) f32 overwritten · x (outer,C,inner) f32 read
 * Caller ensures: sizes ≥ 1, out apart from x. Accuracy: abs. 1e-6 + rel. 2e-7 of the greatest |x| against tests/oracle/softmax.ts.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, eq. 6.30.
 */
import { expShifted, expShiftedCall } from '../core/expShifted';
import { log } from '../core/math';
import { BYTES, add, loadOne, loadVec, nmadd, splat, storeOne, storeVec, sub } from '../core/simd';
import { greatestOf, sumOf, sumOfPowers, wholeOf } from '../core/softmax';

export function logSoftmax(out: usize, x: usize, outer: i32, C: i32, inner: i32): void {
  const step = <usize>inner << 2, end = step * C, whole = wholeOf(C, step);
  for (let o = 0; o < outer; o++, out += end - step, x += end - step) {
    for (const rows = x + step; x < rows; x += 4, out += 4) {
      const top = greatestOf(x, whole, end, step), norm = log(sumOfPowers(out, x, whole, end, step, top));
      const shift = splat(top), less = splat(norm);
      let i: usize = 0;
      for (; i < whole; i += BYTES) storeVec(out + i, sub(sub(loadVec(x + i), shift), less));
      for (; i < end; i += step) storeOne(out + i, sub(sub(loadOne(x + i), shift), less));
    }
  }
}

/**
 * From y = logSoftmax(x):  dx += dout − e^y Σ_k dout[k]
 *
 * dx (outer,C,inner) f32 added to · dout, out (outer,C,inner) f32 read: out is the y that logSoftmax wrote
 */
export function logSoftmaxBackward(dx: usize, dout: usize, out: usize, outer: i32, C: i32, inner: i32): void {
  const step = <usize>inner << 2, end = step * C, whole = wholeOf(C, step);
  for (let o = 0; o < outer; o++, dx += end - step, dout += end - step, out += end - step) {
    for (const rows = dx + step; dx < rows; dx += 4, dout += 4, out += 4) {
      const total = splat(sumOf(dout, 0, whole, end, step));
      let i: usize = 0;
      for (; i < whole; i += BYTES)
        storeVec(dx + i, add(loadVec(dx + i), nmadd(expShifted(loadVec(out + i)), total, loadVec(dout + i))));
      for (; i < end; i += step)
        storeOne(dx + i, add(loadOne(dx + i), nmadd(expShiftedCall(loadOne(out + i)), total, loadOne(dout + i))));
    }
  }
}
