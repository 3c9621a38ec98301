/**
 * Batch normalization of every column:
 *
 *   y = (x − mean) · rstd · weight + bias,   rstd = 1 / √(variance + eps),   mean and variance over the B rows, or given
 *
 * out (B,C) f32 overwritten · mean, variance (C) f32 overwritten, read if `given`, and read by batchNormBackward;
 * the variance is that of the population, Σ (x − mean)² / B
 * x (B,C), weight (C), bias (C) f32 read; weight and bias 0 when there is none · scratch (4 C) f32 overwritten
 * eps > 0 · given: 0 or 1; out may be x. Images: channels last, a row for each pixel.
 * Caller ensures: sizes ≥ 1. Accuracy: abs. 5e-6 · (1 + |mean| · rstd) · |weight| against tests/oracle/normalize.ts.
 * Source: Ioffe, Szegedy 2015, arXiv:1502.03167, algorithm 1.
 */
import { normalizeChannels, normalizeChannelsBackward } from '../core/normalizeChannels';

export function batchNorm(
  out: usize, mean: usize, variance: usize, x: usize, weight: usize, bias: usize, scratch: usize,
  B: i32, C: i32, eps: f32, given: i32,
): void {
  normalizeChannels(out, mean, variance, x, weight, bias, scratch, 1, B, C, C, eps, given != 0);
}

/**
 * From y = x̂ · weight + bias, x̂ = (x − mean) · rstd:  dx += rstd · (g − mean(g) − x̂ · mean(g x̂)),  g = dout · weight,
 * means over the rows; of given statistics only rstd · g.  dweight += Σ dout · x̂,  dbias += Σ dout
 *
 * dx (B,C), dweight (C), dbias (C) f32 added to, each 0 when not wanted · scratch (4 C) f32 overwritten
 * dout, x (B,C), weight, mean, variance (C) f32 read
 */
export function batchNormBackward(
  dx: usize, dweight: usize, dbias: usize, dout: usize, x: usize, weight: usize, mean: usize, variance: usize,
  scratch: usize, B: i32, C: i32, eps: f32, given: i32,
): void {
  normalizeChannelsBackward(
    dx, dweight, dbias, dout, x, weight, mean, variance, scratch, 1, B, C, C, eps, given != 0,
  );
}
