/**
 * More functions of a vec (see math.ts): ln x, ln(1 + x), eˣ − 1, erf x, the normal tail.
 *
 * Rel. error, over all f32 that tests/wasm/special.test.ts walks: ln 3e-7 · ln(1 + x) 3e-7 · eˣ − 1 2e-6 · erf 5e-7.
 * A NaN stays NaN; ±∞ go to their limits.
 */
import { exp, log, log1p, tanhVec } from './math';
import { add, atLeast, atMost, div, loadSplat, madd, mul, splat, sub } from './simd';

const LN = memory.data<f32>([0.66666776, 0.3997756, 0.29871362, 0.693145752, 1.42860677e-6]);

/** ln x as `log` of math.ts, of every lane; ln 0 = −∞, of a negative number NaN. Not inlined: it is long. */
export function logVec(x: vec): vec {
  if (ASC_FEATURE_SIMD) {
    const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38)); // denormals: times 2²³
    const bits = i32x4.sub(v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny), i32x4.splat(0x3f3504f3));
    const k = f32x4.sub(f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23)), v128.and(tiny, f32x4.splat(23)));
    const m = i32x4.add(v128.and(bits, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3));
    const f = sub(m, splat(1)), s = div(f, add(f, splat(2))), z = mul(s, s);
    const R = madd(madd(loadSplat(LN + 8), z, loadSplat(LN + 4)), z, loadSplat(LN));
    const low = add(madd(mul(s, z), R, mul(k, loadSplat(LN + 16))), add(s, s)); // in the order of `log`
    const y = madd(k, loadSplat(LN + 12), low);
    const finite = v128.bitselect(y, x, f32x4.lt(x, f32x4.splat(Infinity))); // ∞ and NaN stay
    const zero = v128.bitselect(f32x4.splat(-Infinity), f32x4.splat(NaN), f32x4.eq(x, f32x4.splat(0)));
    return v128.bitselect(finite, zero, f32x4.gt(x, f32x4.splat(0)));
  } else return log(x);
}

/** ln(1 + x) for x in [0, 1], exact to the last digits also where 1 + x is not (Kahan's correction). */
@inline
export function log1pVec(x: vec): vec {
  if (ASC_FEATURE_SIMD) {
    const u = add(splat(1), x);
    return add(logVec(u), div(sub(x, sub(u, splat(1))), u));
  } else return log1p(x);
}

/** eˣ − 1 = 2t / (1 − t) with t = tanh(x / 2), for x ≤ 0: no digits cancel. */
@inline
export function expm1Vec(x: vec): vec {
  const t = tanhVec(mul(x, splat(0.5)));
  return div(add(t, t), sub(splat(1), t));
}

/** eˣ as a call: for kernels in which its length matters more than its time. */
export function expCall(x: vec): vec {
  return exp(x);
}

/** 1 / (1 + e⁻ˣ), another such. */
export function sigmoidCall(x: vec): vec {
  const one = splat(1);
  return div(one, add(one, exp(sub(splat(0), x))));
}

const ERF = memory.data<f32>([
  3.92,
  1.12837915, 0.190405827, 0.0527486339, 0.00376558909, 0.000284882051, 2.05009103e-6,
  1, 0.502075512, 0.114108843, 0.0149691597, 0.00116252873, 3.80917199e-5,
]);

@inline
function polynomial5(at: usize, x: vec): vec {
  let y = madd(loadSplat(at + 20), x, loadSplat(at + 16));
  y = madd(y, x, loadSplat(at + 12));
  y = madd(y, x, loadSplat(at + 8));
  y = madd(y, x, loadSplat(at + 4));
  return madd(y, x, loadSplat(at));
}

/** erf x = x P(x²) / Q(x²) for |x| ≤ 3.92, where it is 1 to the last bit; never beyond ±1. The fit is our own. */
@inline
export function erfVec(x: vec): vec {
  const limit = loadSplat(ERF), one = loadSplat(ERF + 28), zero = splat(0);
  x = atMost(atLeast(x, sub(zero, limit)), limit);
  const z = mul(x, x);
  const y = div(mul(x, polynomial5(ERF + 4, z)), polynomial5(ERF + 28, z));
  return atMost(atLeast(y, sub(zero, one)), one);
}

const TAIL = memory.data<f32>([
  0.500000003, 0.438295009, 0.183235185, 0.0406332434, 0.00411631172,
  1, 1.674475, 1.20250333, 0.469470755, 0.101858884, 0.0103179436,
]);

/** The normal distribution's tail, 1 − Φ(a) = e^(−a²/2) P(a) / Q(a) for a in [0, 14.5]; e: e^(−a²/2). The fit is our own. */
@inline
export function tailVec(a: vec, e: vec): vec {
  let p = madd(loadSplat(TAIL + 16), a, loadSplat(TAIL + 12));
  p = madd(p, a, loadSplat(TAIL + 8));
  p = madd(p, a, loadSplat(TAIL + 4));
  return mul(e, div(madd(p, a, loadSplat(TAIL)), polynomial5(TAIL + 20, a)));
}
