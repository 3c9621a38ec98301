/**
 * Negative log-likelihood of class indices:  l[b] = −w[t] x[b, t],  t = target[b];  l[b] = 0 for a target of −1 (ignored)
 *
 *   reduction 0: L = l   1: L = Σ l   2: L = Σ l / Σ w[t] over the targets that count
 *
 * out (B), or (1) when reduced, f32 overwritten · norm (1) f32 overwritten: 1 or 1 / Σ w[t], saved for nllLossBackward
 * x (B,C) f32 read: log-probabilities · target (B) i32 read · weight (C) f32 read, or 0 for weights of 1
 * Caller ensures: sizes ≥ 1, −1 ≤ target < C, a weight that counts. Accuracy: rel. 1e-6 against tests/oracle/losses.ts.
 * Source: PyTorch `NLLLoss`; ONNX `NegativeLogLikelihoodLoss`.
 */
import { weightOf } from '../core/weightOf';

export function nllLoss(
  out: usize, norm: usize, x: usize, target: usize, weight: usize, B: i32, C: i32, reduction: i32,
): void {
  let total: f64 = 0, weights: f64 = 0;
  for (let b = 0; b < B; b++, x += <usize>C << 2, target += 4) {
    const t = load<i32>(target), w = weightOf(weight, t);
    const loss = t < 0 ? <f32>0 : -w * load<f32>(x + (<usize>t << 2));
    if (reduction == 0) store<f32>(out + (<usize>b << 2), loss);
    total += <f64>loss;
    weights += <f64>w;
  }
  if (reduction != 2) weights = 1;
  if (reduction != 0) store<f32>(out, <f32>(total / weights));
  store<f32>(norm, <f32>(1 / weights));
}

/**
 * From l[b] = −w[t] x[b, t]:  dx[b, t] −= dout · norm · w[t],  dout its own for every row when reduction is 0
 *
 * dx (B,C) f32 added to · dout (B), or (1) when reduced, norm (1) f32, target (B) i32, weight (C) f32 or 0 read
 */
export function nllLossBackward(
  dx: usize, dout: usize, norm: usize, target: usize, weight: usize, B: i32, C: i32, reduction: i32,
): void {
  for (let b = 0; b < B; b++, dx += <usize>C << 2, target += 4) {
    const t = load<i32>(target), p = dx + (<usize>t << 2);
    const dy = load<f32>(reduction ? dout : dout + (<usize>b << 2));
    if (t >= 0) store<f32>(p, load<f32>(p) - dy * load<f32>(norm) * weightOf(weight, t));
  }
}
