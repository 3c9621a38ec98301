/**
 * Matrix product in all transposes:  out = A B,   A = a or aᵀ,  B = b or bᵀ
 *
 * out (M,N) f32 overwritten · a (M,K), or (K,M) if transA, f32 read · b (K,N), or (N,K) if transB, f32 read
 * transA, transB: 0 or 1. Caller ensures: sizes ≥ 1, out apart from a and b.
 * Accuracy: |error| ≤ 1e-6 · √K · Σ|a||b| against tests/oracle/matmul.ts.
 * Source: Goto, van de Geijn 2008, Anatomy of high-performance matrix multiplication (tiles, panels, blocks: core/gemm.ts).
 */
import { gemm } from '../core/gemm';

export function matmul(out: usize, a: usize, b: usize, M: i32, K: i32, N: i32, transA: i32, transB: i32): void {
  gemm(out, a, b, M, K, N, transA, transB, false);
}

/**
 * From out = A B:  dA += dout Bᵀ,  dB += Aᵀ dout;  for a transposed operand the transpose of that, (Bᵀ)ᵀ doutᵀ and so on
 *
 * da, db in the shapes of a, b, f32 added to, either 0 when not wanted · dout (M,N), a, b f32 read
 */
export function matmulBackward(
  da: usize, db: usize, dout: usize, a: usize, b: usize, M: i32, K: i32, N: i32, transA: i32, transB: i32,
): void {
  if (da) {
    if (transA) gemm(da, b, dout, K, N, M, transB, 1, true);
    else gemm(da, dout, b, M, N, K, 0, 1 - transB, true);
  }
  if (db) {
    if (transB) gemm(db, dout, a, N, M, K, 1, transA, true);
    else gemm(db, a, dout, K, M, N, 1 - transA, 0, true);
  }
}
