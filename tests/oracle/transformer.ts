/** GPT and BERT in f64 on the scalar tape, row by row and head by head, each equation stated once. */
import { gelu as geluErf, geluTanh } from './activations';
import type { Scalar } from './activations';
import { adam } from './optimisers';
import { layerNorm } from './normalize';
import { logSoftmax, softmax } from './softmax';
import { Num, add, dot, gradients, linear, mean, nums, tanh } from './tape';

/** A sequence: one list of numbers for each position. */
type Rows = readonly (readonly Num[])[];
/** Parameters by name, each flat, row by row. */
export type Weights = Readonly<Record<string, readonly Num[]>>;

const of =
  ({ value, slope }: Scalar) =>
  (x: Num): Num =>
    new Num(value(x.value), [[x, slope(x.value)]]);
const plus = (a: Rows, b: Rows): Rows => a.map((row, t) => row.map((v, c) => add(v, b[t]![c]!)));
const column = (w: readonly Num[], n: number, j: number) => w.filter((_, i) => i % n === j);
const rowOf = (w: readonly Num[], n: number, i: number) => w.slice(i * n, (i + 1) * n);
const norm = (x: Rows, p: Weights, name: string, eps: number): Rows =>
  x.map((row) => layerNorm(row, row.length, eps, { weight: p[`${name}.weight`], bias: p[`${name}.bias`] }).out);
/** x W + b, W (in,out). */
const project = (x: Rows, p: Weights, name: string): Rows => {
  const bias = p[`${name}.bias`]!;
  const columns = bias.map((_, j) => column(p[`${name}.weight`]!, bias.length, j));
  return x.map((row) => columns.map((w, j) => add(dot(row, w), bias[j]!)));
};
/** x Wᵀ + b, W (out,in). */
const dense = (x: Rows, p: Weights, name: string): Rows =>
  x.map((row) => p[`${name}.bias`]!.map((b, j) => add(dot(row, rowOf(p[`${name}.weight`]!, row.length, j)), b)));

/** Softmax of the scaled products of each query with the keys that it sees, times the values. */
function attention(q: Rows, k: Rows, v: Rows, heads: number, sees: (i: number, j: number) => boolean): Rows {
  const D = q[0]!.length / heads;
  return q.map((query, i) =>
    Array.from({ length: heads }, (_, h) => {
      const part = (row: readonly Num[]) => row.slice(h * D, (h + 1) * D);
      const seen = k.flatMap((_, j) => (sees(i, j) ? [j] : []));
      const scores = seen.map((j) => linear(dot(part(query), part(k[j]!)), 1 / Math.sqrt(D)));
      const weights = softmax({ outer: 1, C: seen.length, inner: 1 }, scores);
      return Array.from({ length: D }, (_, d) => dot(weights, seen.map((j) => part(v[j]!)[d]!))); // prettier-ignore
    }).flat(),
  );
}

export interface Sizes {
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly tanh: boolean;
}

/** Logits of each position of one sequence. */
export function gpt({ layers, heads, width: C, tanh }: Sizes, p: Weights, tokens: readonly number[]): Rows {
  const act = of(tanh ? geluTanh : geluErf);
  let x: Rows = plus(
    tokens.map((token) => rowOf(p['wte.weight']!, C, token)),
    tokens.map((_, t) => rowOf(p['wpe.weight']!, C, t)),
  );
  for (let l = 0; l < layers; l++) {
    const qkv = project(norm(x, p, `h.${l}.ln_1`, 1e-5), p, `h.${l}.attn.c_attn`);
    const part = (n: number) => qkv.map((row) => row.slice(n * C, (n + 1) * C));
    const attended = attention(part(0), part(1), part(2), heads, (i, j) => j <= i);
    x = plus(x, project(attended, p, `h.${l}.attn.c_proj`));
    const hidden = project(norm(x, p, `h.${l}.ln_2`, 1e-5), p, `h.${l}.mlp.c_fc`);
    x = plus(x, project(hidden.map((row) => row.map(act)), p, `h.${l}.mlp.c_proj`)); // prettier-ignore
  }
  const out = p['lm_head.weight'] ?? p['wte.weight']!;
  return norm(x, p, 'ln_f', 1e-5).map((row) =>
    Array.from({ length: out.length / C }, (_, token) => dot(row, rowOf(out, C, token))),
  );
}

export interface Sentence {
  readonly tokens: readonly number[];
  readonly segments: readonly number[];
  /** Tokens that count; the rest fill up. */
  readonly length: number;
}

/** The last layer's rows of one sequence. */
export function bert(
  { layers, heads, width: C }: Omit<Sizes, 'tanh'>,
  p: Weights,
  { tokens, segments, length }: Sentence,
): Rows {
  const table = (name: string, i: number) => rowOf(p[`bert.embeddings.${name}_embeddings.weight`]!, C, i);
  const sums = tokens.map((token, t) =>
    Array.from({ length: C }, (_, c) =>
      add(table('word', token)[c]!, table('position', t)[c]!, table('token_type', segments[t]!)[c]!),
    ),
  );
  let x = norm(sums, p, 'bert.embeddings.LayerNorm', 1e-12);
  for (let l = 0; l < layers; l++) {
    const at = `bert.encoder.layer.${l}`;
    const part = (name: string) => dense(x, p, `${at}.attention.self.${name}`);
    const attended = dense(attention(part('query'), part('key'), part('value'), heads, (_, j) => j < length), p, `${at}.attention.output.dense`); // prettier-ignore
    x = norm(plus(attended, x), p, `${at}.attention.output.LayerNorm`, 1e-12);
    const hidden = dense(x, p, `${at}.intermediate.dense`).map((row) => row.map(of(geluErf)));
    x = norm(plus(dense(hidden, p, `${at}.output.dense`), x), p, `${at}.output.LayerNorm`, 1e-12);
  }
  return x;
}

/** Logits over the vocabulary. */
export function maskedLm(p: Weights, x: Rows): Rows {
  const hidden = dense(x, p, 'cls.predictions.transform.dense').map((row) => row.map(of(geluErf)));
  const words = { 'd.weight': p['bert.embeddings.word_embeddings.weight']!, 'd.bias': p['cls.predictions.bias']! };
  return dense(norm(hidden, p, 'cls.predictions.transform.LayerNorm', 1e-12), words, 'd');
}

/** Logits over the classes, of the first position. */
export const classify = (p: Weights, x: Rows): Rows =>
  dense(dense([x[0]!], p, 'bert.pooler.dense').map((row) => row.map(tanh)), p, 'classifier'); // prettier-ignore

/** Mean of −ln softmax(logits)[target]; a target of −100 counts for nothing. */
export const crossEntropy = (logits: Rows, targets: readonly number[]): Num => {
  const terms = logits.flatMap((row, i) =>
    targets[i] === -100 ? [] : [linear(logSoftmax({ outer: 1, C: row.length, inner: 1 }, row)[targets[i]!]!, -1)],
  );
  return mean(terms);
};

export type Values = Readonly<Record<string, readonly number[]>>;
export const weightsOf = (values: Values): Weights =>
  Object.fromEntries(Object.entries(values).map(([name, list]) => [name, nums(list)]));

/** A loss and its gradient by the name of each parameter. */
export function lossAndGradients(values: Values, loss: (p: Weights) => Num): { loss: number; gradients: Values } {
  const p = weightsOf(values);
  const L = loss(p);
  const lists = gradients([L], [1], ...Object.values(p));
  return { loss: L.value, gradients: Object.fromEntries(Object.keys(p).map((name, i) => [name, lists[i]!])) };
}

/** Losses before each of `steps` steps of Adam. */
export function trainByAdam(
  start: Values,
  loss: (p: Weights, step: number) => Num,
  steps: number,
  lr: number,
): number[] {
  const updates = Object.fromEntries(Object.keys(start).map((name) => [name, adam(lr, 0.9, 0.999, 1e-8)]));
  let values = start;
  return Array.from({ length: steps }, (_, i) => {
    const { loss: L, gradients: slopes } = lossAndGradients(values, (p) => loss(p, i));
    values = Object.fromEntries(
      Object.entries(values).map(([name, list]) => [name, updates[name]!(list, slopes[name]!)]),
    );
    return L;
  });
}
