/**
 * Mean absolute error:  L = 1/n Σ |x − target|
 *
 * out (1) f32 overwritten · x (n), target (n) f32 read
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/losses.ts (summed in f64).
 * Source: PyTorch `L1Loss`.
 */
export function l1(out: usize, x: usize, target: usize, n: i32): void {
  let total: f64 = 0;
  for (let i: usize = 0, end = <usize>n << 2; i < end; i += 4) {
    total += <f64>abs<f32>(load<f32>(x + i) - load<f32>(target + i));
  }
  store<f32>(out, <f32>(total / n));
}

/**
 * From L = 1/n Σ |x − target|:  dx += dout · 1/n sign(x − target)  (0 where they are equal)
 *
 * dx (n) f32 added to · dout (1), x (n), target (n) f32 read
 */
export function l1Backward(dx: usize, dout: usize, x: usize, target: usize, n: i32): void {
  const scale = load<f32>(dout) / <f32>n;
  for (let i: usize = 0, end = <usize>n << 2; i < end; i += 4) {
    const d = load<f32>(x + i) - load<f32>(target + i);
    store<f32>(dx + i, load<f32>(dx + i) + (d > 0 ? scale : d < 0 ? -scale : 0));
  }
}
