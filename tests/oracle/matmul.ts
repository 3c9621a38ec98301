/** out[i, j] = Σ_k A[i, k] B[k, j] in f64, straight from the definition; A and B may be given transposed. */
type List = ArrayLike<number>;
export type Product = { M: number; K: number; N: number; transA: boolean; transB: boolean };

const indexA = ({ M, K, transA }: Product) =>
  transA ? (i: number, k: number) => k * M + i : (i: number, k: number) => i * K + k;
const indexB = ({ K, N, transB }: Product) =>
  transB ? (k: number, j: number) => j * K + k : (k: number, j: number) => k * N + j;

export function matmul(a: List, b: List, p: Product): number[] {
  const [atA, atB] = [indexA(p), indexB(p)];
  const out = Array<number>(p.M * p.N).fill(0);
  for (let i = 0; i < p.M; i++)
    for (let j = 0; j < p.N; j++) for (let k = 0; k < p.K; k++) out[i * p.N + j]! += a[atA(i, k)]! * b[atB(k, j)]!;
  return out;
}

/** ∂out[i, j]/∂A[i, k] = B[k, j] and ∂out[i, j]/∂B[k, j] = A[i, k], summed over every out[i, j]. */
export function matmulBackward(dout: List, a: List, b: List, p: Product): { da: number[]; db: number[] } {
  const [atA, atB] = [indexA(p), indexB(p)];
  const da = Array<number>(a.length).fill(0);
  const db = Array<number>(b.length).fill(0);
  for (let i = 0; i < p.M; i++)
    for (let j = 0; j < p.N; j++)
      for (let k = 0; k < p.K; k++) {
        da[atA(i, k)]! += dout[i * p.N + j]! * b[atB(k, j)]!;
        db[atB(k, j)]! += dout[i * p.N + j]! * a[atA(i, k)]!;
      }
  return { da, db };
}
