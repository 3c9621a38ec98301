/** Symmetric 8-bit weights per output channel, and the product with them, in f64 from the equations. */
type List = ArrayLike<number>;

/** Of W (K,N): scale[n] = max_k |W[k, n]| / 127 and q[n, k] = W[k, n] / scale[n], before rounding. */
export function quantize(W: List, K: number, N: number): { scale: number[]; q: number[] } {
  const scale = Array<number>(N).fill(0);
  for (let k = 0; k < K; k++) for (let n = 0; n < N; n++) scale[n] = Math.max(scale[n]!, Math.abs(W[k * N + n]!) / 127);
  const q = Array.from({ length: N * K }, (_, i) => {
    const [n, k] = [Math.floor(i / K), i % K];
    return scale[n]! ? W[k * N + n]! / scale[n]! : 0;
  });
  return { scale, q };
}

/** out[m, n] = Σ_k x[m, k] scale[n] q[n, k] + bias[n], and beside it Σ_k |scale q|, in which errors are measured. */
export function matmulInt8(x: List, q: List, scale: List, bias: List | undefined, M: number, K: number, N: number) {
  const out: number[] = [];
  const weight: number[] = [];
  for (let m = 0; m < M; m++)
    for (let n = 0; n < N; n++) {
      let [sum, size] = [0, 0];
      for (let k = 0; k < K; k++) {
        const w = scale[n]! * q[n * K + k]!;
        sum += x[m * K + k]! * w;
        size += Math.abs(w);
      }
      out.push(sum + (bias?.[n] ?? 0));
      weight.push(size);
    }
  return { out, weight };
}
