/**
 * Group normalization: G groups of C/G channels, each over its S · C/G numbers of one sample. G = C is instance normalization.
 *
 *   y = (x − mean) · rstd · weight + bias,   rstd = 1 / √(variance + eps)
 *
 * out (N,S,C) f32 overwritten · mean, variance (N,G) f32 overwritten, saved for groupNormBackward
 * x (N,S,C), weight (C), bias (C) f32 read; weight and bias 0 when there is none · scratch (4 C) f32 overwritten
 * eps > 0; out may be x. Channels last.
 * Caller ensures: sizes ≥ 1, G divides C. Accuracy: abs. 5e-6 · (1 + |mean| · rstd) · |weight| against tests/oracle/normalize.ts.
 * Source: Wu, He 2018, arXiv:1803.08494, eq. 1–2.
 */
import { normalizeChannels, normalizeChannelsBackward } from '../core/normalizeChannels';

export function groupNorm(
  out: usize, mean: usize, variance: usize, x: usize, weight: usize, bias: usize, scratch: usize,
  N: i32, S: i32, C: i32, G: i32, eps: f32,
): void {
  normalizeChannels(out, mean, variance, x, weight, bias, scratch, N, S, C, G, eps, false);
}

/**
 * From y = x̂ · weight + bias, x̂ = (x − mean) · rstd:  dx += rstd · (g − mean(g) − x̂ · mean(g x̂)),  g = dout · weight,
 * means over the group;  dweight += Σ dout · x̂,  dbias += Σ dout
 *
 * dx (N,S,C), dweight (C), dbias (C) f32 added to, each 0 when not wanted · scratch (4 C) f32 overwritten
 * dout, x (N,S,C), weight (C), mean, variance (N,G) f32 read
 */
export function groupNormBackward(
  dx: usize, dweight: usize, dbias: usize, dout: usize, x: usize, weight: usize, mean: usize, variance: usize,
  scratch: usize, N: i32, S: i32, C: i32, G: i32, eps: f32,
): void {
  normalizeChannelsBackward(dx, dweight, dbias, dout, x, weight, mean, variance, scratch, N, S, C, G, eps, false);
}
