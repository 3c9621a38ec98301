/**
 * Stochastic gradient descent:  param −= lr · dparam
 *
 * param (n) f32 overwritten · dparam (n) f32 read · lr learning rate
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/optimisers.ts.
 * Source: Robbins, Monro 1951; PyTorch `SGD`.
 */
import { BYTES, loadOne, loadVec, nmadd, splat, storeOne, storeVec } from '../core/simd';

export function sgd(param: usize, dparam: usize, n: i32, lr: f64): void {
  const rate = splat(<f32>lr), end = param + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; param < whole; param += BYTES, dparam += BYTES) {
    storeVec(param, nmadd(rate, loadVec(dparam), loadVec(param)));
  }
  for (; param < end; param += 4, dparam += 4) storeOne(param, nmadd(rate, loadOne(dparam), loadOne(param)));
}
