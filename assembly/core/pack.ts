/** Blocks of B, and stripes of a transposed A, copied so that the tile reads them as one stream. */
import { BYTES, loadVec, storeVec } from './simd';
import { NR } from './tile';

/** Depth and width of a packed block of B: 256 KB, half a second-level cache. */
export const KC = 256;
export const NC = 256;

export const packedB = memory.data(4 * KC * NC, 64);
export const packedA = memory.data(4 * KC * 6, 64);

/** K × N of B into panels of NR columns; what is missing in the last panel is never read. */
export function pack(b: usize, ldb: usize, K: i32, N: i32): void {
  let p = packedB, j = 0;
  for (; j + NR <= N; j += NR, b += 2 * BYTES) {
    let from = b;
    for (let k = 0; k < K; k++, from += ldb, p += 2 * BYTES) {
      storeVec(p, loadVec(from));
      storeVec(p + BYTES, loadVec(from + BYTES));
    }
  }
  if (j < N)
    for (let k = 0; k < K; k++, b += ldb, p += 2 * BYTES)
      for (let x: usize = 0; x < <usize>(N - j) << 2; x += 4) store<f32>(p + x, load<f32>(b + x));
}

/** The same from Bᵀ, N × K in memory. */
export function packTransposed(b: usize, ldb: usize, K: i32, N: i32): void {
  for (let j = 0, p = packedB; j < N; j += NR, p += <usize>(K * NR) << 2) {
    let n = min(NR, N - j), to = p;
    for (; n >= LANES; n -= LANES, to += BYTES, b += <usize>LANES * ldb) {
      const end = b + (<usize>K << 2), whole = end - (<usize>K % LANES << 2);
      let from = b, q = to;
      if (ASC_FEATURE_SIMD) for (; from < whole; from += 16, q += 8 * BYTES) transpose4(q, from, ldb);
      for (; from < end; from += 4, q += 2 * BYTES)
        for (let x: usize = 0, r = from; x < BYTES; x += 4, r += ldb) store<f32>(q + x, load<f32>(r));
    }
    for (; n > 0; n--, to += 4, b += ldb)
      for (let from = b, end = b + (<usize>K << 2), q = to; from < end; from += 4, q += 2 * BYTES) store<f32>(q, load<f32>(from));
  }
}

/** Four numbers of four rows, ld apart, to four rows of a panel. */
@inline
function transpose4(to: usize, from: usize, ld: usize): void {
  const a = v128.load(from), b = v128.load(from + ld), c = v128.load(from + 2 * ld), d = v128.load(from + 3 * ld);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
  v128.store(to + 2 * BYTES, v128.shuffle<f64>(ab, cd, 1, 3));
  v128.store(to + 4 * BYTES, v128.shuffle<f64>(AB, CD, 0, 2));
  v128.store(to + 6 * BYTES, v128.shuffle<f64>(AB, CD, 1, 3));
}

/** alpha times `rows` rows of A, so that one step of K is one stretch of memory. */
export function packRows(a: usize, ars: usize, aks: usize, rows: i32, K: i32, alpha: f32): void {
  const step = <usize>rows << 2;
  for (let p = packedA, end = p + step * K; p < end; p += step, a += aks) {
    if (alpha == 1 && rows == 6 && ars == 4) {
      store<u64>(p, load<u64>(a));
      store<u64>(p, load<u64>(a, 8), 8);
      store<u64>(p, load<u64>(a, 16), 16);
    } else for (let x: usize = 0, from = a; x < step; x += 4, from += ars) store<f32>(p + x, alpha * load<f32>(from));
  }
}
