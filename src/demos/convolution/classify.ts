/**
 * The fully connected layer: softmax(m W + c) over the pooled numbers m, W (F,4), c (4). It is fitted whenever what comes
 * before it changes, on seeded variations of the digits that go through the same layer; others say how good it is.
 */
import { createRuntime } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { DIGITS, HELD_OUT, TRAINED } from './digits';
import { pass, type Layer } from './model';
import { fitSoftmax, scoresOf, softmax } from './softmaxRegression';
import { samplesOf } from './strokes';

/** A digit needs so many pixels. */
export const LEAST_SIDE = 6;
const C = DIGITS.length;

export type Fit = {
  /** (F,4), row by row, for the pooled numbers as they are. */
  readonly weights: readonly number[];
  readonly bias: readonly number[];
  /** Share of the held-out variations that it names rightly. */
  readonly accuracy: number;
};
export type Classes = Fit & {
  readonly scores: readonly number[];
  readonly probabilities: readonly number[];
  /** Place in DIGITS of the most probable. */
  readonly best: number;
};

const bestOf = (scores: readonly number[]): number => scores.indexOf(Math.max(...scores));

/** The last fit: moving the window, or painting a pixel, changes nothing of it. */
let last: { readonly key: string; readonly fit: Fit } | undefined;

function fitOf(kernels: Kernels, layer: Layer): Fit {
  const key = JSON.stringify([layer.weights, layer.along, layer.bias, layer.activation, layer.pool]);
  if (last?.key !== key) last = { key, fit: fit(kernels, layer) };
  return last.fit;
}

/** Seeds of what it learns from and of what it is judged by. */
const SEEDS = [1, 2] as const;

function fit(kernels: Kernels, layer: Layer): Fit {
  const runtime = createRuntime(kernels);
  const side = layer.along.pixels;
  const set = (count: number, seed: number) => {
    const samples = samplesOf(side, count, seed);
    const features = runtime.scope(() => {
      const x = runtime.tensor(samples.flatMap(({ pixels }) => pixels), [count, side, side, 1]); // prettier-ignore
      return pass(x, layer).m!.values();
    });
    return { features, labels: samples.map(({ label }) => label) };
  };
  try {
    const [seen, unseen] = [set(TRAINED, SEEDS[0]), set(HELD_OUT, SEEDS[1])];
    const F = seen.features.length / TRAINED;
    const p = fitSoftmax(seen.features, seen.labels, C);
    const right = unseen.labels.filter((label, i) => bestOf(scoresOf(unseen.features, i * F, F, C, p)) === label);
    return { weights: p.slice(0, F * C), bias: p.slice(F * C), accuracy: right.length / HELD_OUT };
  } finally {
    runtime.free();
  }
}

/** What the layer says of these pooled numbers. */
export function classify(kernels: Kernels, layer: Layer, pooled: readonly number[]): Classes {
  const fit = fitOf(kernels, layer);
  const scores = scoresOf(pooled, 0, pooled.length, C, [...fit.weights, ...fit.bias]);
  return { ...fit, scores, probabilities: softmax(scores), best: bestOf(scores) };
}
