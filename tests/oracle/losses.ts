/** Losses and their gradients in f64. Lists are flat; the mean is over all elements, of crossEntropy over the rows. */
type List = readonly number[];
export type Loss = {
  readonly value: (x: List, target: List) => number;
  readonly gradient: (x: List, target: List) => number[];
};
const mean = (list: List) => list.reduce((a, b) => a + b, 0) / list.length;

export const mse: Loss = {
  value: (x, t) => mean(x.map((v, i) => (v - t[i]!) ** 2)),
  gradient: (x, t) => x.map((v, i) => (2 * (v - t[i]!)) / x.length),
};

const boundedLog = (x: number) => Math.max(Math.log(x), -100);
export const binaryCrossEntropy: Loss = {
  value: (p, t) => mean(p.map((v, i) => -(t[i]! * boundedLog(v) + (1 - t[i]!) * boundedLog(1 - v)))),
  gradient: (p, t) => p.map((v, i) => (-t[i]! / v + (1 - t[i]!) / (1 - v)) / p.length),
};

export const binaryCrossEntropyWithLogits: Loss = {
  // −t ln σ(x) − (1 − t) ln σ(−x), and ln σ(x) = −ln(1 + e⁻ˣ)
  value: (x, t) => mean(x.map((v, i) => t[i]! * softplus(-v) + (1 - t[i]!) * softplus(v))),
  gradient: (x, t) => x.map((v, i) => (1 / (1 + Math.exp(-v)) - t[i]!) / x.length),
};
const softplus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

/** Rows of C logits; target: one class index for each row. */
export const crossEntropy = (C: number): Loss => {
  const rows = (x: List) => Array.from({ length: x.length / C }, (_, b) => x.slice(b * C, (b + 1) * C));
  const logSumExp = (row: List) => {
    const top = Math.max(...row);
    return top + Math.log(row.reduce((sum, v) => sum + Math.exp(v - top), 0));
  };
  return {
    value: (x, t) => mean(rows(x).map((row, b) => logSumExp(row) - row[t[b]!]!)),
    gradient: (x, t) =>
      rows(x).flatMap((row, b) => {
        const norm = logSumExp(row);
        return row.map((v, c) => (Math.exp(v - norm) - (c === t[b] ? 1 : 0)) / t.length);
      }),
  };
};
