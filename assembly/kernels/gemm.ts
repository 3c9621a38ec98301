/**
 * Matrix product with everything that may go with it in one pass:  out = act(alpha A B + beta out + bias)
 *
 * A = a or aᵀ, B = b or bᵀ;  act: 0 identity, 1 relu, 2 sigmoid, 3 tanh, 4 gelu by its tanh formula
 *
 * out (M,N) f32 overwritten; read unless beta is 0 · a (M,K), or (K,M) if transA, f32 read · b (K,N), or (N,K) if transB, f32
 * read · bias (N) f32 read, or 0 for none, added to every row · transA, transB: 0 or 1
 * Caller ensures: sizes ≥ 1, out apart from the rest.
 * Accuracy: before act |error| ≤ 1e-6 · √K · (|alpha| Σ|a||b| + |beta out| + |bias|) against tests/oracle/matmul.ts;
 * act rel. 1e-6, gelu abs. 1e-6 · |x|.
 * Source: Dongarra et al. 1990, A set of level 3 basic linear algebra subprograms (GEMM); gelu: arXiv:1606.08415, §2.
 */
import { gemm as product } from '../core/gemm';
import { BYTES, add, loadOne, loadVec, mul, splat, storeOne, storeVec } from '../core/simd';

export function gemm(
  out: usize, a: usize, b: usize, bias: usize, M: i32, K: i32, N: i32, transA: i32, transB: i32,
  alpha: f32, beta: f32, activation: i32,
): void {
  if (beta == 0) return product(out, a, b, M, K, N, transA, transB, false, alpha, bias, activation);
  if (beta != 1 || bias) for (let i = 0, row = out; i < M; i++, row += <usize>N << 2) prepare(row, bias, N, beta);
  product(out, a, b, M, K, N, transA, transB, true, alpha, 0, activation);
}

/** row = beta row + bias */
function prepare(row: usize, bias: usize, N: i32, beta: f32): void {
  const end = row + (<usize>N << 2), whole = end - (<usize>N % LANES << 2), factor = splat(beta), zero = splat(0);
  const step: usize = bias ? BYTES : 0;
  for (; row < whole; row += BYTES, bias += step) storeVec(row, add(mul(loadVec(row), factor), step ? loadVec(bias) : zero));
  for (; row < end; row += 4, bias += 4) storeOne(row, add(mul(loadOne(row), factor), step ? loadOne(bias) : zero));
}
