/** A function of one number and its slope, in f64. */
export type Scalar = { readonly value: (x: number) => number; readonly slope: (x: number) => number };

export const sigmoid: Scalar = {
  value: (x) => 1 / (1 + Math.exp(-x)),
  slope: (x) => 1 / (Math.exp(x / 2) + Math.exp(-x / 2)) ** 2, // eˣ / (1 + eˣ)²
};
export const tanh: Scalar = { value: Math.tanh, slope: (x) => 1 / Math.cosh(x) ** 2 };
export const relu: Scalar = { value: (x) => (x > 0 ? x : 0), slope: (x) => (x > 0 ? 1 : 0) };
export const identity: Scalar = { value: (x) => x, slope: () => 1 };
export const exp: Scalar = { value: Math.exp, slope: Math.exp };
export const log: Scalar = { value: Math.log, slope: (x) => 1 / x };
export const sqrt: Scalar = { value: Math.sqrt, slope: (x) => 0.5 / Math.sqrt(x) };
export const neg: Scalar = { value: (x) => -x, slope: () => -1 };
export const abs: Scalar = { value: Math.abs, slope: Math.sign };

/** erf x = 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · 5 … (2n + 1)): all terms of one sign (Abramowitz, Stegun 1964, 7.1.6). */
export const erf: Scalar = {
  value: (x) => {
    if (Math.abs(x) > 6) return Math.sign(x);
    let term = x;
    let sum = x;
    for (let n = 1; n < 200; n++) sum += term *= (2 * x * x) / (2 * n + 1);
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  },
  slope: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
};
/** erfc z for z ≥ 2 by its continued fraction (7.1.14), which keeps its digits where 1 − erf z has none left. */
function erfc(z: number): number {
  if (z < 2) return 1 - erf.value(z);
  let fraction = 0;
  for (let n = 100; n > 0; n--) fraction = n / 2 / (z + fraction);
  return Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction);
}
const Phi = (x: number) => (x < 0 ? erfc(-x / Math.SQRT2) / 2 : 1 - erfc(x / Math.SQRT2) / 2);
const phi = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
export const gelu: Scalar = {
  value: (x) => (x === -Infinity ? 0 : x * Phi(x)),
  slope: (x) => Phi(x) + x * phi(x),
};
export const geluTanh: Scalar = {
  value: (x) => (x === -Infinity ? 0 : x * sigmoid.value(Math.sqrt(8 / Math.PI) * (x + 0.044715 * x ** 3))),
  slope: (x) => {
    const t = Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
    return (1 + t) / 2 + (x / 2) * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
  },
};
export const silu: Scalar = {
  value: (x) => (x === -Infinity ? 0 : x * sigmoid.value(x)),
  slope: (x) => sigmoid.value(x) * (1 + x * sigmoid.value(-x)),
};
export const softplus: Scalar = {
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  slope: sigmoid.value,
};
export const leakyRelu = (slope: number): Scalar => ({
  value: (x) => (x > 0 ? x : slope * x),
  slope: (x) => (x > 0 ? 1 : slope),
});
export const elu = (alpha: number): Scalar => ({
  value: (x) => (x > 0 ? x : alpha * Math.expm1(x)),
  slope: (x) => (x > 0 ? 1 : alpha * Math.exp(x)),
});
export const clip = (low: number, high: number): Scalar => ({
  value: (x) => Math.min(Math.max(x, low), high),
  slope: (x) => (x >= low && x <= high ? 1 : 0),
});
