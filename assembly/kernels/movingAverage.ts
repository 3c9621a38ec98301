/**
 * An average that forgets:  average += momentum · (scale · value − average)
 *
 * average (n) f32 overwritten · value (n) f32 read · momentum in [0, 1]
 * Caller ensures: n ≥ 1. Accuracy: three roundings.
 * Source: PyTorch `BatchNorm1d`, running_mean and running_var (scale B / (B − 1): there the variance is that of a sample).
 */
export function movingAverage(average: usize, value: usize, n: i32, momentum: f32, scale: f32): void {
  for (const end = average + (<usize>n << 2); average < end; average += 4, value += 4) {
    const old = load<f32>(average);
    store<f32>(average, old + momentum * (scale * load<f32>(value) - old));
  }
}
