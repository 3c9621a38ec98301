/**
 * Gradient descent with momentum:  velocity = momentum · velocity + dparam,  param −= lr · velocity
 *
 * param (n), velocity (n) f32 overwritten · dparam (n) f32 read · lr learning rate · momentum in [0, 1)
 * Caller ensures: n ≥ 1, velocity starts at 0. Accuracy: rel. 1e-6 against tests/oracle/optimisers.ts.
 * Source: Polyak 1964; PyTorch `SGD` with momentum, dampening 0.
 */
import { BYTES, loadOne, loadVec, madd, nmadd, splat, storeOne, storeVec } from '../core/simd';

export function momentum(param: usize, velocity: usize, dparam: usize, n: i32, lr: f64, momentum: f64): void {
  const rate = splat(<f32>lr), keep = splat(<f32>momentum);
  const end = param + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; param < whole; param += BYTES, velocity += BYTES, dparam += BYTES) {
    const v = madd(keep, loadVec(velocity), loadVec(dparam));
    storeVec(velocity, v);
    storeVec(param, nmadd(rate, v, loadVec(param)));
  }
  for (; param < end; param += 4, velocity += 4, dparam += 4) {
    const v = madd(keep, loadOne(velocity), loadOne(dparam));
    storeOne(velocity, v);
    storeOne(param, nmadd(rate, v, loadOne(param)));
  }
}
