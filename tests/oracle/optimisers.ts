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

export function nesterov(lr: number, mu: number): Update {
  let v: number[] = [];
  return (param, g) => {
    v = g.map((gi, i) => mu * (v[i] ?? 0) + gi);
    return param.map((p, i) => p - lr * (g[i]! + mu * v[i]!));
  };
}

/** RMSProp with keep α and take 1 − α, Adagrad with 1 and 1. */
export function squares(lr: number, keep: number, take: number, eps: number): Update {
  let s: number[] = [];
  return (param, g) => {
    s = g.map((gi, i) => keep * (s[i] ?? 0) + take * gi * gi);
    return param.map((p, i) => p - (lr * g[i]!) / (Math.sqrt(s[i]!) + eps));
  };
}

/** Algorithm 2 of arXiv:1711.05101, the schedule multiplier 1; PyTorch's, where the decay too is times lr. */
export function adamW(lr: number, beta1: number, beta2: number, eps: number, decay: number): Update {
  const step = adam(lr, beta1, beta2, eps);
  return (param, g) => step(param, g).map((p, i) => p - lr * decay * param[i]!);
}

/** All gradients by one factor, so that their norm is at most maxNorm. */
export function clipNorm(gradients: readonly List[], maxNorm: number): number[][] {
  const norm = Math.hypot(...gradients.flat());
  return gradients.map((g) => g.map((v) => v * Math.min(1, maxNorm / (norm + 1e-6))));
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
