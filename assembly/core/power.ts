/** aᵇ of a vec, lane by lane in f64: powers are rare, and a whole exponent should give the digits that products give. */
import { exp64, log64 } from './math64';

export function power(a: vec, b: vec): vec {
  if (ASC_FEATURE_SIMD) {
    let y = f32x4.splat(powerOf(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)));
    y = f32x4.replace_lane(y, 1, powerOf(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)));
    y = f32x4.replace_lane(y, 2, powerOf(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)));
    return f32x4.replace_lane(y, 3, powerOf(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)));
  } else return powerOf(a, b);
}

/** x⁰ = 1, also of NaN; of a negative number by the sign of whole exponents, else NaN. */
function powerOf(x: f32, y: f32): f32 {
  if (y == 0 || x == 1) return 1;
  if (isNaN(x) || isNaN(y)) return NaN;
  const whole = nearest<f32>(y) == y;
  const odd = whole && nearest<f32>(y * 0.5) * 2 != y;
  if (x < 0 && !whole) return NaN;
  const sign: f32 = odd ? copysign<f32>(1, x) : 1, size = abs<f32>(x);
  // As they stand, 0 and ∞ have no logarithm; what is past e^±200 is 0 or ∞ in f32.
  const ln = size == 0 ? -1e300 : size == Infinity ? 1e300 : log64(<f64>size);
  return sign * <f32>exp64(max<f64>(min<f64>(<f64>y * ln, 200), -200));
}
