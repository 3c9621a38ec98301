/** Normalization: the numbers of a set less their mean, over the root of their variance; weight and bias by channel. */
import { add, div, linear, mean, mul, num, sqrt, sub } from './tape';
import type { Num } from './tape';

export type Affine = { weight?: readonly Num[] | undefined; bias?: readonly Num[] | undefined };

const variance = (set: readonly Num[], centre: Num) => mean(set.map((v) => mul(sub(v, centre), sub(v, centre))));
const affine = (y: Num, c: number, { weight, bias }: Affine) => {
  const scaled = weight ? mul(y, weight[c]!) : y;
  return bias ? add(scaled, bias[c]!) : scaled;
};

/** Sets given by the index of each number; channelOf says whose weight it takes. */
function normalize(
  x: readonly Num[],
  sets: readonly (readonly number[])[],
  channelOf: (i: number) => number,
  eps: number,
  p: Affine,
) {
  const out: Num[] = [];
  const means: Num[] = [];
  const variances: Num[] = [];
  for (const set of sets) {
    const m = mean(set.map((i) => x[i]!));
    const v = variance(
      set.map((i) => x[i]!),
      m,
    );
    means.push(m);
    variances.push(v);
    for (const i of set) out[i] = affine(div(sub(x[i]!, m), sqrt(linear(v, 1, eps))), channelOf(i), p);
  }
  return { out, means, variances };
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

export const layerNorm = (x: readonly Num[], C: number, eps: number, p: Affine) =>
  normalize(
    x,
    range(x.length / C).map((b) => range(C).map((c) => b * C + c)),
    (i) => i % C,
    eps,
    p,
  );

/** x (N, S, C): sets of C/G channels over the S rows of a sample. */
export const groupNorm = (x: readonly Num[], N: number, S: number, C: number, G: number, eps: number, p: Affine) =>
  normalize(
    x,
    range(N * G).map((set) =>
      range(x.length).filter((i) => Math.floor(i / (S * C)) * G + Math.floor(((i % C) * G) / C) === set),
    ),
    (i) => i % C,
    eps,
    p,
  );

export const batchNorm = (x: readonly Num[], C: number, eps: number, p: Affine) =>
  groupNorm(x, 1, x.length / C, C, C, eps, p);

/** With statistics that are given. */
export const batchNormGiven = (
  x: readonly Num[],
  means: readonly number[],
  variances: readonly number[],
  eps: number,
  p: Affine,
): Num[] =>
  x.map((v, i) => {
    const c = i % means.length;
    return affine(linear(v, 1 / Math.sqrt(variances[c]! + eps), -means[c]! / Math.sqrt(variances[c]! + eps)), c, p);
  });

export const rmsNorm = (x: readonly Num[], C: number, eps: number, weight?: readonly Num[]): Num[] =>
  x.map((v, i) => {
    const row = x.slice(i - (i % C), i - (i % C) + C);
    const rms = sqrt(linear(variance(row, num(0)), 1, eps));
    return affine(div(v, rms), i % C, { weight });
  });
