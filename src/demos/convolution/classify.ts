/**
 * The fully connected layer: softmax(m W + c) over the pooled numbers m, W (F,4), c (4). It is fitted whenever what comes
 * before it changes: on seeded variations of the digits that go through the same layer, by Adam over all of them at once,
 * from zeros. The loss is convex, so that the start does not matter, and other variations say how good it has become.
 */
import { Adam, addBias, createRuntime, crossEntropy, matmul, softmax } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { DIGITS, HELD_OUT, TRAINED } from './digits';
import { pass, type Layer } from './model';
import { samplesOf } from './strokes';

/** A digit needs so many pixels. */
export const LEAST_SIDE = 6;
export const STEPS = 80;
export const RATE = 0.05;
/** L2, on the inputs scaled to at most 1. */
export const DECAY = 1e-3;

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

export const bestOf = (scores: ArrayLike<number>): number =>
  Array.from(scores).reduce((best, score, i, all) => (score > all[best]! ? i : best), 0);

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
    const C = DIGITS.length;
    const scale = seen.features.reduce((most, f) => Math.max(most, Math.abs(f)), 0) || 1;
    const x = runtime.tensor(seen.features.map((f) => f / scale), [TRAINED, F]); // prettier-ignore
    const p = {
      weight: runtime.parameter(new Float32Array(F * C), [F, C]),
      bias: runtime.parameter(new Float32Array(C), [C]),
    };
    const optimiser = new Adam(p, { lr: RATE, weightDecay: DECAY });
    for (let step = 0; step < STEPS; step++) {
      runtime.scope(() => {
        optimiser.zeroGrad();
        runtime.backward(crossEntropy(addBias(matmul(x, p.weight), p.bias), seen.labels));
      });
      optimiser.step();
    }
    const found = { weights: Array.from(p.weight.values(), (w) => w / scale), bias: [...p.bias.values()] };
    const right = unseen.labels.filter((label, i) => {
      const scores = scoresOf(found, unseen.features.subarray(i * F, (i + 1) * F));
      return bestOf(scores) === label;
    });
    return { ...found, accuracy: right.length / HELD_OUT };
  } finally {
    runtime.free();
  }
}

const scoresOf = ({ weights, bias }: Pick<Fit, 'weights' | 'bias'>, features: ArrayLike<number>): number[] =>
  bias.map((b, c) => Array.from(features).reduce((sum, f, i) => sum + f * weights[i * bias.length + c]!, b));

/** What the layer says of these pooled numbers. */
export function classify(kernels: Kernels, layer: Layer, pooled: readonly number[]): Classes {
  const fit = fitOf(kernels, layer);
  const runtime = createRuntime(kernels);
  try {
    return runtime.scope(() => {
      const weight = runtime.tensor(fit.weights, [pooled.length, DIGITS.length]);
      const scores = addBias(
        matmul(runtime.tensor(pooled, [1, pooled.length]), weight),
        runtime.tensor(fit.bias, [DIGITS.length]),
      );
      const probabilities = softmax(scores);
      return {
        ...fit,
        scores: [...scores.values()],
        probabilities: [...probabilities.values()],
        best: bestOf(scores.values()),
      };
    });
  } finally {
    runtime.free();
  }
}
