/**
 * C = act(alpha A B + bias) or act(alpha A B + C) for row-major f32 matrices, either operand transposed.
 *
 *   in place   few rows, or a small B: nothing is copied, which is what small networks need
 *   packed     blocks of KC × NC of B laid out in panels, so that the tile reads one stream; a transposed A is packed stripe
 *              by stripe: its columns would collide in the cache
 *   few rows   one row times B, or few rows times a transposed B: core/fewRows.ts
 *
 * Sizes in elements, strides in bytes. `accumulate`: C is added to; it is overwritten otherwise. `bias` (N), or 0 for none
 * as it must be with accumulate. `activation`: by its number in core/activation.ts.
 */
import { activate } from './activation';
import { dots, vectorMatrix } from './fewRows';
import { KC, NC, pack, packTransposed, packRows, packedA, packedB } from './pack';
import { BYTES, loadVec, storeVec } from './simd';
import { NR, stepOf, stripe } from './tile';

/** Up to this many elements B is read in place … */
const IN_PLACE: i32 = 64 * 64;
/** … and with fewer rows than this, in blocks of KD rows of B, so that its lines stay in the cache from tile to tile. */
const IN_PLACE_ROWS: i32 = 48;
const KD: i32 = 16;
/** From this many rows on packing a transposed B pays. */
const PACK_ROWS: i32 = 13;

export function gemm(
  c: usize, a: usize, b: usize, M: i32, K: i32, N: i32, transA: i32, transB: i32, accumulate: bool,
  alpha: f32 = 1, bias: usize = 0, activation: i32 = 0,
): void {
  if (N == 1 && M > 1) {
    // One column: cᵀ = bᵀ Aᵀ, a product of one row; a column lies in memory as a row does.
    if (bias) repeat(c, 4, M, bias, 1);
    return gemm(c, b, a, 1, K, M, 0, 1 - transA, accumulate || bias != 0, alpha, 0, activation);
  }
  if (K == 1) transB = 0;
  const lda = <usize>(transA ? M : K) << 2, ldb = <usize>(transB ? K : N) << 2, ldc = <usize>N << 2;
  const ars: usize = transA ? 4 : lda, aks: usize = transA ? lda : 4;

  if (transB ? M == 1 || (!transA && M < PACK_ROWS) : M == 1) {
    if (bias) repeat(c, ldc, M, bias, N);
    if (transB) dots(c, 4, a, b, ldb, M, K, N, alpha, accumulate || bias != 0);
    else vectorMatrix(c, a, aks, b, ldb, K, N, alpha, accumulate || bias != 0);
    if (activation) activate(activation, c, ldc, M, N);
    return;
  }
  if (!transB && N >= 4 && (M < IN_PLACE_ROWS || K * N <= IN_PLACE)) {
    const block = K * N <= IN_PLACE ? KC : KD;
    for (let k = 0; k < K; k += block)
      stripes(
        c, ldc, a + <usize>k * aks, ars, aks, b + <usize>k * ldb, ldb, NR << 2,
        M, min(block, K - k), N, alpha, accumulate || k > 0, alpha != 1, k ? 0 : bias, k + block < K ? 0 : activation,
      );
    return;
  }
  for (let j = 0; j < N; j += NC) {
    const n = min(NC, N - j);
    for (let k = 0; k < K; k += KC) {
      const depth = min(KC, K - k);
      if (transB) packTransposed(b + <usize>j * ldb + (<usize>k << 2), ldb, depth, n);
      else pack(b + <usize>k * ldb + (<usize>j << 2), ldb, depth, n);
      stripes(
        c + (<usize>j << 2), ldc, a + <usize>k * aks, ars, aks, packedB, NR << 2, <usize>(depth * NR) << 2,
        M, depth, n, alpha, accumulate || k > 0, transA != 0 || alpha != 1, k || !bias ? 0 : bias + (<usize>j << 2), k + KC < K ? 0 : activation,
      );
    }
  }
}

/** A block of C, stripe by stripe. */
function stripes(
  c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize,
  M: i32, K: i32, N: i32, alpha: f32, accumulate: bool, repack: bool, bias: usize, activation: i32,
): void {
  while (M > 0) {
    const rows = stepOf(M);
    if (bias) repeat(c, ldc, rows, bias, N);
    if (repack) {
      packRows(a, ars, aks, rows, K, alpha);
      stripe(rows, c, ldc, packedA, 4, <usize>rows << 2, b, bks, bps, K, N, accumulate || bias != 0);
    } else stripe(rows, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate || bias != 0);
    if (activation) activate(activation, c, ldc, rows, N);
    M -= rows;
    a += <usize>rows * ars;
    c += <usize>rows * ldc;
  }
}

/** The same N numbers in every row. */
function repeat(c: usize, ldc: usize, rows: i32, from: usize, N: i32): void {
  const bytes = <usize>N << 2, whole = bytes & ~(BYTES - 1);
  for (; rows > 0; rows--, c += ldc) {
    let x: usize = 0;
    for (; x < whole; x += BYTES) storeVec(c + x, loadVec(from + x));
    for (; x < bytes; x += 4) store<f32>(c + x, load<f32>(from + x));
  }
}
