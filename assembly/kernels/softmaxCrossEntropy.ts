/**
 * Cross-entropy of the softmax of logits against class indices:
 *
 *   p[b, c] = e^(x[b, c] − maxᵦ) / Σ_k e^(x[b, k] − maxᵦ),   L = −1/B Σ_b ln p[b, target[b]]
 *
 * out (1) f32 overwritten · probs (B,C) f32 overwritten, saved for softmaxCrossEntropyBackward
 * logits (B,C) f32 read; probs may be logits · target (B) i32 read
 * Caller ensures: sizes ≥ 1, 0 ≤ target < C. Accuracy: rel. 2e-6 against tests/oracle/losses.ts.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, eq. 6.29–6.30; PyTorch `CrossEntropyLoss`.
 */
import { exp, log } from '../core/math';
import { BYTES, add, atLeast, first, greatest, loadOne, loadVec, mul, splat, storeOne, storeVec, sub, sum } from '../core/simd';

export function softmaxCrossEntropy(out: usize, probs: usize, logits: usize, target: usize, B: i32, C: i32): void {
  const row = <usize>C << 2, whole = row - (<usize>C % LANES << 2);
  let total: f64 = 0;
  for (let b = 0; b < B; b++, probs += row, logits += row, target += 4) {
    // A NaN anywhere reaches the sum below, whatever the greatest is.
    let i: usize = 0, most = splat(-Infinity);
    for (; i < whole; i += BYTES) most = atLeast(most, loadVec(logits + i));
    let top = greatest(most);
    for (; i < row; i += 4) top = max<f32>(top, load<f32>(logits + i));

    const shift = splat(top), right = load<f32>(logits + (<usize>load<i32>(target) << 2));
    let sums = splat(0);
    for (i = 0; i < whole; i += BYTES) {
      const e = exp(sub(loadVec(logits + i), shift));
      sums = add(sums, e);
      storeVec(probs + i, e);
    }
    let norm = sum(sums);
    for (; i < row; i += 4) {
      const e = exp(sub(loadOne(logits + i), shift));
      norm += first(e);
      storeOne(probs + i, e);
    }
    total += <f64>log(norm) - (<f64>right - <f64>top);

    const scale = splat(1 / norm);
    for (i = 0; i < whole; i += BYTES) storeVec(probs + i, mul(loadVec(probs + i), scale));
    for (; i < row; i += 4) storeOne(probs + i, mul(loadOne(probs + i), scale));
  }
  store<f32>(out, <f32>(total / B));
}

/**
 * From L = −1/B Σ_b ln p[b, target[b]]:  dlogits[b, c] += dout · 1/B (p[b, c] − [c = target[b]])
 *
 * dlogits (B,C) f32 added to · dout (1) f32, target (B) i32 read · probs (B,C) f32 read, as softmaxCrossEntropy wrote them
 */
export function softmaxCrossEntropyBackward(
  dlogits: usize, dout: usize, target: usize, probs: usize, B: i32, C: i32,
): void {
  const scale = load<f32>(dout) / <f32>B, scales = splat(scale);
  const row = <usize>C << 2, whole = row - (<usize>C % LANES << 2);
  for (let b = 0; b < B; b++, dlogits += row, probs += row, target += 4) {
    let i: usize = 0;
    for (; i < whole; i += BYTES) storeVec(dlogits + i, add(loadVec(dlogits + i), mul(scales, loadVec(probs + i))));
    for (; i < row; i += 4) storeOne(dlogits + i, add(loadOne(dlogits + i), mul(scales, loadOne(probs + i))));
    const right = dlogits + (<usize>load<i32>(target) << 2);
    store<f32>(right, load<f32>(right) - scale);
  }
}
