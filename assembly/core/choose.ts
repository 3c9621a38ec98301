/** One of two, lane by lane, and the order of two vecs. */

/** a > b ? x : y; a NaN in a or b chooses y. */
@inline
export function whereGreater(a: vec, b: vec, x: vec, y: vec): vec {
  if (ASC_FEATURE_SIMD) return v128.bitselect(x, y, f32x4.gt(a, b));
  else return a > b ? x : y;
}

/** a = b ? x : y; a NaN in a or b chooses y. */
@inline
export function whereEqual(a: vec, b: vec, x: vec, y: vec): vec {
  if (ASC_FEATURE_SIMD) return v128.bitselect(x, y, f32x4.eq(a, b));
  else return a == b ? x : y;
}

/** The smaller; NaN when either is NaN. */
@inline
export function minVec(a: vec, b: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.min(a, b);
  else return min<f32>(a, b);
}

/** The greater; NaN when either is NaN. */
@inline
export function maxVec(a: vec, b: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.max(a, b);
  else return max<f32>(a, b);
}

@inline
export function negVec(x: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.neg(x);
  else return -x;
}

/** −1, 0 or 1. */
@inline
export function signVec(x: vec): vec {
  if (ASC_FEATURE_SIMD) {
    const zero = f32x4.splat(0);
    return f32x4.sub(
      v128.and(f32x4.gt(x, zero), f32x4.splat(1)),
      v128.and(f32x4.lt(x, zero), f32x4.splat(1)),
    );
  } else return x > 0 ? 1 : x < 0 ? -1 : 0;
}
