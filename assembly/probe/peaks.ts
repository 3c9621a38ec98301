/**
 * What one core can do at most, seen from WASM. Not part of the core: tests/bench compiles it beside the module and
 * races it against the kernels, so that "90 % of the peak" is said of the same minute on the same machine.
 */
import { madd, splat, sum } from '../core/simd';

/** Twelve independent chains of multiply-adds: 24 · LANES floating-point operations a round. */
export function multiplyAdd(rounds: i32, scale: f32, offset: f32): f32 {
  // From outside: a literal would be built anew in every use and make the loop four times slower.
  const x = splat(scale), y = splat(offset);
  let a = splat(1), b = splat(2), c = splat(3), d = splat(4), e = splat(5), f = splat(6);
  let g = splat(7), h = splat(8), i = splat(9), j = splat(10), k = splat(11), l = splat(12);
  for (; rounds > 0; rounds--) {
    a = madd(a, x, y);
    b = madd(b, x, y);
    c = madd(c, x, y);
    d = madd(d, x, y);
    e = madd(e, x, y);
    f = madd(f, x, y);
    g = madd(g, x, y);
    h = madd(h, x, y);
    i = madd(i, x, y);
    j = madd(j, x, y);
    k = madd(k, x, y);
    l = madd(l, x, y);
  }
  return sum(a) + sum(b) + sum(c) + sum(d) + sum(e) + sum(f) + sum(g) + sum(h) + sum(i) + sum(j) + sum(k) + sum(l);
}

/** Reads n bytes, a multiple of 256, as four streams. */
export function read(p: usize, n: usize): i32 {
  const quarter = n >> 2;
  let a = i32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  for (const end = p + quarter; p < end; p += 32) {
    const q = p + quarter, r = q + quarter, s = r + quarter;
    a = v128.xor(a, v128.load(p));
    b = v128.xor(b, v128.load(p, 16));
    c = v128.xor(c, v128.load(q));
    d = v128.xor(d, v128.load(q, 16));
    e = v128.xor(e, v128.load(r));
    f = v128.xor(f, v128.load(r, 16));
    g = v128.xor(g, v128.load(s));
    h = v128.xor(h, v128.load(s, 16));
  }
  const all = v128.xor(v128.xor(v128.xor(a, b), v128.xor(c, d)), v128.xor(v128.xor(e, f), v128.xor(g, h)));
  return i32x4.extract_lane(all, 0) ^ i32x4.extract_lane(all, 1) ^ i32x4.extract_lane(all, 2) ^ i32x4.extract_lane(all, 3);
}
