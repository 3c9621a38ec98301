/**
 * Products in whole numbers, exact in every build: rows as 14-bit integers, times 8-bit weights.
 *
 * The relaxed build takes seven bits at a time, for which processors have an instruction of their own: an integer, plus OFFSET
 * so that it has no sign, as 128 high + low; the highs of a row lie together, then its lows.
 */

/** Greatest integer that a row's greatest number becomes. */
const LEVELS: f32 = 8191;
/** What every integer is greater by than it should be. */
export const OFFSET: i32 = ASC_FEATURE_RELAXED_SIMD ? 8192 : 0;
/** Products of 7 and 13 bits, or of 7 and 7: this many add up within 31 bits. */
const BLOCK: i32 = ASC_FEATURE_RELAXED_SIMD ? 131072 : 2048;

/** K numbers of x to integers, x ≈ step · integer; returns step. For a NaN or ∞ among them a step that is not finite. */
export function toIntegers(integers: usize, x: usize, K: i32): f32 {
  const end = x + (<usize>K << 2), whole = end - (<usize>K % 8 << 2);
  let greatest: f32 = 0, p = x;
  if (ASC_FEATURE_SIMD) {
    let g = f32x4.splat(0);
    for (; p < whole; p += 16) g = f32x4.max(g, f32x4.abs(v128.load(p)));
    g = f32x4.max(g, v128.shuffle<f32>(g, g, 2, 3, 0, 1));
    greatest = max<f32>(f32x4.extract_lane(g, 0), f32x4.extract_lane(g, 1));
  }
  for (; p < end; p += 4) greatest = max<f32>(greatest, abs<f32>(load<f32>(p)));
  const step = max<f32>(greatest / LEVELS, f32.MIN_NORMAL_VALUE);
  p = x;
  if (ASC_FEATURE_SIMD) {
    const divisor = f32x4.splat(step);
    for (; p < whole; p += 32) {
      const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(v128.load(p), divisor)));
      const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(v128.load(p, 16), divisor)));
      const eight = i16x8.narrow_i32x4_s(low, high);
      if (ASC_FEATURE_RELAXED_SIMD) {
        const all = i16x8.add(eight, i16x8.splat(<i16>OFFSET));
        const parts = i8x16.narrow_i16x8_u(i16x8.shr_u(all, 7), v128.and(all, i16x8.splat(127)));
        v128.store64_lane(integers, parts, 0);
        v128.store64_lane(integers + K, parts, 1);
        integers += 8;
      } else {
        v128.store(integers, eight);
        integers += 16;
      }
    }
  }
  for (; p < end; p += 4) {
    const i = OFFSET + <i32>nearest(load<f32>(p) / step);
    if (ASC_FEATURE_RELAXED_SIMD) {
      store<i8>(integers, i >> 7);
      store<i8>(integers + K, i & 127);
      integers++;
    } else {
      store<i16>(integers, i);
      integers += 2;
    }
  }
  return step;
}

/** Where `dot4` leaves its sums, four f64. */
export const sums = memory.data(32, 16);

/** Σ_k (OFFSET + integers[k]) · weights[k] of four channels, ld bytes apart. */
export function dot4(integers: usize, weights: usize, ld: usize, K: i32): void {
  for (let c: usize = 0; c < 32; c += 8) store<f64>(sums + c, 0);
  for (let k = 0; k < K; k += BLOCK) {
    if (ASC_FEATURE_RELAXED_SIMD) halves4(integers + k, K, weights + k, ld, min(BLOCK, K - k));
    else block4(integers + (<usize>k << 1), weights + k, ld, min(BLOCK, K - k));
  }
}

/** n integers as two halves, K bytes apart. */
function halves4(x: usize, K: usize, w0: usize, ld: usize, n: i32): void {
  const end = x + n, whole = end - n % 16;
  let w1 = w0 + ld, w2 = w1 + ld, w3 = w2 + ld;
  let h0 = i32x4.splat(0), h1 = h0, h2 = h0, h3 = h0, l0 = h0, l1 = h0, l2 = h0, l3 = h0;
  for (; x < whole; x += 16, w0 += 16, w1 += 16, w2 += 16, w3 += 16) {
    const high = v128.load(x), low = v128.load(x + K);
    let w = v128.load(w0);
    h0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w, high, h0);
    l0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w, low, l0);
    w = v128.load(w1);
    h1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w, high, h1);
    l1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w, low, l1);
    w = v128.load(w2);
    h2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w, high, h2);
    l2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w, low, l2);
    w = v128.load(w3);
    h3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w, high, h3);
    l3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w, low, l3);
  }
  const high = lanes4(h0, h1, h2, h3);
  let low = lanes4(l0, l1, l2, l3);
  if (x < end) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (; x < end; x++, w0++, w1++, w2++, w3++) {
      const y = (<i32>load<i8>(x) << 7) + load<i8>(x + K);
      s0 += y * load<i8>(w0);
      s1 += y * load<i8>(w1);
      s2 += y * load<i8>(w2);
      s3 += y * load<i8>(w3);
    }
    low = i32x4.add(low, i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(s0), 1, s1), 2, s2), 3, s3));
  }
  more(sums, high, low);
  more(sums + 16, v128.shuffle<i64>(high, high, 1, 1), v128.shuffle<i64>(low, low, 1, 1));
}

/** Two sums += 128 high + low */
@inline
function more(at: usize, high: v128, low: v128): void {
  const sum = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(high), f64x2.splat(128)), f64x2.convert_low_i32x4_s(low));
  v128.store(at, f64x2.add(v128.load(at), sum));
}

/** Sums of the lanes of each. */
@inline
function lanes4(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 2, 4, 6), v128.shuffle<i32>(c, d, 1, 3, 5, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 2, 4, 6), v128.shuffle<i32>(ab, cd, 1, 3, 5, 7));
}

function block4(x: usize, w0: usize, ld: usize, n: i32): void {
  const end = x + (<usize>n << 1), whole = end - (<usize>n % 16 << 1);
  let w1 = w0 + ld, w2 = w1 + ld, w3 = w2 + ld;
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  if (ASC_FEATURE_SIMD) {
    let v0 = i32x4.splat(0), v1 = v0, v2 = v0, v3 = v0;
    for (; x < whole; x += 32, w0 += 16, w1 += 16, w2 += 16, w3 += 16) {
      const low = v128.load(x), high = v128.load(x, 16);
      v0 = i32x4.add(v0, i32x4.dot_i16x8_s(low, v128.load8x8_s(w0)));
      v1 = i32x4.add(v1, i32x4.dot_i16x8_s(low, v128.load8x8_s(w1)));
      v2 = i32x4.add(v2, i32x4.dot_i16x8_s(low, v128.load8x8_s(w2)));
      v3 = i32x4.add(v3, i32x4.dot_i16x8_s(low, v128.load8x8_s(w3)));
      v0 = i32x4.add(v0, i32x4.dot_i16x8_s(high, v128.load8x8_s(w0, 8)));
      v1 = i32x4.add(v1, i32x4.dot_i16x8_s(high, v128.load8x8_s(w1, 8)));
      v2 = i32x4.add(v2, i32x4.dot_i16x8_s(high, v128.load8x8_s(w2, 8)));
      v3 = i32x4.add(v3, i32x4.dot_i16x8_s(high, v128.load8x8_s(w3, 8)));
    }
    s0 = lanes(v0);
    s1 = lanes(v1);
    s2 = lanes(v2);
    s3 = lanes(v3);
  }
  for (; x < end; x += 2, w0++, w1++, w2++, w3++) {
    const y = <i32>load<i16>(x);
    s0 += y * load<i8>(w0);
    s1 += y * load<i8>(w1);
    s2 += y * load<i8>(w2);
    s3 += y * load<i8>(w3);
  }
  store<f64>(sums, load<f64>(sums) + s0);
  store<f64>(sums, load<f64>(sums, 8) + s1, 8);
  store<f64>(sums, load<f64>(sums, 16) + s2, 16);
  store<f64>(sums, load<f64>(sums, 24) + s3, 24);
}

@inline
function lanes(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}
