/** The encoder–decoder transformer in f64, place by place and head by head, from Vaswani et al. 2017. */
import { add, dot, linear, mul } from './tape';
import type { Num } from './tape';
import { addRows, affine, crossEntropy, feedForward, rowsOf, softmax } from './network';
import type { Nums, Rows } from './network';
import { layerNorm } from './normalize';

export interface Form {
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly norm: 'post' | 'pre';
  readonly learnt: boolean;
}

const norm = (x: Rows, p: Nums, name: string): Num[][] => {
  const C = x[0]!.length;
  return rowsOf(layerNorm(x.flat(), C, 1e-5, { weight: p[`${name}.weight`], bias: p[`${name}.bias`] }).out, C);
};

/** Queries of x, keys and values of y; `sees(i, j)` says whether query i may look at key j. */
function attention(x: Rows, y: Rows, p: Nums, name: string, heads: number, sees: (i: number, j: number) => boolean) {
  const [q, k, v] = [affine(x, p, `${name}.q_proj`), affine(y, p, `${name}.k_proj`), affine(y, p, `${name}.v_proj`)];
  const D = q[0]!.length / heads;
  const part = (row: readonly Num[], h: number) => row.slice(h * D, (h + 1) * D);
  const out = q.map((query, i) => {
    const keys = y.map((_, j) => j).filter((j) => sees(i, j));
    return Array.from({ length: heads }, (_, h) => {
      const weights = softmax(keys.map((j) => linear(dot(part(query, h), part(k[j]!, h)), 1 / Math.sqrt(D))));
      return Array.from({ length: D }, (_, d) => add(...keys.map((j, n) => mul(weights[n]!, part(v[j]!, h)[d]!))));
    }).flat();
  });
  return affine(out, p, `${name}.out_proj`);
}

function join(x: Rows, p: Nums, name: string, form: Form, f: (x: Rows) => Rows): Rows {
  return form.norm === 'post' ? norm(addRows(x, f(x)), p, name) : addRows(x, f(norm(x, p, name)));
}

function embed(tokens: readonly number[], p: Nums, name: string, { width, learnt }: Form): Rows {
  return tokens.map((token, t) =>
    p[`${name}.weight`]!.slice(token * width, (token + 1) * width).map((v, c) => {
      const angle = t / 10_000 ** ((2 * Math.floor(c / 2)) / width);
      const scaled = linear(v, Math.sqrt(width), learnt ? 0 : c % 2 ? Math.cos(angle) : Math.sin(angle));
      return learnt ? add(scaled, p.positions![t * width + c]!) : scaled;
    }),
  );
}

/** Logits of one pair; the first `seen` tokens of the source count. */
function logits(source: readonly number[], seen: number, target: readonly number[], p: Nums, form: Form): Rows {
  const layers = Array.from({ length: form.layers }, (_, l) => l);
  const isToken = (_: number, j: number) => j < seen;
  let x = embed(source, p, 'source', form);
  for (const l of layers) {
    const name = `encoder.${l}`;
    x = join(x, p, `${name}.norm1`, form, (y) => attention(y, y, p, `${name}.self_attn`, form.heads, isToken));
    x = join(x, p, `${name}.norm2`, form, (y) => feedForward(y, p, `${name}.ff`));
  }
  const memory = form.norm === 'pre' ? norm(x, p, 'encoder_norm') : x;
  let z = embed(target, p, 'target', form);
  for (const l of layers) {
    const name = `decoder.${l}`;
    z = join(z, p, `${name}.norm1`, form, (y) => attention(y, y, p, `${name}.self_attn`, form.heads, (i, j) => j <= i));
    z = join(z, p, `${name}.norm2`, form, (y) => attention(y, memory, p, `${name}.cross_attn`, form.heads, isToken));
    z = join(z, p, `${name}.norm3`, form, (y) => feedForward(y, p, `${name}.ff`));
  }
  return affine(form.norm === 'pre' ? norm(z, p, 'decoder_norm') : z, p, 'output');
}

export interface Pair {
  readonly source: readonly number[];
  readonly seen: number;
  readonly target: readonly number[];
  /** The tokens to come, −1 where none counts. */
  readonly next: readonly number[];
}

export const allLogits = (pairs: readonly Pair[], p: Nums, form: Form): Rows =>
  pairs.flatMap(({ source, seen, target }) => logits(source, seen, target, p, form));

export const transformerLoss = (pairs: readonly Pair[], p: Nums, form: Form): Num =>
  crossEntropy(
    allLogits(pairs, p, form),
    pairs.flatMap(({ next }) => next),
  );
