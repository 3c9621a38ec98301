/**
 * Matrix product with 8-bit weights, for decoding, where reading the weights is the work:
 *
 *   out[m, n] = scale[n] · step[m] · Σ_k i[m, k] q[n, k] + bias[n],   step[m] = max_k |x[m, k]| / 8191,   i = round(x / step)
 *
 * Rows of x become 14-bit integers on the way, so that the sum runs in whole numbers, exactly: every build gives the same.
 *
 * out (M,N) f32 overwritten · x (M,K) f32 read · q (N,K) i8, scale (N) f32, total (N) i32 read: from quantizeInt8 · bias (N)
 * f32 read, or 0 for none · integers (M,K) i16, step (M) f32 overwritten: room to work in
 * Caller ensures: sizes ≥ 1, buffers apart. A row with a NaN or ∞ gives a row of NaN.
 * Accuracy: |error| ≤ (step/2 + 1e-6 · |out|) against x times scale · q in f64 (tests/oracle/int8.ts), the first term times
 * Σ_k |scale q|, for rows whose greatest |x| is at least 1e-34; what quantising the weights costs comes on top.
 * Source: Jacob et al. 2018, arXiv:1712.05877, eq. 2–4 with zero points 0.
 */
import { OFFSET, dot4, sums, toIntegers } from '../core/int8';

export function matmulInt8(
  out: usize, x: usize, q: usize, scale: usize, total: usize, bias: usize, integers: usize, step: usize, M: i32, K: i32, N: i32,
): void {
  for (let m = 0; m < M; m++) store<f32>(step + (m << 2), toIntegers(integers + 2 * <usize>m * K, x + 4 * <usize>m * K, K));
  // Weights outside, rows inside: a channel is read from memory once. Four channels a quarter apart, by turns an eighth
  // further: memory is read in eight long streams, of which four are fetched ahead while the others are used. The last
  // channels one by one.
  const eighth = N >> 3, quarter = 2 * eighth;
  for (let n = 0; n < quarter; n++)
    channels(out, q, scale, total, bias, integers, step, M, K, N, (n >> 1) + (n & 1) * eighth, quarter);
  for (let n = 4 * quarter; n < N; n++) channels(out, q, scale, total, bias, integers, step, M, K, N, n, 0);
}

/** Channels n, n + apart, n + 2 apart, n + 3 apart of every row; with 0 apart the one channel n. */
function channels(
  out: usize, q: usize, scale: usize, total: usize, bias: usize, integers: usize, step: usize, M: i32, K: i32, N: i32, n: i32, apart: i32,
): void {
  for (let m = 0; m < M; m++) {
    dot4(integers + 2 * <usize>m * K, q + <usize>n * K, <usize>apart * K, K);
    for (let c = 0; c < 4; c++) {
      const to = n + c * apart;
      const sum = load<f64>(sums + (c << 3)) - <f64>OFFSET * load<i32>(total + (to << 2));
      const y = sum * load<f32>(scale + (to << 2)) * load<f32>(step + (m << 2));
      store<f32>(out + (<usize>m * N + to << 2), f32(bias ? y + load<f32>(bias + (to << 2)) : y));
    }
  }
}
