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

export const l1: Loss = {
  value: (x, t) => mean(x.map((v, i) => Math.abs(v - t[i]!))),
  gradient: (x, t) => x.map((v, i) => Math.sign(v - t[i]!) / x.length),
};

export const huber = (delta: number): Loss => ({
  value: (x, t) =>
    mean(
      x.map((v, i) => {
        const d = Math.abs(v - t[i]!);
        return d <= delta ? d ** 2 / 2 : delta * (d - delta / 2);
      }),
    ),
  gradient: (x, t) => x.map((v, i) => Math.max(-delta, Math.min(delta, v - t[i]!)) / x.length),
});

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

export type ClassOptions = {
  readonly smoothing?: number;
  readonly weight?: List;
  readonly reduction?: 'none' | 'sum' | 'mean';
};

/**
 * l[b] = −Σ_c q[c] y[b, c] for log-probabilities y, or for y = ln softmax of logits, a row of C numbers for each target t:
 * q[c] = w[c] ((1 − s) [c = t] + s / C); a target of −1 counts for nothing. The mean divides by Σ w[t].
 * `each`: l, reduced or not; `gradient`: of Σ dout · l by the given numbers.
 */
export function classLoss(
  C: number,
  logits: boolean,
  { smoothing = 0, weight = Array<number>(C).fill(1), reduction = 'mean' }: ClassOptions,
) {
  const prepare = (x: List, target: List) => {
    const total = target.reduce((sum, t) => sum + (t < 0 ? 0 : weight[t]!), 0);
    const norm = reduction === 'mean' ? total : 1;
    return target.map((t, b) => {
      const row = x.slice(b * C, (b + 1) * C);
      const top = Math.max(...row);
      const shift = logits ? top + Math.log(row.reduce((sum, v) => sum + Math.exp(v - top), 0)) : 0;
      const y = row.map((v) => v - shift);
      const q = row.map((_, c) => (t < 0 ? 0 : (weight[c]! * ((c === t ? 1 - smoothing : 0) + smoothing / C)) / norm));
      return { y, q };
    });
  };
  return {
    each: (x: List, target: List): number[] => {
      const losses = prepare(x, target).map(({ y, q }) => -q.reduce((sum, v, c) => sum + v * y[c]!, 0));
      return reduction === 'none' ? losses : [losses.reduce((a, b) => a + b, 0)];
    },
    gradient: (x: List, target: List, dout: List): number[] =>
      prepare(x, target).flatMap(({ y, q }, b) => {
        const all = q.reduce((a, v) => a + v, 0);
        const dy = dout[reduction === 'none' ? b : 0]!;
        return y.map((v, c) => dy * ((logits ? all * Math.exp(v) : 0) - q[c]!));
      }),
  };
}
