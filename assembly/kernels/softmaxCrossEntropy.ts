/**
 * Cross-entropy of the softmax of logits against class indices, t = target[b], s = smoothing:
 *
 *   p[b, c] = e^(x[b, c] − maxᵦ) / Σ_k e^(x[b, k] − maxᵦ)
 *   l[b] = −(1 − s) w[t] ln p[b, t] − s/C Σ_c w[c] ln p[b, c];   l[b] = 0 for a target of −1 (ignored)
 *   reduction 0: L = l   1: L = Σ l   2: L = Σ l / Σ w[t] over the targets that count
 *
 * out (B), or (1) when reduced, f32 overwritten · norm (1) f32 overwritten: 1 or 1 / Σ w[t], saved for the backward
 * probs (B,C) f32 overwritten, saved for softmaxCrossEntropyBackward · logits (B,C) f32 read; probs may be logits
 * target (B) i32 read · weight (C) f32 read, or 0 for weights of 1
 * Caller ensures: sizes ≥ 1, −1 ≤ target < C, a weight that counts. Accuracy: rel. 2e-6 against tests/oracle/losses.ts.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, eq. 6.29–6.30; Szegedy et al. 2015, arXiv:1512.00567, §7
 * (smoothing); PyTorch `CrossEntropyLoss`.
 */
import { log } from '../core/math';
import { BYTES, add, loadOne, loadVec, mul, splat, storeOne, storeVec } from '../core/simd';
import { greatestOf, sumOfPowers } from '../core/softmax';
import { weightOf } from '../core/weightOf';

export function softmaxCrossEntropy(
  out: usize, norm: usize, probs: usize, logits: usize, target: usize, weight: usize, B: i32, C: i32,
  smoothing: f64, reduction: i32,
): void {
  const row = <usize>C << 2, whole = row - (<usize>C % LANES << 2);
  let total: f64 = 0, weights: f64 = 0;
  for (let b = 0; b < B; b++, probs += row, logits += row, target += 4) {
    const top = greatestOf(logits, whole, row, 4);
    const t = load<i32>(target), w = weightOf(weight, t);
    // What the logits, less the greatest, give to the loss: before they are overwritten, when probs is logits.
    let given = t < 0 ? 0 : (1 - smoothing) * <f64>w * (<f64>load<f32>(logits + (<usize>t << 2)) - <f64>top);
    let share = t < 0 ? 0 : (1 - smoothing) * <f64>w;
    if (smoothing > 0 && t >= 0) {
      const part = smoothing / C;
      for (let c = 0; c < C; c++) {
        const v = part * <f64>weightOf(weight, c);
        given += v * (<f64>load<f32>(logits + (<usize>c << 2)) - <f64>top);
        share += v;
      }
    }

    const divisor = sumOfPowers(probs, logits, whole, row, 4, top);
    const loss = t < 0 ? 0 : share * <f64>log(divisor) - given;
    if (reduction == 0) store<f32>(out + (<usize>b << 2), <f32>loss);
    total += loss;
    weights += <f64>w;

    const scale = splat(1 / divisor);
    let i: usize = 0;
    for (; i < whole; i += BYTES) storeVec(probs + i, mul(loadVec(probs + i), scale));
    for (; i < row; i += 4) storeOne(probs + i, mul(loadOne(probs + i), scale));
  }
  if (reduction != 2) weights = 1;
  if (reduction != 0) store<f32>(out, <f32>(total / weights));
  store<f32>(norm, <f32>(1 / weights));
}

/**
 * From l[b] = −Σ_c q[c] ln p[b, c],  q[c] = (1 − s) w[t] [c = t] + s/C w[c]:
 *
 *   dlogits[b, c] += dout · norm · (p[b, c] Σ q − q[c]),  dout its own for every row when reduction is 0
 *
 * dlogits (B,C) f32 added to · dout (B), or (1) when reduced, norm (1) f32, target (B) i32, weight (C) f32 or 0 read
 * probs (B,C) f32 read, as softmaxCrossEntropy wrote them
 */
export function softmaxCrossEntropyBackward(
  dlogits: usize, dout: usize, norm: usize, target: usize, probs: usize, weight: usize, B: i32, C: i32,
  smoothing: f64, reduction: i32,
): void {
  const row = <usize>C << 2, whole = row - (<usize>C % LANES << 2);
  let all: f32 = 0; // Σ w
  if (smoothing > 0) for (let c = 0; c < C; c++) all += weightOf(weight, c);
  const part = <f32>(smoothing / C), rest = <f32>(1 - smoothing);
  for (let b = 0; b < B; b++, dlogits += row, probs += row, target += 4) {
    const t = load<i32>(target);
    if (t < 0) continue;
    const dy = load<f32>(reduction ? dout : dout + (<usize>b << 2)) * load<f32>(norm);
    const own = dy * rest * weightOf(weight, t), scales = splat(own + dy * part * all);
    let i: usize = 0;
    for (; i < whole; i += BYTES) storeVec(dlogits + i, add(loadVec(dlogits + i), mul(scales, loadVec(probs + i))));
    for (; i < row; i += 4) storeOne(dlogits + i, add(loadOne(dlogits + i), mul(scales, loadOne(probs + i))));
    if (smoothing > 0) {
      for (let c = 0; c < C; c++) {
        const p = dlogits + (<usize>c << 2);
        store<f32>(p, load<f32>(p) - dy * part * weightOf(weight, c));
      }
    }
    const right = dlogits + (<usize>t << 2);
    store<f32>(right, load<f32>(right) - own);
  }
}
