/**
 * Every row brought to one root mean square:  y = x · rstd · weight,   rstd = 1 / √(mean(x²) + eps)
 *
 * out (B,C) f32 overwritten · rstd (B) f32 overwritten, saved for rmsNormBackward
 * x (B,C), weight (C) f32 read; weight 0 when there is none · eps ≥ 0; out may be x
 * Caller ensures: sizes ≥ 1. Accuracy: rel. 2e-6 against tests/oracle/normalize.ts for rows of |x| ≤ 1e18.
 * Source: Zhang, Sennrich 2019, arXiv:1910.07467, eq. 4.
 */
import { normalizeRows, normalizeRowsBackward } from '../core/normalizeRows';

export function rmsNorm(out: usize, rstd: usize, x: usize, weight: usize, B: i32, C: i32, eps: f32): void {
  normalizeRows(out, 0, rstd, x, weight, 0, B, C, eps);
}

/**
 * From y = x̂ · weight, x̂ = x · rstd:  dx += rstd · (g − x̂ · mean(g x̂)),  g = dout · weight;  dweight += Σ dout · x̂
 *
 * dx (B,C), dweight (C) f32 added to, either 0 when not wanted · dout, x (B,C), weight (C), rstd (B) f32 read
 */
export function rmsNormBackward(
  dx: usize, dweight: usize, dout: usize, x: usize, weight: usize, rstd: usize, B: i32, C: i32,
): void {
  normalizeRowsBackward(dx, dweight, 0, dout, x, weight, 0, rstd, B, C);
}
