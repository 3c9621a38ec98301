/**
 * C = A B or C += A B for blocks that lie in the cache, with any distance between rows, and between columns of A:
 *
 *   A[i, k] at a + i·ars + k·aks      B[k, j] at b + k·bks + 4 j      C[i, j] at c + i·ldc + 4 j     (bytes)
 *
 * A may so be read transposed. gemm.ts chooses and packs blocks of large matrices; here nothing is packed.
 */
import { NR, stepOf, stripe } from './tile';

export function block(
  c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, M: i32, K: i32, N: i32, accumulate: bool,
): void {
  for (let rows = 0; M > 0; M -= rows, a += <usize>rows * ars, c += <usize>rows * ldc) {
    rows = stepOf(M);
    stripe(rows, c, ldc, a, ars, aks, b, bks, NR << 2, K, N, accumulate);
  }
}
