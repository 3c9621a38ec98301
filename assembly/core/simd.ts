/**
 * `vec`: what one instruction works on. The builds differ in nothing else, so that a kernel is written once:
 *
 *   build     vec    LANES   madd
 *   base      f32    1       a·b, rounded, + c
 *   simd      v128   4       a·b, rounded, + c
 *   relaxed   v128   4       fused, rounded once (where the processor can)
 *
 * asconfig.json names the type and the constant (`use`). A conversion such as `if (ASC_FEATURE_SIMD)` is decided by the
 * compiler; the other branch is not even read.
 *
 * Loops take LANES elements at a time and the last few one by one, in lane 0 of the same instructions: a result does not
 * depend on where in the array an element stands.
 */

/** Bytes of a vec. */
export const BYTES: usize = 4 * LANES;

@inline
export function loadVec(p: usize): vec {
  if (ASC_FEATURE_SIMD) return v128.load(p);
  else return load<f32>(p);
}

@inline
export function storeVec(p: usize, x: vec): void {
  if (ASC_FEATURE_SIMD) v128.store(p, x);
  else store<f32>(p, x);
}

/** One element, the other lanes 0. */
@inline
export function loadOne(p: usize): vec {
  if (ASC_FEATURE_SIMD) return v128.load32_zero(p);
  else return load<f32>(p);
}

/** Lane 0. */
@inline
export function storeOne(p: usize, x: vec): void {
  if (ASC_FEATURE_SIMD) v128.store32_lane(p, x, 0);
  else store<f32>(p, x);
}

/** One element, in every lane. */
@inline
export function loadSplat(p: usize): vec {
  if (ASC_FEATURE_SIMD) return v128.load32_splat(p);
  else return load<f32>(p);
}

@inline
export function splat(x: f32): vec {
  if (ASC_FEATURE_SIMD) return f32x4.splat(x);
  else return x;
}

@inline
export function add(a: vec, b: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.add(a, b);
  else return a + b;
}

@inline
export function sub(a: vec, b: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.sub(a, b);
  else return a - b;
}

@inline
export function mul(a: vec, b: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.mul(a, b);
  else return a * b;
}

@inline
export function div(a: vec, b: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.div(a, b);
  else return a / b;
}

@inline
export function sqrtVec(a: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.sqrt(a);
  else return sqrt<f32>(a);
}

@inline
export function absVec(a: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.abs(a);
  else return abs<f32>(a);
}

/** a · b + c */
@inline
export function madd(a: vec, b: vec, c: vec): vec {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  else return add(mul(a, b), c);
}

/** c − a · b */
@inline
export function nmadd(a: vec, b: vec, c: vec): vec {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  else return sub(c, mul(a, b));
}

/** x, but at most `limit`; a NaN in x stays. */
@inline
export function atMost(x: vec, limit: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.pmin(x, limit);
  else return limit < x ? limit : x;
}

/** x, but at least `limit`; a NaN in x stays. */
@inline
export function atLeast(x: vec, limit: vec): vec {
  if (ASC_FEATURE_SIMD) return f32x4.pmax(x, limit);
  else return x < limit ? limit : x;
}

/** x > 0 ? a : 0, lane by lane. */
@inline
export function wherePositive(x: vec, a: vec): vec {
  if (ASC_FEATURE_SIMD) return v128.and(f32x4.gt(x, f32x4.splat(0)), a);
  else return x > 0 ? a : 0;
}

/** Lane 0. */
@inline
export function first(x: vec): f32 {
  if (ASC_FEATURE_SIMD) return f32x4.extract_lane(x, 0);
  else return x;
}

/** Sum of the lanes, (0 + 2) + (1 + 3). */
@inline
export function sum(x: vec): f32 {
  if (ASC_FEATURE_SIMD) {
    const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 2, 3));
    return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
  } else return x;
}

/** Greatest lane. */
@inline
export function greatest(x: vec): f32 {
  if (ASC_FEATURE_SIMD) {
    const pairs = f32x4.max(x, v128.shuffle<f32>(x, x, 2, 3, 2, 3));
    return max<f32>(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
  } else return x;
}
