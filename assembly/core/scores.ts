/**
 * What the attention kernels share: scores of a block of keys with a tile of queries, one row for each key, so that softmax
 * goes down the columns and needs no sums across lanes.
 *
 *   S[k, q] = mask(softcap(key[k] · query[q])),   softcap(s) = c tanh(s / c)
 *
 * Rows of S are TILE floats long; queries past the last are zeros in the tile, and what comes of them is never used. A single
 * query, as in decoding, lies in one piece and has kernels of its own: keys and values are then read as they lie in memory.
 */
import { block } from './block';
import { dots, vectorMatrix } from './fewRows';
import { tanhVec } from './math';
import { BYTES, add, div, loadVec, mul, splat, storeVec } from './simd';

/** Queries of a tile and keys of a block. */
export const TILE = 48;
export const BLOCK = 48;
export const ROW: usize = 4 * TILE;

/** What the scores of one head are made of; strides in bytes. */
@unmanaged
export class Head {
  key: usize;
  keyRow: usize;
  D: i32;
  mask: usize;
  /** 0 none · 1 added · 2 nonzero where a query may look. */
  maskKind: i32;
  maskRow: usize;
  maskKey: usize;
  /** Query i sees keys up to i + reach. */
  reach: i32;
  softcap: f32;
}

/** Width of a tile of n queries: whole vecs. */
@inline
export function lanesOf(n: i32): i32 {
  return (n + LANES - 1) & -LANES;
}

/** n rows of D floats, `row` bytes apart, as D rows of TILE floats: to[d, i] = scale · from[i, d], the last lanes 0; a single row stays one. */
export function transpose(to: usize, from: usize, row: usize, n: i32, D: i32, scale: f32): void {
  const lanes = lanesOf(n), to1: usize = n == 1 ? 4 : ROW;
  if (n > 1 && lanes > n) for (let d = 0, p = to + (<usize>(lanes - LANES) << 2); d < D; d++, p += ROW) storeVec(p, splat(0));
  let i = 0;
  if (ASC_FEATURE_SIMD) {
    const s = f32x4.splat(scale);
    for (; i + 4 <= n; i += 4) {
      let a = from + <usize>i * row, p = to + (<usize>i << 2), d = 0;
      for (; d + 4 <= D; d += 4, a += 16, p += 4 * ROW) {
        const r0 = v128.load(a), r1 = v128.load(a + row), r2 = v128.load(a + 2 * row), r3 = v128.load(a + 3 * row);
        const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
        const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
        v128.store(p, f32x4.mul(s, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5)));
        v128.store(p + ROW, f32x4.mul(s, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7)));
        v128.store(p + 2 * ROW, f32x4.mul(s, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5)));
        v128.store(p + 3 * ROW, f32x4.mul(s, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7)));
      }
      for (; d < D; d++, a += 4, p += ROW)
        for (let r: usize = 0; r < 4; r++) store<f32>(p + 4 * r, scale * load<f32>(a + r * row));
    }
  }
  for (; i < n; i++) {
    let a = from + <usize>i * row, p = to + (<usize>i << 2);
    for (let d = 0; d < D; d++, a += 4, p += to1) store<f32>(p, scale * load<f32>(a));
  }
}

/** Scores of keys k0 … k0 + nk − 1 with n queries from i0 on; `until`: 0 scaled products · 1 and softcap · 2 and mask. */
export function scores(S: usize, head: Head, queries: usize, k0: i32, nk: i32, i0: i32, n: i32, until: i32): void {
  const lanes = lanesOf(n), first = k0 - head.reach - i0;
  keysWithQueries(S, head.key + <usize>k0 * head.keyRow, head.keyRow, queries, nk, head.D, n, until == 2 ? first : 0 - BLOCK);
  const rowBytes = <usize>lanes << 2;
  if (until > 0 && head.softcap > 0) {
    const cap = splat(head.softcap);
    for (let k = 0, p = S; k < nk; k++, p += ROW)
      for (let j: usize = 0; j < rowBytes; j += BYTES) storeVec(p + j, mul(cap, tanhVec(div(loadVec(p + j), cap))));
  }
  if (until < 2) return;
  if (head.maskKind) applyMask(S, head, k0, nk, i0, n);
  hide(S, -Infinity, nk, lanes, first);
}

/** A value where a key is not seen: key k of the block by the queries before first + k. */
export function hide(S: usize, value: f32, nk: i32, lanes: i32, first: i32): void {
  for (let k = max(0, 1 - first); k < nk; k++) {
    const p = S + <usize>k * ROW, end = p + (<usize>min(first + k, lanes) << 2);
    for (let at = p; at < end; at += 4) store<f32>(at, value);
  }
}

// Products of a block with a tile. Where a causal mask cuts through, six rows at a time leave out what lies beyond it.

/** S[k, q] = Σ_d x[k, d] queries[d, q]; not written where q < first + k, up to a few columns. */
export function keysWithQueries(S: usize, x: usize, row: usize, queries: usize, nk: i32, D: i32, n: i32, first: i32): void {
  if (n == 1) return dots(S, ROW, queries, x, row, 1, D, nk, 1, false);
  const lanes = lanesOf(n);
  if (first + nk <= 1) return block(S, ROW, x, row, 4, queries, ROW, nk, D, lanes, false);
  for (let k = 0; k < nk; k += 6) {
    const j = max(0, first + k) & -8;
    if (j < lanes) {
      const at = <usize>j << 2;
      block(S + <usize>k * ROW + at, ROW, x + <usize>k * row, row, 4, queries + at, ROW, min(6, nk - k), D, lanes - j, false);
    }
  }
}

/** c[q, :] (+)= Σ_k S[k, q] x[k, :] */
export function queriesOverKeys(
  c: usize, ldc: usize, S: usize, x: usize, row: usize, n: i32, nk: i32, N: i32, first: i32, accumulate: bool,
): void {
  if (n == 1) return vectorMatrix(c, S, ROW, x, row, nk, N, 1, accumulate);
  if (first + nk <= 1) return block(c, ldc, S, 4, ROW, x, row, n, nk, N, accumulate);
  for (let i = 0; i < n; i += 6) {
    const seen = max(0, min(nk, i + 6 - first));
    block(c + <usize>i * ldc, ldc, S + (<usize>i << 2), 4, ROW, x, row, min(6, n - i), seen, N, accumulate);
  }
}

/** c[k, :] += Σ_q S[k, q] x[q, :] */
export function keysOverQueries(
  c: usize, ldc: usize, S: usize, x: usize, row: usize, n: i32, nk: i32, N: i32, first: i32,
): void {
  if (first + nk <= 1) return block(c, ldc, S, ROW, 4, x, row, nk, n, N, true);
  for (let k = 0; k < nk; k += 6) {
    const i = max(0, first + k);
    if (i < n) {
      const from = S + <usize>k * ROW + (<usize>i << 2);
      block(c + <usize>k * ldc, ldc, from, ROW, 4, x + <usize>i * row, row, min(6, nk - k), n - i, N, true);
    }
  }
}

/** A mask of one number for all queries (padding of a batch) goes by vecs. */
function applyMask(S: usize, head: Head, k0: i32, nk: i32, i0: i32, n: i32): void {
  const added = head.maskKind == 1;
  for (let k = 0; k < nk; k++, S += ROW) {
    let m = head.mask + <usize>i0 * head.maskRow + <usize>(k0 + k) * head.maskKey;
    if (!head.maskRow) {
      const x = load<f32>(m), shift = splat(added ? x : x != 0 ? 0 : -Infinity);
      for (let j: usize = 0, end = <usize>lanesOf(n) << 2; j < end; j += BYTES) storeVec(S + j, add(loadVec(S + j), shift));
    } else {
      for (let j: usize = 0, end = <usize>n << 2; j < end; j += 4, m += head.maskRow) {
        const x = load<f32>(m);
        store<f32>(S + j, load<f32>(S + j) + (added ? x : x != 0 ? 0 : -Infinity));
      }
    }
  }
}

const place = memory.data(64, 16);

/** The head that a kernel works on: one at a time. Strides in elements, as kernels take them. */
export function headOf(
  key: usize, keyRow: i32, D: i32, mask: usize, maskKind: i32, maskRow: i32, maskKey: i32, reach: i32, softcap: f64,
): Head {
  const head = changetype<Head>(place);
  head.key = key;
  head.keyRow = <usize>keyRow << 2;
  head.D = D;
  head.mask = mask;
  head.maskKind = maskKind;
  head.maskRow = <usize>maskRow << 2;
  head.maskKey = <usize>maskKey << 2;
  head.reach = reach;
  head.softcap = <f32>softcap;
  return head;
}
