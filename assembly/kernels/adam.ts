/**
 * Adam:  m = β₁ m + (1 − β₁) g,  v = β₂ v + (1 − β₂) g²,
 *        param −= lr · (m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε) + decay · param),   g = dparam, t = 1, 2, …
 *
 * param (n), m (n), v (n) f32 overwritten · dparam (n) f32 read · power (2) f64 read: β₁ᵗ, β₂ᵗ, see adamPower
 * lr learning rate · beta1, beta2 in [0, 1) · eps > 0 · decay ≥ 0: of AdamW, 0 for Adam
 * Caller ensures: n ≥ 1; m and v start at 0. Accuracy: rel. 1e-5 against tests/oracle/optimisers.ts.
 * Source: Kingma, Ba 2014, arXiv:1412.6980, algorithm 1; Loshchilov, Hutter 2017, arXiv:1711.05101,
 * algorithm 2; PyTorch `Adam`, `AdamW`.
 */
import { BYTES, add, div, loadOne, loadVec, madd, mul, nmadd, splat, sqrtVec, storeOne, storeVec } from '../core/simd';

export function adam(
  param: usize, m: usize, v: usize, dparam: usize, power: usize, n: i32,
  lr: f64, beta1: f64, beta2: f64, eps: f64, decay: f64,
): void {
  // (1 − β) and 1 / (1 − βᵗ) in f64: in f32 they would lose four digits when β is near 1.
  const b1 = splat(<f32>beta1), c1 = splat(<f32>(1 - beta1)), b2 = splat(<f32>beta2), c2 = splat(<f32>(1 - beta2));
  const rate = splat(<f32>(lr / (1 - load<f64>(power))));
  const unbias = splat(<f32>(1 / Math.sqrt(1 - load<f64>(power, 8)))), e = splat(<f32>eps);
  const shrink = splat(<f32>(lr * decay));
  const end = param + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; param < whole; param += BYTES, m += BYTES, v += BYTES, dparam += BYTES) {
    const g = loadVec(dparam);
    const mean = madd(b1, loadVec(m), mul(c1, g)), square = madd(b2, loadVec(v), mul(c2, mul(g, g)));
    storeVec(m, mean);
    storeVec(v, square);
    const p = loadVec(param);
    storeVec(param, nmadd(rate, div(mean, madd(sqrtVec(square), unbias, e)), nmadd(shrink, p, p)));
  }
  for (; param < end; param += 4, m += 4, v += 4, dparam += 4) {
    const g = loadOne(dparam);
    const mean = madd(b1, loadOne(m), mul(c1, g)), square = madd(b2, loadOne(v), mul(c2, mul(g, g)));
    storeOne(m, mean);
    storeOne(v, square);
    const p = loadOne(param);
    storeOne(param, nmadd(rate, div(mean, madd(sqrtVec(square), unbias, e)), nmadd(shrink, p, p)));
  }
}

/**
 * The step's powers, once per step before adam:  power[0] ·= β₁,  power[1] ·= β₂
 *
 * power (2) f64 overwritten; starts at 1, 1. It lies in memory, not in the arguments, so that a recorded step can be replayed.
 */
export function adamPower(power: usize, beta1: f64, beta2: f64): void {
  store<f64>(power, load<f64>(power) * beta1);
  store<f64>(power, load<f64>(power, 8) * beta2, 8);
}
