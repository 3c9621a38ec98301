/**
 * Loops over arrays of n elements, written once. F is a class whose method `at` works on one vec;
 * it is never made (its reference is null), only its method is inlined, into a loop over whole vecs. Everything else is
 * here once and for all kernels: the last few elements go through the same loop in a scratch vec, and so do operands that
 * stand still (step 0): one number, or one that broadcasting repeats.
 */
import { BYTES, add, loadSplat, loadVec, splat, storeVec, sum } from './simd';

/** From `dense` up to `end`, whole vecs; p, q, r go on by their own steps, 0 or BYTES. */
export type Loop = (dense: usize, p: usize, q: usize, r: usize, end: usize, vp: usize, vq: usize, vr: usize) => void;

/** out[i] = F(x[i]) */
@inline
export function map<F>(out: usize, x: usize, n: i32): void {
  put(unary<F>(), out, x, NUMBER, NUMBER, n, 4, 0, 0);
}

/** out[i] = F(x[i], number) */
@inline
export function map1<F>(out: usize, x: usize, n: i32, number: f64): void {
  store<f32>(NUMBER, <f32>number);
  put(binary<F>(), out, x, NUMBER, NUMBER, n, 4, 0, 0);
}

/** out[i] = F(x[i], one, two) */
@inline
export function map2<F>(out: usize, x: usize, n: i32, one: f64, two: f64): void {
  store<f32>(NUMBER, <f32>one);
  store<f32>(NUMBER, <f32>two, 4);
  put(ternary<F>(), out, x, NUMBER, NUMBER + 4, n, 4, 0, 0);
}

/** out[i] += F(a[i], b[i]) */
@inline
export function mapAdd<F>(out: usize, a: usize, b: usize, n: i32): void {
  addTo(slope<F>(), a, out, b, NUMBER, n, 4, 4, 0);
}

/** out[i] += F(a[i], b[i], number) */
@inline
export function mapAdd1<F>(out: usize, a: usize, b: usize, n: i32, number: f64): void {
  store<f32>(NUMBER, <f32>number);
  addTo(slope2<F>(), a, out, b, NUMBER, n, 4, 4, 0);
}

/** out[i] += F(a[i], b[i], c[i]) */
@inline
export function mapAdd2<F>(out: usize, a: usize, b: usize, c: usize, n: i32): void {
  addTo(slope2<F>(), a, out, b, c, n, 4, 4, 4);
}

// The loops. A function inside a function is how the compiler lets a generic one be passed on.

/** dense[i] = F(p[i]) */
@inline
export function unary<F>(): Loop {
  return (dense: usize, p: usize, q: usize, r: usize, end: usize, vp: usize, vq: usize, vr: usize): void => {
    const f = changetype<F>(0);
    for (; dense < end; dense += BYTES, p += BYTES) storeVec(dense, f.at(loadVec(p)));
  };
}

/** dense[i] = F(p[i], q[i]) */
@inline
export function binary<F>(): Loop {
  return (dense: usize, p: usize, q: usize, r: usize, end: usize, vp: usize, vq: usize, vr: usize): void => {
    const f = changetype<F>(0);
    for (; dense < end; dense += BYTES, p += vp, q += vq) storeVec(dense, f.at(loadVec(p), loadVec(q)));
  };
}

/** dense[i] = F(p[i], q[i], r[i]) */
@inline
export function ternary<F>(): Loop {
  return (dense: usize, p: usize, q: usize, r: usize, end: usize, vp: usize, vq: usize, vr: usize): void => {
    const f = changetype<F>(0);
    for (; dense < end; dense += BYTES, p += vp, q += vq, r += vr) {
      storeVec(dense, f.at(loadVec(p), loadVec(q), loadVec(r)));
    }
  };
}

/** p[i] += F(dense[i], q[i]) */
@inline
export function slope<F>(): Loop {
  return (dense: usize, p: usize, q: usize, r: usize, end: usize, vp: usize, vq: usize, vr: usize): void => {
    const f = changetype<F>(0);
    for (; dense < end; dense += BYTES, p += vp, q += vq) {
      storeVec(p, add(loadVec(p), f.at(loadVec(dense), loadVec(q))));
    }
  };
}

/** p[i] += F(dense[i], q[i], r[i]) */
@inline
export function slope2<F>(): Loop {
  return (dense: usize, p: usize, q: usize, r: usize, end: usize, vp: usize, vq: usize, vr: usize): void => {
    const f = changetype<F>(0);
    for (; dense < end; dense += BYTES, p += vp, q += vq, r += vr) {
      storeVec(p, add(loadVec(p), f.at(loadVec(dense), loadVec(q), loadVec(r))));
    }
  };
}

// What surrounds them.

const NUMBER = memory.data(8, 4);

/** Where a number lies that is an operand of step 0; until the next call. */
@inline
export function held(number: f64): usize {
  store<f32>(NUMBER, <f32>number);
  return NUMBER;
}

/** Four vecs: for dense, p, q, r. */
const D = memory.data(64, 16), P = D + 16, Q = D + 32, R = D + 48;

/** The first n elements of a vec, n < LANES, to another place. */
function few(to: usize, from: usize, n: i32): void {
  for (const end = from + (<usize>n << 2); from < end; from += 4, to += 4) store<u32>(to, load<u32>(from));
}

/** Where to read an operand of step s: itself, or (step 0) its one element, in every lane. */
@inline
function hold(slot: usize, p: usize, s: usize): usize {
  if (LANES == 1 || s) return p;
  storeVec(slot, loadSplat(p));
  return slot;
}

/** Where to read the last n elements, `done` bytes after p. */
@inline
function lift(slot: usize, p: usize, s: usize, done: usize, n: i32): usize {
  if (s) few(slot, p + done, n);
  return slot;
}

/** Overwrites n elements of `out`; the steps, in bytes, are 4 or 0. */
export function put(
  loop: Loop, out: usize, p: usize, q: usize, r: usize, n: i32, sp: usize, sq: usize, sr: usize,
): void {
  p = hold(P, p, sp);
  q = hold(Q, q, sq);
  r = hold(R, r, sr);
  const rest = n % LANES, done = <usize>(n - rest) << 2;
  if (done) loop(out, p, q, r, out + done, sp * LANES, sq * LANES, sr * LANES);
  if (LANES == 1 || !rest) return;
  loop(D, lift(P, p, sp, done, rest), lift(Q, q, sq, done, rest), lift(R, r, sr, done, rest), P, 0, 0, 0);
  few(out + done, D, rest);
}

/** Elements that are summed in f32 before their sum goes into an f64. */
const BLOCK: usize = 4 * 512;

/** Adds to n elements of `to`, or (step 0) all to the first of them; dense is read. */
export function addTo(
  loop: Loop, dense: usize, to: usize, q: usize, r: usize, n: i32, st: usize, sq: usize, sr: usize,
): void {
  q = hold(Q, q, sq);
  r = hold(R, r, sr);
  const rest = n % LANES, done = <usize>(n - rest) << 2, vq = sq * LANES, vr = sr * LANES;
  let total: f64 = 0;
  if (st) {
    if (done) loop(dense, to, q, r, dense + done, BYTES, vq, vr);
  } else {
    for (let i: usize = 0; i < done; i += BLOCK) {
      storeVec(P, splat(0));
      const j = sq ? i : 0, k = sr ? i : 0;
      loop(dense + i, P, q + j, r + k, dense + min(i + BLOCK, done), 0, vq, vr);
      total += <f64>sum(loadVec(P));
    }
  }
  if (LANES > 1 && rest) {
    storeVec(P, splat(0));
    if (st) few(P, to + done, rest);
    few(D, dense + done, rest);
    loop(D, P, lift(Q, q, sq, done, rest), lift(R, r, sr, done, rest), P, 0, 0, 0);
    if (st) few(to + done, P, rest);
    else for (let i: usize = 0; i < <usize>rest << 2; i += 4) total += <f64>load<f32>(P + i);
  }
  if (!st) store<f32>(to, <f32>(<f64>load<f32>(to) + total));
}
