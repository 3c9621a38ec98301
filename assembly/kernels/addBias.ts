/**
 * A bias added to every row:  y[b, c] = x[b, c] + bias[c]
 *
 * out (B,C) f32 overwritten · x (B,C), bias (C) f32 read; out may be x
 * Caller ensures: sizes ≥ 1. Accuracy: one rounding.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, eq. 6.2 (the b of W x + b).
 */
import { BYTES, add, loadOne, loadVec, storeOne, storeVec } from '../core/simd';

export function addBias(out: usize, x: usize, bias: usize, B: i32, C: i32): void {
  for (let b = 0; b < B; b++) {
    let p = bias;
    const end = bias + (<usize>C << 2), whole = end - (<usize>C % LANES << 2);
    for (; p < whole; p += BYTES, x += BYTES, out += BYTES) storeVec(out, add(loadVec(x), loadVec(p)));
    for (; p < end; p += 4, x += 4, out += 4) storeOne(out, add(loadOne(x), loadOne(p)));
  }
}

/**
 * From y[b, c] = x[b, c] + bias[c]:  dx[b, c] += dout[b, c],  dbias[c] += Σ_b dout[b, c]
 *
 * dx (B,C), dbias (C) f32 added to, either 0 when not wanted · dout (B,C) f32 read
 */
export function addBiasBackward(dx: usize, dbias: usize, dout: usize, B: i32, C: i32): void {
  if (dx) addInto(dx, dout, B * C);
  if (dbias) for (let b = 0; b < B; b++, dout += <usize>C << 2) addInto(dbias, dout, C);
}

/** out[i] += x[i] */
function addInto(out: usize, x: usize, n: i32): void {
  const end = x + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; x < whole; x += BYTES, out += BYTES) storeVec(out, add(loadVec(out), loadVec(x)));
  for (; x < end; x += 4, out += 4) storeOne(out, add(loadOne(out), loadOne(x)));
}
