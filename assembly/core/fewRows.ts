/**
 * Products of few rows, where reading B is most of the work: B goes by once, in whole lines of memory.
 *
 *   vectorMatrix   one row times B: four rows of B at a time into a stretch of C that stays in the cache
 *   dots           rows of A with rows of a transposed B, both contiguous: four rows of B at a time with three of A
 *
 * A dot product is summed in four lanes in every build, so that base and simd agree to the last bit.
 */
import { BYTES, add, loadOne, loadVec, madd, mul, splat, storeOne, storeVec, sum } from './simd';

/** Columns of C in hand: 8 KB. */
const STRETCH: i32 = 2048;

/** c = alpha a B or c += alpha a B; aks bytes from one number of a to the next. */
export function vectorMatrix(
  c: usize, a: usize, aks: usize, b: usize, ldb: usize, K: i32, N: i32, alpha: f32, accumulate: bool,
): void {
  for (let j = 0; j < N; j += STRETCH, b += <usize>STRETCH << 2, c += <usize>STRETCH << 2) {
    const n = min(STRETCH, N - j);
    let rows = b, from = a, k = 0, more = accumulate;
    for (; k + 4 <= K; k += 4, rows += 4 * ldb, from += 4 * aks, more = true) add4(c, from, aks, rows, ldb, n, alpha, more);
    for (; k < K; k++, rows += ldb, from += aks, more = true) add1(c, from, rows, n, alpha, more);
  }
}

function add4(c: usize, a: usize, aks: usize, b: usize, ldb: usize, n: i32, alpha: f32, accumulate: bool): void {
  const zero = splat(0);
  const x0 = splat(alpha * load<f32>(a)), x1 = splat(alpha * load<f32>(a + aks));
  const x2 = splat(alpha * load<f32>(a + 2 * aks)), x3 = splat(alpha * load<f32>(a + 3 * aks));
  const end = c + (<usize>n << 2), whole = end - (<usize>n % (2 * LANES) << 2);
  let b1 = b + ldb, b2 = b1 + ldb, b3 = b2 + ldb;
  for (; c < whole; c += 2 * BYTES, b += 2 * BYTES, b1 += 2 * BYTES, b2 += 2 * BYTES, b3 += 2 * BYTES) {
    let s = accumulate ? loadVec(c) : zero, t = accumulate ? loadVec(c + BYTES) : zero;
    s = madd(x0, loadVec(b), s);
    t = madd(x0, loadVec(b + BYTES), t);
    s = madd(x1, loadVec(b1), s);
    t = madd(x1, loadVec(b1 + BYTES), t);
    s = madd(x2, loadVec(b2), s);
    t = madd(x2, loadVec(b2 + BYTES), t);
    storeVec(c, madd(x3, loadVec(b3), s));
    storeVec(c + BYTES, madd(x3, loadVec(b3 + BYTES), t));
  }
  for (; c < end; c += 4, b += 4, b1 += 4, b2 += 4, b3 += 4) {
    const s = madd(x1, loadOne(b1), madd(x0, loadOne(b), accumulate ? loadOne(c) : zero));
    storeOne(c, madd(x3, loadOne(b3), madd(x2, loadOne(b2), s)));
  }
}

function add1(c: usize, a: usize, b: usize, n: i32, alpha: f32, accumulate: bool): void {
  const zero = splat(0), x = splat(alpha * load<f32>(a));
  const end = c + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; c < whole; c += BYTES, b += BYTES) storeVec(c, madd(x, loadVec(b), accumulate ? loadVec(c) : zero));
  for (; c < end; c += 4, b += 4) storeOne(c, madd(x, loadOne(b), accumulate ? loadOne(c) : zero));
}

/** C = alpha A Bᵀ or C += alpha A Bᵀ; K numbers in a row of A. Bytes: ccs from one number of C to the next, row between those of B. */
export function dots(
  c: usize, ccs: usize, a: usize, b: usize, row: usize, M: i32, K: i32, N: i32, alpha: f32, accumulate: bool,
): void {
  const ld = <usize>K << 2, ldc = <usize>N * ccs;
  let j = 0;
  if (ASC_FEATURE_SIMD) {
    // Rows of B a quarter apart, so that memory is read in four long streams.
    const quarter = N >> 2, ldb = <usize>quarter * row, apart = <usize>quarter * ccs;
    for (let n = 0; n < quarter; n++, b += row, c += ccs) {
      let from = a, to = c, i = 0;
      for (; i + 3 <= M; i += 3, from += 3 * ld, to += 3 * ldc) dots3(to, apart, ldc, from, ld, b, ldb, alpha, accumulate);
      if (i + 2 <= M) {
        dots2(to, apart, ldc, from, ld, b, ldb, alpha, accumulate);
        i += 2;
        from += 2 * ld;
        to += 2 * ldc;
      }
      if (i < M) dots1(to, apart, ldc, from, ld, b, ldb, alpha, accumulate);
    }
    j = 4 * quarter;
    b += 3 * ldb;
    c += 3 * apart;
  }
  for (; j < N; j++, b += row, c += ccs)
    for (let i = 0, from = a, to = c; i < M; i++, from += ld, to += ldc) dot(to, from, b, ld, alpha, accumulate);
}

function dots3(c: usize, apart: usize, ldc: usize, a: usize, ld: usize, b: usize, ldb: usize, alpha: f32, accumulate: bool): void {
  dotsTile(3, c, apart, ldc, a, ld, b, ldb, alpha, accumulate);
}
function dots2(c: usize, apart: usize, ldc: usize, a: usize, ld: usize, b: usize, ldb: usize, alpha: f32, accumulate: bool): void {
  dotsTile(2, c, apart, ldc, a, ld, b, ldb, alpha, accumulate);
}
function dots1(c: usize, apart: usize, ldc: usize, a: usize, ld: usize, b: usize, ldb: usize, alpha: f32, accumulate: bool): void {
  dotsTile(1, c, apart, ldc, a, ld, b, ldb, alpha, accumulate);
}

/** `rows` rows of A with four of B. */
@inline
function dotsTile(
  rows: i32, c: usize, apart: usize, ldc: usize, a: usize, ld: usize, b: usize, ldb: usize, alpha: f32, accumulate: bool,
): void {
  const zero = splat(0), whole = a + ld - (ld % BYTES);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero, t0 = zero, t1 = zero, t2 = zero, t3 = zero, u0 = zero, u1 = zero, u2 = zero, u3 = zero;
  let a1 = a + ld, a2 = a1 + ld, b1 = b + ldb, b2 = b1 + ldb, b3 = b2 + ldb;
  for (; a < whole; a += BYTES) {
    const y0 = loadVec(b), y1 = loadVec(b1), y2 = loadVec(b2), y3 = loadVec(b3);
    let x = loadVec(a);
    b += BYTES;
    b1 += BYTES;
    b2 += BYTES;
    b3 += BYTES;
    s0 = madd(x, y0, s0);
    s1 = madd(x, y1, s1);
    s2 = madd(x, y2, s2);
    s3 = madd(x, y3, s3);
    if (rows > 1) {
      x = loadVec(a1);
      a1 += BYTES;
      t0 = madd(x, y0, t0);
      t1 = madd(x, y1, t1);
      t2 = madd(x, y2, t2);
      t3 = madd(x, y3, t3);
    }
    if (rows > 2) {
      x = loadVec(a2);
      a2 += BYTES;
      u0 = madd(x, y0, u0);
      u1 = madd(x, y1, u1);
      u2 = madd(x, y2, u2);
      u3 = madd(x, y3, u3);
    }
  }
  const n = ld % BYTES;
  putSums(c, apart, a, b, ldb, n, s0, s1, s2, s3, alpha, accumulate);
  if (rows > 1) putSums(c + ldc, apart, a1, b, ldb, n, t0, t1, t2, t3, alpha, accumulate);
  if (rows > 2) putSums(c + 2 * ldc, apart, a2, b, ldb, n, u0, u1, u2, u3, alpha, accumulate);
}

function dot(c: usize, a: usize, b: usize, ld: usize, alpha: f32, accumulate: bool): void {
  const rest = ld % 16, whole = a + ld - rest;
  if (ASC_FEATURE_SIMD) {
    let s = splat(0);
    for (; a < whole; a += BYTES, b += BYTES) s = madd(loadVec(a), loadVec(b), s);
    putSum(c, sum(s), a, b, rest, alpha, accumulate);
  } else {
    let s: f32 = 0, t: f32 = 0, u: f32 = 0, v: f32 = 0;
    for (; a < whole; a += 16, b += 16) {
      s += load<f32>(a) * load<f32>(b);
      t += load<f32>(a, 4) * load<f32>(b, 4);
      u += load<f32>(a, 8) * load<f32>(b, 8);
      v += load<f32>(a, 12) * load<f32>(b, 12);
    }
    putSum(c, s + u + (t + v), a, b, rest, alpha, accumulate);
  }
}

/** Four sums, and what is left of the rows: n bytes from a and b on. */
function putSums(
  c: usize, apart: usize, a: usize, b: usize, ldb: usize, n: usize, s0: vec, s1: vec, s2: vec, s3: vec, alpha: f32, accumulate: bool,
): void {
  putSum(c, sum(s0), a, b, n, alpha, accumulate);
  putSum(c + apart, sum(s1), a, b + ldb, n, alpha, accumulate);
  putSum(c + 2 * apart, sum(s2), a, b + 2 * ldb, n, alpha, accumulate);
  putSum(c + 3 * apart, sum(s3), a, b + 3 * ldb, n, alpha, accumulate);
}

function putSum(c: usize, s: f32, a: usize, b: usize, n: usize, alpha: f32, accumulate: bool): void {
  for (const end = a + n; a < end; a += 4, b += 4) s += load<f32>(a) * load<f32>(b);
  s *= alpha;
  store<f32>(c, accumulate ? load<f32>(c) + s : s);
}
