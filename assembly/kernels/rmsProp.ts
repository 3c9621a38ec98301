/**
 * RMSProp and Adagrad, which differ in what becomes of the mean square:
 *
 *   square = keep · square + take · dparam²,   param −= lr · dparam / (√square + eps)
 *
 * RMSProp: keep α, take 1 − α · Adagrad: keep 1, take 1
 * param (n), square (n) f32 overwritten · dparam (n) f32 read · lr learning rate · eps > 0
 * Caller ensures: n ≥ 1, square starts at 0 or above. Accuracy: rel. 1e-5 against tests/oracle/optimisers.ts.
 * Source: Hinton 2012, Neural Networks for Machine Learning, lecture 6e; Duchi, Hazan, Singer 2011, JMLR 12; PyTorch
 * `RMSprop`, `Adagrad`.
 */
import { BYTES, add, div, loadOne, loadVec, madd, mul, nmadd, splat, sqrtVec, storeOne, storeVec } from '../core/simd';

export function rmsProp(
  param: usize, square: usize, dparam: usize, n: i32, lr: f64, keep: f64, take: f64, eps: f64,
): void {
  const rate = splat(<f32>lr), k = splat(<f32>keep), t = splat(<f32>take), e = splat(<f32>eps);
  const end = param + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; param < whole; param += BYTES, square += BYTES, dparam += BYTES) {
    const g = loadVec(dparam), s = madd(k, loadVec(square), mul(t, mul(g, g)));
    storeVec(square, s);
    storeVec(param, nmadd(rate, div(g, add(sqrtVec(s), e)), loadVec(param)));
  }
  for (; param < end; param += 4, square += 4, dparam += 4) {
    const g = loadOne(dparam), s = madd(k, loadOne(square), mul(t, mul(g, g)));
    storeOne(square, s);
    storeOne(param, nmadd(rate, div(g, add(sqrtVec(s), e)), loadOne(param)));
  }
}
