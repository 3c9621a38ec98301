/**
 * Gradient descent with Nesterov's momentum:
 *
 *   velocity = momentum · velocity + dparam,   param −= lr · (dparam + momentum · velocity)
 *
 * param (n), velocity (n) f32 overwritten · dparam (n) f32 read · lr learning rate · momentum in [0, 1)
 * Caller ensures: n ≥ 1, velocity starts at 0. Accuracy: rel. 1e-6 against tests/oracle/optimisers.ts.
 * Source: Sutskever, Martens, Dahl, Hinton 2013, ICML; PyTorch `SGD(nesterov=True)`.
 */
import { BYTES, loadOne, loadVec, madd, nmadd, splat, storeOne, storeVec } from '../core/simd';

export function nesterov(param: usize, velocity: usize, dparam: usize, n: i32, lr: f64, momentum: f64): void {
  const rate = splat(<f32>lr), keep = splat(<f32>momentum);
  const end = param + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; param < whole; param += BYTES, velocity += BYTES, dparam += BYTES) {
    const g = loadVec(dparam), v = madd(keep, loadVec(velocity), g);
    storeVec(velocity, v);
    storeVec(param, nmadd(rate, madd(keep, v, g), loadVec(param)));
  }
  for (; param < end; param += 4, velocity += 4, dparam += 4) {
    const g = loadOne(dparam), v = madd(keep, loadOne(velocity), g);
    storeOne(velocity, v);
    storeOne(param, nmadd(rate, madd(keep, v, g), loadOne(param)));
  }
}
