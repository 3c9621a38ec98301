/**
 * Mean squared error:  L = 1/n Σ (x − target)²
 *
 * out (1) f32 overwritten · x (n), target (n) f32 read
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/losses.ts (summed in f64).
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, eq. 5.4; PyTorch `MSELoss`.
 */
import { BYTES, add, loadOne, loadVec, mul, splat, storeOne, storeVec, sub } from '../core/simd';

export function mse(out: usize, x: usize, target: usize, n: i32): void {
  let total: f64 = 0;
  for (let i: usize = 0, end = <usize>n << 2; i < end; i += 4) {
    const d = load<f32>(x + i) - load<f32>(target + i);
    total += <f64>d * <f64>d;
  }
  store<f32>(out, <f32>(total / n));
}

/**
 * From L = 1/n Σ (x − target)²:  dx += dout · 2/n (x − target)
 *
 * dx (n) f32 added to · dout (1), x (n), target (n) f32 read
 */
export function mseBackward(dx: usize, dout: usize, x: usize, target: usize, n: i32): void {
  const scale = splat((2 * load<f32>(dout)) / <f32>n), end = x + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; x < whole; x += BYTES, target += BYTES, dx += BYTES) {
    storeVec(dx, add(loadVec(dx), mul(scale, sub(loadVec(x), loadVec(target)))));
  }
  for (; x < end; x += 4, target += 4, dx += 4) {
    storeOne(dx, add(loadOne(dx), mul(scale, sub(loadOne(x), loadOne(target)))));
  }
}
