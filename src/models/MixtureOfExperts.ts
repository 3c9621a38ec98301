/**
 * Mixture of experts: a gate chooses for each row the k of E feed-forward networks that work on it.
 *
 *   p = softmax(x W_g),   output = Σ_{e in top k} w_e · FFN_e(x),   FFN_e(x) = relu(x W₁ + b₁) W₂ + b₂
 *
 * w_e is p_e with k = 1 (Switch), else p_e over the sum of the k chosen (Shazeer's softmax over the top k).
 * The loss that keeps the load even:  E · Σ_e f_e · P_e,  f_e the share of choices that fell on expert e, P_e the mean of p_e;
 * it is 1 when both are even. No gradient flows through f.
 *
 * Parameters: `gate.weight` (C,E), `experts.0.linear1.weight` (C,hidden), `experts.0.linear1.bias`, `experts.0.linear2.weight`, …
 * Source: Shazeer et al. 2017, arXiv:1701.06538, eq. 1–3; Fedus, Zoph, Shazeer 2021, arXiv:2101.03961, eq. 4–6.
 */
import { ShapeError, require, show } from '@/lib/errors';
import type { Random } from '@/lib/random';
import {
  INITS,
  Module,
  add,
  concat,
  div,
  equal,
  gather,
  linear,
  max,
  mean,
  mul,
  reshape,
  slice,
  softmax,
  sub,
  sum,
} from '@/nn';
import type { Runtime, Tensor } from '@/nn';
import { FeedForward } from './FeedForward';
import { recorder } from './Forward';
import type { Forward, Keep } from './Forward';

export interface MixtureOptions {
  readonly random: Random;
  readonly experts: number;
  /** Experts for each row, by default 1. */
  readonly topK?: 1 | 2;
  /** Units of an expert's hidden layer. */
  readonly hidden: number;
}

export interface Mixed extends Forward {
  /** The loss that keeps the load even, shape [1]; without its coefficient (Switch takes 0.01). */
  readonly balance: Tensor;
}

export class MixtureOfExperts extends Module {
  readonly gate: { readonly weight: Tensor };
  readonly experts: readonly FeedForward[];
  readonly topK: number;

  /**
   * @throws {ShapeError} sizes that are not positive whole numbers
   * @throws {DomainError} topK that is neither 1 nor 2, or more than there are experts
   */
  constructor(runtime: Runtime, width: number, { random, experts, topK = 1, hidden }: MixtureOptions) {
    super();
    if (![width, experts, hidden].every((n) => Number.isInteger(n) && n > 0))
      throw new ShapeError(`MixtureOfExperts: sizes are positive whole numbers; got ${show([width, experts, hidden])}`);
    require([1, 2].includes(topK) && topK <= experts, 'MixtureOfExperts', `topK is 1 or 2 of ${experts}`, topK);
    this.gate = { weight: runtime.parameter(INITS.default(random, width * experts, width), [width, experts]) };
    this.experts = Array.from({ length: experts }, () => new FeedForward(runtime, width, hidden, { random }));
    this.topK = topK;
  }

  /**
   * x (…,C) -> output (…,C); tensors `probabilities` (N,E), `chosen` (N,E), 1 where an expert works on a row, `weights` (N,E),
   * of each expert `experts.0.linear1`, `experts.0.relu`, `experts.0.linear2` of its rows, `output`, `balance`.
   *
   * dense: every expert works on every row, and those that were not chosen count 0. The numbers are the same; the calls no
   * longer depend on the choice, so that a plan can record them. Of experts that are equally probable to the last bit the
   * first is chosen, with dense all.
   */
  forward(x: Tensor, { dense = false } = {}): Mixed {
    const { tensors, keep } = recorder();
    const width = x.shape.at(-1)!;
    const rows = reshape(x, [-1, width]);
    const p = keep('probabilities', softmax(linear(rows, this.gate.weight)));
    const chosen = keep('chosen', dense ? greatest(p, this.topK) : x.runtime.tensor(firstOf(p, this.topK), p.shape));
    const kept = mul(p, chosen);
    const weights = keep('weights', this.topK === 1 ? kept : div(kept, sum(kept, { axes: 1, keepdims: true })));
    const output = keep('output', dense ? this.#all(rows, weights, keep) : this.#some(rows, weights, chosen, keep));
    const shares = mul(mean(chosen, { axes: 0 }), mean(p, { axes: 0 }));
    const balance = keep('balance', mul(reshape(sum(shares), [1]), this.experts.length / this.topK));
    return { output: reshape(output, x.shape), balance, tensors };
  }

  #work(e: number, rows: Tensor, keep: Keep): Tensor {
    return this.experts[e]!.forward(rows, (part, tensor) => keep(`experts.${e}.${part}`, tensor));
  }

  #all(rows: Tensor, weights: Tensor, keep: Keep): Tensor {
    const parts = this.experts.map((_, e) =>
      mul(this.#work(e, rows, keep), slice(weights, { axis: 1, start: e, end: e + 1 })),
    );
    return parts.reduce((total, part) => add(total, part));
  }

  /** Each expert gets its rows, one below the other; then every row takes back what belongs to it. */
  #some(rows: Tensor, weights: Tensor, chosen: Tensor, keep: Keep): Tensor {
    const [N, C, E] = [rows.shape[0]!, rows.shape[1]!, this.experts.length];
    const choice = chosen.values();
    const works = this.experts.map((_, e) => Array.from({ length: N }, (_, n) => n).filter((n) => choice[n * E + e]));
    const places = Array.from({ length: N }, (): number[] => []);
    works.flat().forEach((n, place) => places[n]!.push(place));
    const parts = works.flatMap((mine, e) => {
      if (!mine.length) return [];
      const w = gather(reshape(weights, [N * E]), mine.map((n) => n * E + e)); // prettier-ignore
      return mul(this.#work(e, gather(rows, mine), keep), reshape(w, [mine.length, 1]));
    });
    return sum(reshape(gather(concat(parts), places.flat()), [N, this.topK, C]), { axes: 1 });
  }
}

/** 1 at the greatest k of each row, else 0; without a gradient. */
function greatest(p: Tensor, k: number): Tensor {
  const top = (x: Tensor) => equal(x, max(x, { axes: 1, keepdims: true }));
  const first = top(p);
  return k === 1 ? first : add(first, top(sub(p, mul(first, 2)))); // p − 2 comes after every p
}

/** The same, of equals the first. */
function firstOf(p: Tensor, k: number): Float32Array {
  const [N, E] = p.shape as [number, number];
  const values = p.values();
  const chosen = new Float32Array(N * E);
  for (let n = 0; n < N; n++)
    for (let i = 0; i < k; i++) {
      let best = -1;
      for (let at = n * E; at < (n + 1) * E; at++)
        if (!chosen[at] && (best < 0 || values[at]! > values[best]!)) best = at;
      chosen[best] = 1;
    }
  return chosen;
}
