/** A function of one number and its slope, in f64. */
export type Scalar = { readonly value: (x: number) => number; readonly slope: (x: number) => number };

export const sigmoid: Scalar = {
  value: (x) => 1 / (1 + Math.exp(-x)),
  slope: (x) => 1 / (Math.exp(x / 2) + Math.exp(-x / 2)) ** 2, // eˣ / (1 + eˣ)²
};
export const tanh: Scalar = { value: Math.tanh, slope: (x) => 1 / Math.cosh(x) ** 2 };
export const relu: Scalar = { value: (x) => (x > 0 ? x : 0), slope: (x) => (x > 0 ? 1 : 0) };
export const identity: Scalar = { value: (x) => x, slope: () => 1 };
