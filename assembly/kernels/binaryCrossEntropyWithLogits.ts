/**
 * Binary cross-entropy of logits, p = σ(x):  L = 1/n Σ [ max(x, 0) − t x + ln(1 + e^−|x|) ]
 *
 * out (1) f32 overwritten · x (n) f32 read: logits · target (n) f32 read: t in [0, 1]
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/losses.ts; finite for every finite x.
 * Source: the Bernoulli likelihood written so that nothing overflows; PyTorch `BCEWithLogitsLoss`.
 */
import { log1p } from '../core/math';
import { first, splat } from '../core/simd';
import { expCall, sigmoidCall } from '../core/special';

export function binaryCrossEntropyWithLogits(out: usize, x: usize, target: usize, n: i32): void {
  let total: f64 = 0;
  for (let i: usize = 0, end = <usize>n << 2; i < end; i += 4) {
    const z = load<f32>(x + i);
    total += <f64>max<f32>(z, 0) - <f64>load<f32>(target + i) * <f64>z + <f64>log1p(first(expCall(splat(-abs<f32>(z)))));
  }
  store<f32>(out, <f32>(total / n));
}

/**
 * From L = 1/n Σ [ max(x, 0) − t x + ln(1 + e^−|x|) ]:  dx += dout · 1/n (σ(x) − t)
 *
 * dx (n) f32 added to · dout (1), x (n), target (n) f32 read
 */
export function binaryCrossEntropyWithLogitsBackward(dx: usize, dout: usize, x: usize, target: usize, n: i32): void {
  const scale = load<f32>(dout) / <f32>n;
  for (let i: usize = 0, end = <usize>n << 2; i < end; i += 4) {
    const slope = scale * (first(sigmoidCall(splat(load<f32>(x + i)))) - load<f32>(target + i));
    store<f32>(dx + i, load<f32>(dx + i) + slope);
  }
}
