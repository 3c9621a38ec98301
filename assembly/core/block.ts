/**
 * C = A B or C += A B for blocks that lie in the cache, with any distance between rows, and between columns of A:
 *
 *   A[i, k] at a + i·ars + k·aks      B[k, j] at b + k·bks + 4 j      C[i, j] at c + i·ldc + 4 j     (bytes)
 *
 * A may so be read transposed. Up to 6 rows and 2 vecs of C stay in registers while k goes by, as in gemm.ts, which chooses
 * and packs blocks of large matrices; here nothing is packed.
 */
import { BYTES, add, loadOne, loadSplat, loadVec, madd, splat, storeOne, storeVec } from './simd';

export function block(
  c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, M: i32, K: i32, N: i32, accumulate: bool,
): void {
  for (; M >= 6; M -= 6, a += 6 * ars, c += 6 * ldc) rows6(c, ldc, a, ars, aks, b, bks, K, N, accumulate);
  if (M >= 4) {
    rows4(c, ldc, a, ars, aks, b, bks, K, N, accumulate);
    M -= 4;
    a += 4 * ars;
    c += 4 * ldc;
  }
  for (; M > 0; M--, a += ars, c += ldc) rows1(c, ldc, a, ars, aks, b, bks, K, N, accumulate);
}

// One function per number of rows, which the compiler then knows.
function rows6(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, K: i32, N: i32, accumulate: bool): void {
  rows(6, c, ldc, a, ars, aks, b, bks, K, N, accumulate);
}
function rows4(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, K: i32, N: i32, accumulate: bool): void {
  rows(4, c, ldc, a, ars, aks, b, bks, K, N, accumulate);
}
function rows1(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, K: i32, N: i32, accumulate: bool): void {
  rows(1, c, ldc, a, ars, aks, b, bks, K, N, accumulate);
}

/** Tiles two vecs wide, then one vec, then single columns. */
@inline
function rows(
  n: i32, c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, K: i32, N: i32, accumulate: bool,
): void {
  for (; N >= 2 * LANES; N -= 2 * LANES, b += 2 * BYTES, c += 2 * BYTES) tile(n, 2, c, ldc, a, ars, aks, b, bks, K, accumulate);
  if (LANES > 1 && N >= LANES) {
    tile(n, 1, c, ldc, a, ars, aks, b, bks, K, accumulate);
    N -= LANES;
    b += BYTES;
    c += BYTES;
  }
  for (; N > 0; N--, b += 4, c += 4) tile(n, 0, c, ldc, a, ars, aks, b, bks, K, accumulate);
}

/** n: 6, 4 or 1 rows · width: 2 or 1 vecs, or 0 for a single column. */
@inline
function tile(
  n: i32, width: i32, c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, K: i32, accumulate: bool,
): void {
  const zero = splat(0);
  let c00 = zero, c10 = zero, c20 = zero, c30 = zero, c40 = zero, c50 = zero;
  let c01 = zero, c11 = zero, c21 = zero, c31 = zero, c41 = zero, c51 = zero;
  let a1 = a + ars, a2 = a1 + ars, a3 = a2 + ars, a4 = a3 + ars, a5 = a4 + ars;
  for (const end = b + <usize>K * bks; b != end; b += bks) {
    const b0 = width ? loadVec(b) : loadOne(b), b1 = width == 2 ? loadVec(b + BYTES) : zero;
    let x = loadSplat(a);
    a += aks;
    c00 = madd(x, b0, c00);
    if (width == 2) c01 = madd(x, b1, c01);
    if (n > 1) {
      x = loadSplat(a1);
      a1 += aks;
      c10 = madd(x, b0, c10);
      if (width == 2) c11 = madd(x, b1, c11);
      x = loadSplat(a2);
      a2 += aks;
      c20 = madd(x, b0, c20);
      if (width == 2) c21 = madd(x, b1, c21);
      x = loadSplat(a3);
      a3 += aks;
      c30 = madd(x, b0, c30);
      if (width == 2) c31 = madd(x, b1, c31);
    }
    if (n > 4) {
      x = loadSplat(a4);
      a4 += aks;
      c40 = madd(x, b0, c40);
      if (width == 2) c41 = madd(x, b1, c41);
      x = loadSplat(a5);
      a5 += aks;
      c50 = madd(x, b0, c50);
      if (width == 2) c51 = madd(x, b1, c51);
    }
  }
  put(width, c, c00, c01, accumulate);
  if (n > 1) {
    put(width, (c += ldc), c10, c11, accumulate);
    put(width, (c += ldc), c20, c21, accumulate);
    put(width, (c += ldc), c30, c31, accumulate);
  }
  if (n > 4) {
    put(width, (c += ldc), c40, c41, accumulate);
    put(width, (c += ldc), c50, c51, accumulate);
  }
}

@inline
function put(width: i32, c: usize, x: vec, y: vec, accumulate: bool): void {
  if (width) storeVec(c, accumulate ? add(loadVec(c), x) : x);
  else storeOne(c, accumulate ? add(loadOne(c), x) : x);
  if (width == 2) storeVec(c + BYTES, accumulate ? add(loadVec(c + BYTES), y) : y);
}
