/**
 * Weights as 8-bit integers with one scale per output channel, symmetric:
 *
 *   scale[n] = max_k |W[k, n]| / 127,   q[n, k] = round(W[k, n] / scale[n])   (halves to even), so  W[k, n] ≈ scale[n] q[n, k],
 *   total[n] = Σ_k q[n, k]
 *
 * q (N,K) i8 overwritten, a channel's weights side by side · scale (N) f32, total (N) i32 overwritten; 0 for a channel of zeros
 * weight (K,N), or (N,K) if trans, f32 read · trans: 0 or 1
 * Caller ensures: sizes ≥ 1, weights finite.
 * Accuracy: |scale q − W| ≤ 0.5001 scale against tests/oracle/int8.ts; denormal scales only as exact as they are.
 * Source: Jacob et al. 2018, arXiv:1712.05877, eq. 1 with zero point 0, per channel as in Krishnamoorthi 2018, arXiv:1806.08342, §2.
 */
export function quantizeInt8(q: usize, scale: usize, total: usize, weight: usize, K: i32, N: i32, trans: i32): void {
  const step: usize = trans ? 4 : <usize>N << 2, next: usize = trans ? <usize>K << 2 : 4;
  for (let n = 0; n < N; n++, weight += next, scale += 4, total += 4) {
    let greatest: f32 = 0, sum = 0;
    for (let k = 0, p = weight; k < K; k++, p += step) greatest = max(greatest, abs(load<f32>(p)));
    store<f32>(scale, greatest / 127);
    // In f64, so that a channel of denormals is divided as any other.
    const unit = f64(greatest) / 127;
    for (let k = 0, p = weight; k < K; k++, p += step, q++) {
      const integer = unit ? i32(nearest(f64(load<f32>(p)) / unit)) : 0;
      store<i8>(q, integer);
      sum += integer;
    }
    store<i32>(total, sum);
  }
}
