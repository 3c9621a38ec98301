/**
 * The register tile that every matrix product rests on: up to 6 rows and 2 vecs of C held in registers while K goes by. Per
 * step of K it loads 2 vecs of B and splats 6 numbers of A, for 12 multiply-adds: as many as hide each other's latency and
 * fit sixteen registers. (4 × 3 and 2 × 4 were measured for few rows: no faster.) Strides let the same tile read A and B in
 * place or packed.
 *
 * Sizes in elements, strides in bytes. `accumulate`: C += A B instead of C = A B.
 */
import { BYTES, add, loadSplat, loadVec, madd, splat, storeVec } from './simd';

/** Columns of a tile. */
export const NR: i32 = 2 * LANES;

/** A tile, for columns that do not fill one. */
const edge = memory.data(6 * 32, 16);

/**
 * Rows of C to take when `rest` are left: 7 are 4 + 3, 8 are 4 + 4, 9 are 5 + 4, so that no tile has too few accumulators to
 * keep the processor busy.
 */
@inline
export function stepOf(rest: i32): i32 {
  return rest > 9 || rest == 6 ? 6 : rest > 6 ? (rest + 1) >> 1 : rest;
}

/**
 * One to six rows of C from end to end. bks: bytes from one k of B to the next; bps: from one panel of NR columns to the
 * next.
 */
export function stripe(
  rows: i32, c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize,
  K: i32, N: i32, accumulate: bool,
): void {
  if (rows == 6) stripe6(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
  else if (rows == 5) stripe5(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
  else if (rows == 4) stripe4(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
  else if (rows == 3) stripe3(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
  else if (rows == 2) stripe2(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
  else stripe1(c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}

// One function per number of rows: `rows` is known to the compiler, which drops what it does not need.
function stripe6(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(6, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}
function stripe5(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(5, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}
function stripe4(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(4, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}
function stripe3(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(3, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}
function stripe2(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(2, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}
function stripe1(c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize, K: i32, N: i32, accumulate: bool): void {
  row(1, c, ldc, a, ars, aks, b, bks, bps, K, N, accumulate);
}

/**
 * Tile by tile; the last, when N does not fill it, goes by way of `edge`. It may read past the row where B is packed, or when
 * the row is shorter than a tile (src/wasm/heap.ts leaves room for that at the end of memory); else it is drawn back to end
 * with the row.
 */
@inline
function row(
  rows: i32, c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize, bps: usize,
  K: i32, N: i32, accumulate: bool,
): void {
  const back: usize = bps != NR << 2 || N < NR ? 0 : <usize>(-N & (NR - 1)) << 2;
  for (; N > 0; N -= NR, b += bps, c += 2 * BYTES) {
    const whole = N >= NR;
    tile(rows, whole ? c : edge, whole ? ldc : 2 * BYTES, a, ars, aks, whole ? b : b - back, bks, K, whole && accumulate);
    if (!whole) putEdge(rows, c, ldc, edge + back, N, accumulate);
  }
}

/** n columns of the edge tile into C. */
function putEdge(rows: i32, c: usize, ldc: usize, from: usize, n: i32, accumulate: bool): void {
  for (; rows > 0; rows--, from += 2 * BYTES, c += ldc) {
    let x: usize = 0;
    if (n >= LANES) {
      put(c, loadVec(from), accumulate);
      x = BYTES;
    }
    for (; x < <usize>n << 2; x += 4) {
      const y = load<f32>(from + x);
      store<f32>(c + x, accumulate ? load<f32>(c + x) + y : y);
    }
  }
}

@inline
function tile(
  rows: i32, c: usize, ldc: usize, a: usize, ars: usize, aks: usize, b: usize, bks: usize,
  K: i32, accumulate: bool,
): void {
  const zero = splat(0);
  let c00 = zero, c10 = zero, c20 = zero, c30 = zero, c40 = zero, c50 = zero;
  let c01 = zero, c11 = zero, c21 = zero, c31 = zero, c41 = zero, c51 = zero;
  // Few numbers live through the loop: with more than a dozen the engine runs out of registers and halves the speed.
  let a1 = a + ars, a2 = a1 + ars, a3 = a2 + ars, a4 = a3 + ars, a5 = a4 + ars;
  for (const end = b + <usize>K * bks; b != end; b += bks) {
    const b0 = loadVec(b), b1 = loadVec(b + BYTES);
    let x = loadSplat(a);
    a += aks;
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    if (rows > 1) {
      x = loadSplat(a1);
      a1 += aks;
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
    }
    if (rows > 2) {
      x = loadSplat(a2);
      a2 += aks;
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
    }
    if (rows > 3) {
      x = loadSplat(a3);
      a3 += aks;
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
    }
    if (rows > 4) {
      x = loadSplat(a4);
      a4 += aks;
      c40 = madd(x, b0, c40);
      c41 = madd(x, b1, c41);
    }
    if (rows > 5) {
      x = loadSplat(a5);
      a5 += aks;
      c50 = madd(x, b0, c50);
      c51 = madd(x, b1, c51);
    }
  }
  put2(c, c00, c01, accumulate);
  if (rows > 1) put2((c += ldc), c10, c11, accumulate);
  if (rows > 2) put2((c += ldc), c20, c21, accumulate);
  if (rows > 3) put2((c += ldc), c30, c31, accumulate);
  if (rows > 4) put2((c += ldc), c40, c41, accumulate);
  if (rows > 5) put2((c += ldc), c50, c51, accumulate);
}

/** One row of a tile into C. */
@inline
function put2(c: usize, x: vec, y: vec, accumulate: bool): void {
  put(c, x, accumulate);
  put(c + BYTES, y, accumulate);
}

@inline
function put(c: usize, x: vec, accumulate: bool): void {
  storeVec(c, accumulate ? add(loadVec(c), x) : x);
}
