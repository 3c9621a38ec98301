/**
 * softmax(x W + c) fitted by Adam over all rows at once, from zeros:
 *
 *   dL/dW = xᵀ (softmax(x W + c) − y) / N + decay · W,   and dL/dc alike
 *
 * x (N,F), W (F,C), c (C), y (N,C) one-hot. The loss is convex, so that the start does not matter. It is so small a layer that
 * plain loops in f64 fit it, and the page need not load what trains whole networks.
 * Source: Bishop 2006, *Pattern Recognition and Machine Learning*, 4.3.4; Kingma, Ba 2015, arXiv:1412.6980, algorithm 1.
 */
export const STEPS = 80;
export const RATE = 0.05;
/** L2, on inputs of size at most 1. */
export const DECAY = 1e-3;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** @example softmax([0, 0]) // [0.5, 0.5] */
export function softmax(scores: readonly number[]): number[] {
  const greatest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - greatest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** x W + c of the row of x that begins at `start`; W and c stand in one list, c last. */
export function scoresOf(x: ArrayLike<number>, start: number, F: number, C: number, p: ArrayLike<number>): number[] {
  const scores = Array.from({ length: C }, (_, c) => p[F * C + c]!);
  for (let f = 0; f < F; f++) {
    const v = x[start + f]!;
    if (v !== 0) for (let c = 0; c < C; c++) scores[c]! += v * p[f * C + c]!;
  }
  return scores;
}

/** W row by row, then c, for `x` as it is; it is scaled to at most 1 on the way. */
export function fitSoftmax(x: Float32Array, labels: readonly number[], C: number): number[] {
  const N = labels.length;
  const F = x.length / N;
  const scale = x.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
  const scaled = Float64Array.from(x, (v) => v / scale);
  const size = (F + 1) * C;
  const [p, m, v] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let t = 1; t <= STEPS; t++) {
    const gradient = p.map((value) => DECAY * value);
    labels.forEach((label, i) => {
      const errors = softmax(scoresOf(scaled, i * F, F, C, p)).map((q, c) => (q - Number(c === label)) / N);
      for (let f = 0; f <= F; f++) {
        const input = f < F ? scaled[i * F + f]! : 1;
        if (input !== 0) for (let c = 0; c < C; c++) gradient[f * C + c]! += input * errors[c]!;
      }
    });
    for (let i = 0; i < size; i++) {
      m[i] = BETA1 * m[i]! + (1 - BETA1) * gradient[i]!;
      v[i] = BETA2 * v[i]! + (1 - BETA2) * gradient[i]! ** 2;
      p[i]! -= (RATE * m[i]!) / (1 - BETA1 ** t) / (Math.sqrt(v[i]! / (1 - BETA2 ** t)) + EPSILON);
    }
  }
  return Array.from(p, (value, i) => Math.fround(i < F * C ? value / scale : value));
}
