/**
 * Layer normalization of every row:
 *
 *   y = (x − mean) · rstd · weight + bias,   rstd = 1 / √(var + eps),   var = mean((x − mean)²)
 *
 * out (B,C) f32 overwritten · mean, rstd (B) f32 overwritten, saved for layerNormBackward
 * x (B,C), weight (C), bias (C) f32 read; weight and bias 0 when there is none · eps > 0; out may be x
 * Caller ensures: sizes ≥ 1. Accuracy: abs. 5e-6 · (1 + |mean| · rstd) · |weight| against tests/oracle/normalize.ts.
 * Source: Ba, Kiros, Hinton 2016, arXiv:1607.06450, eq. 3–4.
 */
import { normalizeRows, normalizeRowsBackward } from '../core/normalizeRows';

export function layerNorm(
  out: usize, mean: usize, rstd: usize, x: usize, weight: usize, bias: usize, B: i32, C: i32, eps: f32,
): void {
  normalizeRows(out, mean, rstd, x, weight, bias, B, C, eps);
}

/**
 * From y = x̂ · weight + bias, x̂ = (x − mean) · rstd:  dx += rstd · (g − mean(g) − x̂ · mean(g x̂)),  g = dout · weight;
 * dweight += Σ dout · x̂,  dbias += Σ dout
 *
 * dx (B,C), dweight (C), dbias (C) f32 added to, each 0 when not wanted · dout, x (B,C), weight (C), mean, rstd (B) f32 read
 */
export function layerNormBackward(
  dx: usize, dweight: usize, dbias: usize, dout: usize, x: usize, weight: usize, mean: usize, rstd: usize, B: i32, C: i32,
): void {
  normalizeRowsBackward(dx, dweight, dbias, dout, x, weight, mean, rstd, B, C);
}
