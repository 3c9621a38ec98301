/**
 * exp, log, tanh and the logistic function of a vec, from +, −, ·, ÷ and bits alone: no call leaves the module, so the
 * same input gives the same output on every machine (the relaxed build: up to the rounding of its fused steps).
 *
 * Each is a rational function or polynomial fitted for least relative error (Lawson's weighted least squares at
 * Chebyshev nodes, in f64). Coefficients lie in tables in memory, because engines load a constant from memory several
 * times faster than they build a 128-bit literal inside a loop.
 *
 * Rel. error, over all f32 that tests/wasm/math.test.ts walks: exp 2e-7 · log 2e-7 · tanh 5e-7 · sigmoid 3e-7.
 * A NaN stays NaN; ±∞ go to their limits.
 */
import { whereGreater } from './choose';
import { absVec, add, atLeast, atMost, div, loadSplat, madd, mul, nmadd, splat, sub } from './simd';

/** table[i] in every lane. */
@inline
function at(table: usize, i: usize): vec {
  return loadSplat(table + (i << 2));
}

/** table[i + n] xⁿ + … + table[i], by Horner's rule. */
@inline
function polynomial4(table: usize, i: usize, x: vec): vec {
  let y = madd(at(table, i + 4), x, at(table, i + 3));
  y = madd(y, x, at(table, i + 2));
  y = madd(y, x, at(table, i + 1));
  return madd(y, x, at(table, i));
}

// exp
const LOG2E = 0, LN2_HIGH = 1, LN2_LOW = 2, EXP_MIN = 3, EXP_MAX = 4, ONE = 5, EXP_Q = 6;
const EXP = memory.data<f32>([
  1.44269504, 0.693145752, 1.42860677e-6, -104, 89, 1,
  0.49999994, 0.16666521, 0.04166839, 0.008368717, 0.0013814599,
]);

/** 1.5 · 2²³: a float near it counts in ones, so that adding it rounds, and its last bits are a whole number. */
const MAGIC: f32 = 12582912;

/** n for a float MAGIC + n, as an integer. */
@inline
function wholeBits(x: vec): vec {
  if (ASC_FEATURE_SIMD) return i32x4.sub(x, f32x4.splat(MAGIC));
  else return reinterpret<f32>(reinterpret<i32>(x) - reinterpret<i32>(MAGIC));
}

/** y · 2ⁿ for an integer n in −250 … 254, in two halves, so that overflow to ∞ and the denormals come out as they should. */
@inline
function scale2(y: vec, n: vec): vec {
  if (ASC_FEATURE_SIMD) {
    const half = i32x4.shr_s(n, 1), bias = i32x4.splat(127);
    const a = i32x4.shl(i32x4.add(half, bias), 23), b = i32x4.shl(i32x4.add(i32x4.sub(n, half), bias), 23);
    return f32x4.mul(f32x4.mul(y, a), b);
  } else {
    const whole = reinterpret<i32>(n), half = whole >> 1;
    return y * reinterpret<f32>((half + 127) << 23) * reinterpret<f32>((whole - half + 127) << 23);
  }
}

/** eʳ = 1 + r + r² q(r) for |r| ≤ ½ ln 2, and x = n ln 2 + r (ln 2 in two parts: Cody and Waite) */
@inline
function expRest(x: vec, n: vec): vec {
  const r = nmadd(n, at(EXP, LN2_LOW), nmadd(n, at(EXP, LN2_HIGH), x));
  return add(madd(mul(r, r), polynomial4(EXP, EXP_Q, r), r), at(EXP, ONE));
}

/** eˣ = 2ⁿ eʳ,  n = nearest(x / ln 2) */
@inline
export function exp(x: vec): vec {
  x = atMost(atLeast(x, at(EXP, EXP_MIN)), at(EXP, EXP_MAX));
  const magic = splat(MAGIC), shifted = madd(x, at(EXP, LOG2E), magic);
  return scale2(expRest(x, sub(shifted, magic)), wholeBits(shifted));
}

/** 2ⁿ for an integer n in −127 … 127; 0 for −127. */
@inline
function powerOfTwo(n: vec): vec {
  if (ASC_FEATURE_SIMD) return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
  else return reinterpret<f32>((reinterpret<i32>(n) + 127) << 23);
}

/** 1 / (1 + e⁻ˣ), by e^−|x|, which cannot overflow: 1 / (1 + e) on the right, e / (1 + e) on the left. */
@inline
export function sigmoidVec(x: vec): vec {
  const one = at(EXP, ONE), magic = splat(MAGIC);
  const a = atLeast(sub(splat(0), absVec(x)), splat(-88)); // where e is 0
  const shifted = madd(a, at(EXP, LOG2E), magic);
  const e = mul(expRest(a, sub(shifted, magic)), powerOfTwo(wholeBits(shifted)));
  return div(whereGreater(x, splat(0), one, e), add(one, e));
}

// log
const LOG = memory.data<f32>([0.66666776, 0.3997756, 0.29871362]);

/**
 * ln x of one number:  x = 2ᵏ m with √½ ≤ m < √2,  s = (m − 1) / (m + 1),  ln m = 2s + s³ R(s²)
 *
 * ln 0 = −∞; of a negative number NaN.
 */
export function log(x: f32): f32 {
  if (!(x > 0)) return x == 0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  let k = 0;
  if (x < 1.17549435e-38) {
    x *= 8388608; // a denormal: times 2²³
    k = -23;
  }
  let bits = reinterpret<i32>(x) - 0x3f3504f3; // the bits of √½
  k += bits >> 23;
  bits = (bits & 0x7fffff) + 0x3f3504f3;
  const f = reinterpret<f32>(bits) - 1;
  const s = f / (2 + f), z = s * s;
  const R = (load<f32>(LOG, 8) * z + load<f32>(LOG, 4)) * z + load<f32>(LOG);
  return f32(k) * 0.693145752 + (f32(k) * 1.42860677e-6 + s * z * R + 2 * s);
}

/** ln(1 + x), exact to the last digits also where 1 + x is not (Kahan's correction). */
export function log1p(x: f32): f32 {
  const u: f32 = 1 + x;
  if (!(u > 0)) return log(u);
  return log(u) + (x - (u - 1)) / u;
}

// tanh
const TANH_MAX = 0, TANH_P = 1, TANH_Q = 6;
const TANH = memory.data<f32>([
  9.02,
  0.999999979, 0.133797174, 0.00349403395, 2.05834713e-5, 1.3319059e-8,
  1, 0.467130327, 0.0258710709, 0.000328309184, 7.76201394e-7,
]);

/** tanh x = x P(x²) / Q(x²) for |x| ≤ 9.02, where it is 1 to the last bit; never beyond ±1. */
@inline
export function tanhVec(x: vec): vec {
  const limit = at(TANH, TANH_MAX), one = at(TANH, TANH_Q), zero = splat(0);
  x = atMost(atLeast(x, sub(zero, limit)), limit);
  const z = mul(x, x);
  const y = div(mul(x, polynomial4(TANH, TANH_P, z)), polynomial4(TANH, TANH_Q, z));
  return atMost(atLeast(y, sub(zero, one)), one);
}
