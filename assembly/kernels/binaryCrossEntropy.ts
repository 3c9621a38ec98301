/**
 * Binary cross-entropy of probabilities:  L = −1/n Σ [ t ln p + (1 − t) ln(1 − p) ],  each logarithm at least −100
 *
 * out (1) f32 overwritten · p (n) f32 read: probabilities · target (n) f32 read: t in [0, 1]
 * Caller ensures: n ≥ 1, 0 ≤ p ≤ 1. Accuracy: rel. 1e-6 against tests/oracle/losses.ts.
 * The bound −100 keeps L finite at p = 0 and 1, as PyTorch's `BCELoss` does.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, eq. 5.63 for a Bernoulli variable; PyTorch `BCELoss`.
 */
import { log, log1p } from '../core/math';

const LEAST: f32 = -100;

export function binaryCrossEntropy(out: usize, p: usize, target: usize, n: i32): void {
  let total: f64 = 0;
  for (let i: usize = 0, end = <usize>n << 2; i < end; i += 4) {
    const q = load<f32>(p + i), t = load<f32>(target + i);
    total += <f64>t * <f64>max<f32>(log(q), LEAST) + <f64>(1 - t) * <f64>max<f32>(log1p(-q), LEAST);
  }
  store<f32>(out, <f32>(-total / n));
}

/**
 * From L = −1/n Σ [ t ln p + (1 − t) ln(1 − p) ]:  dp += dout · 1/n (p − t) / (p (1 − p)),  the divisor at least 1e-12
 *
 * dp (n) f32 added to · dout (1), p (n), target (n) f32 read
 */
export function binaryCrossEntropyBackward(dp: usize, dout: usize, p: usize, target: usize, n: i32): void {
  const scale = load<f32>(dout) / <f32>n;
  for (let i: usize = 0, end = <usize>n << 2; i < end; i += 4) {
    const q = load<f32>(p + i);
    const slope = (scale * (q - load<f32>(target + i))) / max<f32>(q * (1 - q), 1e-12);
    store<f32>(dp + i, load<f32>(dp + i) + slope);
  }
}
