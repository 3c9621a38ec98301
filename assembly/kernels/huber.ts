/**
 * Huber's loss:  L = 1/n Σ h(x − target),   h(d) = ½ d² where |d| ≤ delta, else delta (|d| − ½ delta)
 *
 * out (1) f32 overwritten · x (n), target (n) f32 read · delta > 0
 * Caller ensures: n ≥ 1. Accuracy: rel. 1e-6 against tests/oracle/losses.ts (summed in f64).
 * Source: Huber 1964, Annals of Mathematical Statistics 35; PyTorch `HuberLoss`.
 */
export function huber(out: usize, x: usize, target: usize, n: i32, delta: f64): void {
  let total: f64 = 0;
  for (let i: usize = 0, end = <usize>n << 2; i < end; i += 4) {
    const d = <f64>abs<f32>(load<f32>(x + i) - load<f32>(target + i));
    total += d <= delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
  }
  store<f32>(out, <f32>(total / n));
}

/**
 * From L = 1/n Σ h(x − target):  dx += dout · 1/n (x − target kept between −delta and delta)
 *
 * dx (n) f32 added to · dout (1), x (n), target (n) f32 read
 */
export function huberBackward(dx: usize, dout: usize, x: usize, target: usize, n: i32, delta: f64): void {
  const scale = load<f32>(dout) / <f32>n, most = <f32>delta;
  for (let i: usize = 0, end = <usize>n << 2; i < end; i += 4) {
    const d = load<f32>(x + i) - load<f32>(target + i);
    store<f32>(dx + i, load<f32>(dx + i) + scale * max<f32>(min<f32>(d, most), -most));
  }
}
