/**
 * Scaled dot-product attention of one head:
 *
 *   s[i, j] = mask(softcap(scale · q[i] · k[j])),   p[i, j] = e^s[i, j] / Σ_j e^s[i, j],   out[i] = Σ_j p[i, j] v[j]
 *
 * tile of queries by block of keys, with the greatest score and the sum so far for each query (online softmax): the Sq × Sk
 * scores never exist. Blocks that no query of a tile sees are skipped. A query that sees no key gets zeros.
 *
 * out (Sq,Dv) f32 overwritten · stats (2,Sq) f32 overwritten, saved for attentionBackward: greatest score, 1 / sum
 * work (48·(D + Dv + 148)) f32 overwritten · q (Sq,D), k (Sk,D), v (Sk,Dv) f32 read · mask (Sq,Sk) f32 read, if any
 * outRow, qRow, kRow, vRow, maskRow: elements from one row to the next; maskKey: from one key to the next; 0 repeats one number
 * maskKind: 0 none, 1 added to the scores, 2 nonzero where a query may look · reach: query i sees keys 0 … i + reach
 * softcap(s) = c tanh(s / c), 0 for none. Caller ensures: sizes ≥ 1 (Sk ≥ 0), arrays apart.
 * Accuracy: rel. 1e-5 of the largest |v| against tests/oracle/attention.ts, scores up to ±1e3.
 * Source: Vaswani et al. 2017, arXiv:1706.03762, eq. 1; Dao et al. 2022, arXiv:2205.14135, algorithm 1 and 2.
 */
import { expShifted, expShiftedCall } from '../core/expShifted';
import {
  BLOCK, ROW, TILE, headOf, hide, keysOverQueries, keysWithQueries, lanesOf, queriesOverKeys, scores, transpose,
} from '../core/scores';
import { BYTES, add, atLeast, first, loadVec, madd, mul, splat, storeVec, sub } from '../core/simd';

export function attention(
  out: usize, stats: usize, work: usize, q: usize, k: usize, v: usize, mask: usize, Sq: i32, Sk: i32, D: i32, Dv: i32,
  outRow: i32, qRow: i32, kRow: i32, vRow: i32, maskKind: i32, maskRow: i32, maskKey: i32, reach: i32, scale: f64, softcap: f64,
): void {
  const head = headOf(k, kRow, D, mask, maskKind, maskRow, maskKey, reach, softcap);
  const S = work, top = S + BLOCK * ROW, norm = top + ROW, shrink = norm + ROW, queries = shrink + ROW;
  const ldo = <usize>outRow << 2, ldq = <usize>qRow << 2, ldv = <usize>vRow << 2;
  for (let i0 = 0; i0 < Sq; i0 += TILE) {
    const n = min(TILE, Sq - i0), end = min(Sk, i0 + n + reach), rows = out + <usize>i0 * ldo;
    transpose(queries, q + <usize>i0 * ldq, ldq, n, D, <f32>scale);
    for (let j: usize = 0; j < ROW; j += BYTES) {
      storeVec(top + j, splat(-Infinity));
      storeVec(norm + j, splat(0));
    }
    for (let k0 = 0; k0 < end; k0 += BLOCK) {
      const nk = min(BLOCK, end - k0), first = k0 - reach - i0;
      scores(S, head, queries, k0, nk, i0, n, 2);
      const moved = soften(S, top, norm, shrink, nk, lanesOf(n), first);
      if (k0 > 0 && moved) for (let i = 0; i < n; i++) scaleRow(rows + <usize>i * ldo, load<f32>(shrink + (<usize>i << 2)), Dv);
      queriesOverKeys(rows, ldo, S, v + <usize>k0 * ldv, ldv, n, nk, Dv, first, k0 > 0);
    }
    for (let i = 0; i < n; i++) {
      const at = <usize>i << 2, total = load<f32>(norm + at), share: f32 = total == 0 ? 0 : 1 / total, row = rows + <usize>i * ldo;
      if (end > 0) scaleRow(row, share, Dv);
      else memory.fill(row, 0, <usize>Dv << 2);
      store<f32>(stats + (<usize>i0 << 2) + at, share == 0 ? 0 : load<f32>(top + at));
      store<f32>(stats + (<usize>(Sq + i0) << 2) + at, share);
    }
  }
}

/**
 * One block further in the softmax of every column: scores become e^(s − top) with the new top, sums so far shrink to it.
 * Returns whether any top moved, so that what has been summed of v must shrink too.
 */
function soften(S: usize, top: usize, norm: usize, shrink: usize, nk: i32, lanes: i32, first: i32): bool {
  let moved = false;
  for (let j: usize = 0, end = <usize>lanes << 2; j < end; j += BYTES) {
    // What queriesOverKeys reads: six rows as far as the last of them sees.
    const seen = max(0, min(nk, <i32>(j >> 2) + LANES + 6 - first));
    const column = S + j, last = column + <usize>seen * ROW, before = loadVec(top + j);
    let most = before;
    for (let p = column; p < last; p += ROW) most = atLeast(most, loadVec(p));
    // Where nothing is seen yet the top is −∞, and −∞ − (−∞) no number.
    const shift = atLeast(most, splat(-3.4028235e38));
    let sum = splat(0);
    for (let p = column; p < last; p += ROW) {
      const e = expShifted(sub(loadVec(p), shift));
      storeVec(p, e);
      sum = add(sum, e);
    }
    const less = expShiftedCall(sub(before, shift));
    storeVec(top + j, most);
    storeVec(shrink + j, less);
    storeVec(norm + j, madd(loadVec(norm + j), less, sum));
    if (differ(most, before)) moved = true;
  }
  return moved;
}

@inline
function differ(a: vec, b: vec): bool {
  if (ASC_FEATURE_SIMD) return v128.any_true(f32x4.ne(a, b));
  else return a != b;
}

function scaleRow(row: usize, by: f32, n: i32): void {
  const x = splat(by), end = row + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; row < whole; row += BYTES) storeVec(row, mul(loadVec(row), x));
  for (; row < end; row += 4) store<f32>(row, load<f32>(row) * by);
}

/**
 * From out = softmax(mask(softcap(scale · q kᵀ))) v, the scores computed anew, tile by tile:
 *
 *   dp = dout vᵀ,  ds = p (dp − Σ dout out),  dv += pᵀ dout,  dq += scale · ds k,  dk += scale · dsᵀ q
 *
 * dq, dk, dv f32 added to, rows as far apart as those of q, k, v · dout, out (Sq,Dv) f32 read, outRow apart
 * stats (2,Sq) f32 read, as attention wrote them · work (48·(D + Dv + 148)) f32 overwritten · the rest as for attention
 */
export function attentionBackward(
  dq: usize, dk: usize, dv: usize, dout: usize, work: usize, out: usize, q: usize, k: usize, v: usize, mask: usize, stats: usize,
  Sq: i32, Sk: i32, D: i32, Dv: i32,
  outRow: i32, qRow: i32, kRow: i32, vRow: i32, maskKind: i32, maskRow: i32, maskKey: i32, reach: i32, scale: f64, softcap: f64,
): void {
  const head = headOf(k, kRow, D, mask, maskKind, maskRow, maskKey, reach, softcap);
  const P = work, dP = P + BLOCK * ROW, slopes = dP + BLOCK * ROW;
  const top = slopes + BLOCK * ROW, share = top + ROW, dot = share + ROW, queries = dot + ROW, douts = queries + <usize>D * ROW;
  const ldo = <usize>outRow << 2, ldq = <usize>qRow << 2, ldk = <usize>kRow << 2, ldv = <usize>vRow << 2;
  for (let i0 = 0; i0 < Sq; i0 += TILE) {
    const n = min(TILE, Sq - i0), lanes = lanesOf(n), end = min(Sk, i0 + n + reach);
    const qs = q + <usize>i0 * ldq, gs = dout + <usize>i0 * ldo;
    transpose(queries, qs, ldq, n, D, <f32>scale);
    transpose(douts, gs, ldo, n, Dv, 1);
    readStats(top, share, dot, stats, gs, out + <usize>i0 * ldo, ldo, Sq, i0, n, Dv);
    for (let k0 = 0; k0 < end; k0 += BLOCK) {
      const nk = min(BLOCK, end - k0), first = k0 - reach - i0;
      if (softcap > 0) {
        scores(slopes, head, queries, k0, nk, i0, n, 1);
        capSlopes(slopes, <f32>softcap, nk, lanes);
      }
      scores(P, head, queries, k0, nk, i0, n, 2);
      keysWithQueries(dP, v + <usize>k0 * ldv, ldv, douts, nk, Dv, n, first);
      slope(P, dP, top, share, dot, <f32>scale, nk, lanes);
      if (softcap > 0) multiply(dP, slopes, nk, lanes);
      hide(dP, 0, nk, lanes, first);
      if (dv) keysOverQueries(dv + <usize>k0 * ldv, ldv, P, gs, ldo, n, nk, Dv, first);
      if (dk) keysOverQueries(dk + <usize>k0 * ldk, ldk, dP, qs, ldq, n, nk, D, first);
      if (dq) queriesOverKeys(dq + <usize>i0 * ldq, ldq, dP, k + <usize>k0 * ldk, ldk, n, nk, D, first, true);
    }
  }
}

/** For each query of a tile: greatest score, 1 / sum, and Σ dout out; zeros in the lanes past the last. */
function readStats(
  top: usize, share: usize, dot: usize, stats: usize, dout: usize, out: usize, ldo: usize, Sq: i32, i0: i32, n: i32, Dv: i32,
): void {
  memory.fill(top, 0, 3 * ROW);
  memory.copy(top, stats + (<usize>i0 << 2), <usize>n << 2);
  memory.copy(share, stats + (<usize>(Sq + i0) << 2), <usize>n << 2);
  for (let i = 0; i < n; i++, dout += ldo, out += ldo) {
    let total: f32 = 0;
    for (let d: usize = 0; d < <usize>Dv << 2; d += 4) total += load<f32>(dout + d) * load<f32>(out + d);
    store<f32>(dot + (<usize>i << 2), total);
  }
}

/** P: scores become probabilities · dP: becomes scale · p (dp − dot) */
function slope(P: usize, dP: usize, top: usize, share: usize, dot: usize, scale: f32, nk: i32, lanes: i32): void {
  const s = splat(scale);
  for (let j: usize = 0, end = <usize>lanes << 2; j < end; j += BYTES) {
    const most = loadVec(top + j), part = loadVec(share + j), less = loadVec(dot + j);
    for (let k = 0, at = j; k < nk; k++, at += ROW) {
      const p = mul(expShifted(sub(loadVec(P + at), most)), part);
      storeVec(P + at, p);
      storeVec(dP + at, mul(mul(p, s), sub(loadVec(dP + at), less)));
    }
  }
}

/** Of y = c tanh(s / c):  1 − (y / c)² */
function capSlopes(y: usize, cap: f32, nk: i32, lanes: i32): void {
  const one = splat(1), share = splat(1 / cap);
  for (let k = 0; k < nk; k++, y += ROW)
    for (let j: usize = 0, end = <usize>lanes << 2; j < end; j += BYTES) {
      const t = mul(loadVec(y + j), share);
      storeVec(y + j, sub(one, mul(t, t)));
    }
}

function multiply(x: usize, y: usize, nk: i32, lanes: i32): void {
  for (let k = 0; k < nk; k++, x += ROW, y += ROW)
    for (let j: usize = 0, end = <usize>lanes << 2; j < end; j += BYTES) storeVec(x + j, mul(loadVec(x + j), loadVec(y + j)));
}

/**
 * What the kernel never keeps, for a look inside:  out[i, j] = p[i, j], or the scores on the way there
 *
 * out (Sq,Sk) f32 overwritten · stage: 0 scaled products · 1 and softcap · 2 and mask · 3 probabilities
 * stats (2,Sq) f32 read, as attention wrote them when it was given the first `seen` of the Sk keys · the rest as for attention
 */
export function attentionWeights(
  out: usize, work: usize, q: usize, k: usize, mask: usize, stats: usize, Sq: i32, Sk: i32, seen: i32, D: i32,
  qRow: i32, kRow: i32, maskKind: i32, maskRow: i32, maskKey: i32, reach: i32, scale: f64, softcap: f64, stage: i32,
): void {
  const head = headOf(k, kRow, D, mask, maskKind, maskRow, maskKey, reach, softcap);
  const S = work, queries = S + BLOCK * ROW, ldq = <usize>qRow << 2;
  for (let i0 = 0; i0 < Sq; i0 += TILE) {
    const n = min(TILE, Sq - i0);
    transpose(queries, q + <usize>i0 * ldq, ldq, n, D, <f32>scale);
    for (let k0 = 0, nk = 0; k0 < Sk; k0 += nk) {
      const inside = k0 < seen;
      nk = min(BLOCK, (inside ? seen : Sk) - k0);
      scores(S, head, queries, k0, nk, i0, n, min(stage, inside ? 2 : 1));
      for (let i = i0; i < i0 + n; i++) {
        const top = load<f32>(stats + (<usize>i << 2)), share = load<f32>(stats + (<usize>(Sq + i) << 2));
        let from = S + (<usize>(i - i0) << 2), to = out + (<usize>(i * Sk + k0) << 2);
        for (let j = 0; j < nk; j++, from += ROW, to += 4) {
          const s: f32 = inside || stage < 2 ? load<f32>(from) : -Infinity;
          store<f32>(to, stage < 3 ? s : first(expShiftedCall(splat(s - top))) * share);
        }
      }
    }
  }
}
