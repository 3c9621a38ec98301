/** Products in whole numbers, exact in every build: rows as 14-bit integers, times 8-bit weights. */

/** Greatest integer that a row's greatest number becomes. */
const LEVELS: f32 = 8191;
/** Products of 7 and 13 bits: this many add up within 31 bits. */
const BLOCK: i32 = 2048;

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
    for (; p < whole; p += 32, integers += 16) {
      const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(v128.load(p), divisor)));
      const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(v128.load(p, 16), divisor)));
      v128.store(integers, i16x8.narrow_i32x4_s(low, high));
    }
  }
  for (; p < end; p += 4, integers += 2) store<i16>(integers, <i16><i32>nearest(load<f32>(p) / step));
  return step;
}

/** Where `dot4` leaves its sums, four f64. */
export const sums = memory.data(32, 16);

/** Σ_k integers[k] · weights[k] of four channels, ld bytes apart. */
export function dot4(integers: usize, weights: usize, ld: usize, K: i32): void {
  for (let c: usize = 0; c < 32; c += 8) store<f64>(sums + c, 0);
  for (let k = 0; k < K; k += BLOCK) block4(integers + (<usize>k << 1), weights + k, ld, min(BLOCK, K - k));
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
