/**
 * C = A B or C += A B for row-major f32 matrices, either operand transposed.
 *
 * Everything rests on one tile: up to 6 rows and 2 vecs of C held in registers while K goes by; per step of K it loads 2 vecs
 * of B and splats 6 numbers of A, for 12 multiply-adds. Strides let the same tile read A and B in place or packed.
 *
 *   in place   few rows, or a small B: nothing is copied, which is what small networks need
 *   packed     blocks of KC × NC of B laid out in panels of one tile's width, so that the tile reads one stream;
 *              a transposed A is packed tile by tile (its columns would collide in the cache)
 *   dots       few rows times a transposed B: rows of A with rows of B, both contiguous
 *
 * Sizes in elements, strides in bytes. `accumulate`: C += instead of C =.
 */
import { BYTES, add, loadOne, loadSplat, loadVec, madd, splat, storeOne, storeVec, sum } from './simd';

/** Columns of a tile. */
const NR: i32 = 2 * LANES;
/** Rows of a tile. */
const MR = 6;
/** Depth and width of a packed block of B: 256 KB, half a second-level cache. */
const KC = 256;
const NC = 256;
/** Up to this many elements B is read in place. */
const IN_PLACE: i32 = 64 * 64;
/** … and with fewer rows than this, in blocks of KD rows of B, so that its lines stay in the cache from tile to tile. */
const IN_PLACE_ROWS: i32 = 24;
const KD: i32 = 16;
/** From this many rows on packing a transposed B pays. */
const PACK_ROWS: i32 = 6;

const packedB = memory.data(4 * KC * NC, 64);
const packedA = memory.data(4 * KC * MR, 64);

export function gemm(
  c: usize, a: usize, b: usize, M: i32, K: i32, N: i32, transA: i32, transB: i32, accumulate: bool,
): void {
  if (K == 1) transB = 0; // a column lies in memory as a row does
  if (transB && !transA && M < PACK_ROWS) return dots(c, a, b, M, K, N, accumulate);

  const lda = <usize>(transA ? M : K) << 2, ldb = <usize>(transB ? K : N) << 2, ldc = <usize>N << 2;
  const ars: usize = transA ? 4 : lda, aks: usize = transA ? lda : 4;
  if (!transB && (M < IN_PLACE_ROWS || K * N <= IN_PLACE)) {
    const block = K * N <= IN_PLACE ? K : KD;
    for (let k = 0; k < K; k += block) {
      const from = a + <usize>k * aks;
      tiles(c, ldc, from, ars, aks, b + <usize>k * ldb, ldb, NR << 2, M, min(block, K - k), N, accumulate || k > 0, false);
    }
    return;
  }
  for (let j = 0; j < N; j += NC) {
    const n = min(NC, N - j);
    for (let k = 0; k < K; k += KC) {
      const depth = min(KC, K - k);
      if (transB) packTransposed(b + <usize>j * ldb + (<usize>k << 2), ldb, depth, n);
      else pack(b + <usize>k * ldb + (<usize>j << 2), ldb, depth, n);
      tiles(
        c + (<usize>j << 2), ldc, a + <usize>k * aks, ars, aks,
        packedB, NR << 2, <usize>(depth * NR) << 2, M, depth, n, accumulate || k > 0, transA != 0,
      );
    }
  }
}

/** A block of C: all tiles, row by row. bks: from one k of B to the next; bps: from one panel of NR columns to the next. */
function tiles(
  c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize,
  M: i32, K: i32, N: i32, accumulate: bool, repack: bool,
): void {
  let i = 0;
  for (; i + 6 <= M; i += 6, a += 6 * ars, c += 6 * ldc) {
    if (repack) {
      packRows(a, aks, K);
      row6(c, ldc, packedA, 4, 4 * MR, b, bks, bps, K, N, accumulate);
    } else row6(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
  }
  if (i + 4 <= M) {
    row4(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
    i += 4;
    a += 4 * ars;
    c += 4 * ldc;
  }
  if (i + 2 <= M) {
    row2(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
    i += 2;
    a += 2 * ars;
    c += 2 * ldc;
  }
  if (i < M) row1(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}

// One function per number of rows: `rows` and `width` of tile are known to the compiler, which drops what they do not need.
function row6(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(6, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}
function row4(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(4, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}
function row2(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(2, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}
function row1(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(1, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}

/** A row of tiles: two vecs wide, then one vec, then single columns. */
@inline
function row(
  rows: i32, c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize,
  K: i32, N: i32, accumulate: bool,
): void {
  let j = 0;
  for (; j + NR <= N; j += NR, b += bps, c += 2 * BYTES) tile(rows, 2, c, ldc, a, ars, aks, b, bks, K, accumulate);
  if (LANES > 1 && j + LANES <= N) {
    tile(rows, 1, c, ldc, a, ars, aks, b, bks, K, accumulate);
    j += LANES;
    b += BYTES;
    c += BYTES;
  }
  for (; j < N; j++, b += 4, c += 4) tile(rows, 0, c, ldc, a, ars, aks, b, bks, K, accumulate);
}

/** width: 2 or 1 vecs, or 0 for a single column. */
@inline
function tile(
  rows: i32, width: i32, c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize,
  K: i32, accumulate: bool,
): void {
  const zero = splat(0);
  let c00 = zero, c10 = zero, c20 = zero, c30 = zero, c40 = zero, c50 = zero;
  let c01 = zero, c11 = zero, c21 = zero, c31 = zero, c41 = zero, c51 = zero;
  // Few numbers live through the loop: with more than a dozen the engine runs out of registers and halves the speed.
  let a1 = a + ars, a2 = a1 + ars, a3 = a2 + ars, a4 = a3 + ars, a5 = a4 + ars;
  for (const end = b + <usize>K * bks; b != end; b += bks) {
    const b0 = width ? loadVec(b) : loadOne(b), b1 = width == 2 ? loadVec(b + BYTES) : zero;
    let x = loadSplat(a);
    a += aks;
    c00 = madd(x, b0, c00);
    if (width == 2) c01 = madd(x, b1, c01);
    if (rows > 1) {
      x = loadSplat(a1);
      a1 += aks;
      c10 = madd(x, b0, c10);
      if (width == 2) c11 = madd(x, b1, c11);
    }
    if (rows > 2) {
      x = loadSplat(a2);
      a2 += aks;
      c20 = madd(x, b0, c20);
      if (width == 2) c21 = madd(x, b1, c21);
      x = loadSplat(a3);
      a3 += aks;
      c30 = madd(x, b0, c30);
      if (width == 2) c31 = madd(x, b1, c31);
    }
    if (rows > 4) {
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
  if (rows > 1) put(width, (c += ldc), c10, c11, accumulate);
  if (rows > 2) {
    put(width, (c += ldc), c20, c21, accumulate);
    put(width, (c += ldc), c30, c31, accumulate);
  }
  if (rows > 4) {
    put(width, (c += ldc), c40, c41, accumulate);
    put(width, (c += ldc), c50, c51, accumulate);
  }
}

/** One row of a tile into C. */
@inline
function put(width: i32, c: usize, x: vec, y: vec, accumulate: bool): void {
  if (width) storeVec(c, accumulate ? add(loadVec(c), x) : x);
  else storeOne(c, accumulate ? add(loadOne(c), x) : x);
  if (width == 2) storeVec(c + BYTES, accumulate ? add(loadVec(c + BYTES), y) : y);
}

/** K × N of B into panels of NR columns; what is missing in the last panel is never read. */
function pack(b: usize, ldb: usize, K: i32, N: i32): void {
  let p = packedB, j = 0;
  for (; j + NR <= N; j += NR, b += 2 * BYTES) {
    let from = b;
    for (let k = 0; k < K; k++, from += ldb, p += 2 * BYTES) {
      storeVec(p, loadVec(from));
      storeVec(p + BYTES, loadVec(from + BYTES));
    }
  }
  if (j < N) for (let k = 0; k < K; k++, b += ldb, p += 2 * BYTES) memory.copy(p, b, <usize>(N - j) << 2);
}

/** The same from Bᵀ, N × K in memory. */
function packTransposed(b: usize, ldb: usize, K: i32, N: i32): void {
  for (let j = 0, p = packedB; j < N; j += NR, p += <usize>(K * NR) << 2) {
    for (let n = j; n < min(j + NR, N); n++, b += ldb) {
      let to = p + (<usize>(n - j) << 2);
      for (let from = b, end = b + (<usize>K << 2); from < end; from += 4, to += 2 * BYTES) store<f32>(to, load<f32>(from));
    }
  }
}

/** MR rows of a transposed A, so that one step of K is one stretch of memory. */
function packRows(a: usize, aks: usize, K: i32): void {
  for (let p = packedA, end = p + <usize>(4 * MR * K); p < end; p += 4 * MR, a += aks) {
    store<u64>(p, load<u64>(a));
    store<u64>(p, load<u64>(a, 8), 8);
    store<u64>(p, load<u64>(a, 16), 16);
  }
}

/** C = A Bᵀ or C += A Bᵀ, row by row: four rows of B at a time, then one. */
function dots(c: usize, a: usize, b: usize, M: i32, K: i32, N: i32, accumulate: bool): void {
  const ld = <usize>K << 2, whole = ld - (<usize>K % LANES << 2);
  for (let i = 0; i < M; i++, a += ld) {
    let j = 0, b0 = b;
    for (; j + 4 <= N; j += 4, b0 += 4 * ld, c += 16) {
      const b1 = b0 + ld, b2 = b1 + ld, b3 = b2 + ld;
      let s0 = splat(0), s1 = s0, s2 = s0, s3 = s0, k: usize = 0;
      for (; k < whole; k += BYTES) {
        const x = loadVec(a + k);
        s0 = madd(x, loadVec(b0 + k), s0);
        s1 = madd(x, loadVec(b1 + k), s1);
        s2 = madd(x, loadVec(b2 + k), s2);
        s3 = madd(x, loadVec(b3 + k), s3);
      }
      for (; k < ld; k += 4) {
        const x = loadOne(a + k);
        s0 = madd(x, loadOne(b0 + k), s0);
        s1 = madd(x, loadOne(b1 + k), s1);
        s2 = madd(x, loadOne(b2 + k), s2);
        s3 = madd(x, loadOne(b3 + k), s3);
      }
      putSum(c, s0, accumulate);
      putSum(c + 4, s1, accumulate);
      putSum(c + 8, s2, accumulate);
      putSum(c + 12, s3, accumulate);
    }
    for (; j < N; j++, b0 += ld, c += 4) {
      let s = splat(0), k: usize = 0;
      for (; k < whole; k += BYTES) s = madd(loadVec(a + k), loadVec(b0 + k), s);
      for (; k < ld; k += 4) s = madd(loadOne(a + k), loadOne(b0 + k), s);
      putSum(c, s, accumulate);
    }
  }
}

@inline
function putSum(c: usize, s: vec, accumulate: bool): void {
  store<f32>(c, accumulate ? load<f32>(c) + sum(s) : sum(s));
}
