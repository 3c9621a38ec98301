/**
 * Attention of one head in f64, straight from the definition, with the whole matrix of scores:
 *
 *   s = mask(c tanh(scale · q kᵀ / c)),  p = softmax(s) row by row,  out = p v
 *
 * A row whose scores are all −∞ gives zeros.
 */
type List = ArrayLike<number>;

export interface Head {
  readonly Sq: number;
  readonly Sk: number;
  readonly D: number;
  readonly Dv: number;
  readonly scale: number;
  /** Query i sees keys up to i + reach; by default all. */
  readonly reach?: number;
  /** 0 or absent for none. */
  readonly softcap?: number;
  /** (Sq,Sk), added to the scores; −∞ hides. */
  readonly mask?: List;
}

const dot = (a: List, i: number, b: List, j: number, n: number) => {
  let sum = 0;
  for (let d = 0; d < n; d++) sum += a[i * n + d]! * b[j * n + d]!;
  return sum;
};

/** The four stages of the scores, each (Sq,Sk). */
export function attentionStages(
  q: List,
  k: List,
  { Sq, Sk, D, scale, reach = Sk, softcap = 0, mask }: Head,
): number[][] {
  const at = (i: number) => [Math.floor(i / Sk), i % Sk] as const;
  const products = Array.from({ length: Sq * Sk }, (_, n) => scale * dot(q, at(n)[0], k, at(n)[1], D));
  const capped = products.map((s) => (softcap ? softcap * Math.tanh(s / softcap) : s));
  const masked = capped.map((s, n) => (at(n)[1] > at(n)[0] + reach ? -Infinity : s + (mask ? mask[n]! : 0)));
  const weights = Array.from({ length: Sq }, (_, i) => {
    const row = masked.slice(i * Sk, (i + 1) * Sk);
    const top = Math.max(...row);
    if (top === -Infinity) return row.map(() => 0);
    const e = row.map((s) => Math.exp(s - top));
    const total = e.reduce((sum, x) => sum + x, 0);
    return e.map((x) => x / total);
  }).flat();
  return [products, capped, masked, weights];
}

export function attention(q: List, k: List, v: List, head: Head): number[] {
  const { Sq, Sk, Dv } = head;
  const p = attentionStages(q, k, head)[3]!;
  const out = Array<number>(Sq * Dv).fill(0);
  for (let i = 0; i < Sq; i++)
    for (let j = 0; j < Sk; j++) for (let d = 0; d < Dv; d++) out[i * Dv + d]! += p[i * Sk + j]! * v[j * Dv + d]!;
  return out;
}

/** dv = pᵀ dout,  dp = dout vᵀ,  ds = p (dp − Σ_j p dp) (1 − tanh²),  dq = scale · ds k,  dk = scale · dsᵀ q */
export function attentionBackward(dout: List, q: List, k: List, v: List, head: Head) {
  const { Sq, Sk, D, Dv, scale, softcap = 0 } = head;
  const [, capped, , p] = attentionStages(q, k, head) as [number[], number[], number[], number[]];
  const dq = Array<number>(Sq * D).fill(0);
  const dk = Array<number>(Sk * D).fill(0);
  const dv = Array<number>(Sk * Dv).fill(0);
  for (let i = 0; i < Sq; i++) {
    const dp = Array.from({ length: Sk }, (_, j) => dot(dout, i, v, j, Dv));
    const mean = dp.reduce((sum, x, j) => sum + x * p[i * Sk + j]!, 0);
    for (let j = 0; j < Sk; j++) {
      const n = i * Sk + j;
      const ds = scale * p[n]! * (dp[j]! - mean) * (softcap ? 1 - (capped[n]! / softcap) ** 2 : 1);
      for (let d = 0; d < Dv; d++) dv[j * Dv + d]! += p[n]! * dout[i * Dv + d]!;
      for (let d = 0; d < D; d++) {
        dq[i * D + d]! += ds * k[j * D + d]!;
        dk[j * D + d]! += ds * q[i * D + d]!;
      }
    }
  }
  return { dq, dk, dv };
}
