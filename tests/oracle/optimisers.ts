/** Optimisers in f64: each call moves `param` by one gradient and remembers what it must. */
type List = readonly number[];
export type Update = (param: List, gradient: List) => number[];

export const sgd =
  (lr: number): Update =>
  (param, g) =>
    param.map((p, i) => p - lr * g[i]!);

export function momentum(lr: number, mu: number): Update {
  let v: number[] = [];
  return (param, g) => {
    v = g.map((gi, i) => mu * (v[i] ?? 0) + gi);
    return param.map((p, i) => p - lr * v[i]!);
  };
}

/** Algorithm 1 of arXiv:1412.6980. */
export function adam(lr: number, beta1: number, beta2: number, eps: number): Update {
  let m: number[] = [];
  let v: number[] = [];
  let t = 0;
  return (param, g) => {
    t++;
    m = g.map((gi, i) => beta1 * (m[i] ?? 0) + (1 - beta1) * gi);
    v = g.map((gi, i) => beta2 * (v[i] ?? 0) + (1 - beta2) * gi * gi);
    return param.map((p, i) => p - (lr * m[i]!) / (1 - beta1 ** t) / (Math.sqrt(v[i]! / (1 - beta2 ** t)) + eps));
  };
}
