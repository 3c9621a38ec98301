import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { skipGrams } from '@/data/skipGrams';
import { createVocabulary } from '@/data/vocabulary';
import { createRandom } from '@/lib/random';
import { createWord2vec } from '@/models/word2vec';
import { createWordVectors } from '@/models/wordVectors';
import { SGD, createRuntime } from '@/nn';
import type { Runtime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { rowsOf } from '../oracle/network';
import type { Loss } from '../oracle/network';
import { add, dot, linear, log, sigmoid } from '../oracle/tape';
import { checkOracle, judgeNetwork, scatter, valuesOf } from '../support/judgeNetwork';
import { refusals } from '../support/refusals';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const OPTIONS = { words: 5, dimensions: 3, negatives: 2, seed: 1 };
const CENTRES = [0, 3, 3, 1];
/** The context, then noise; the same word may come several times. */
const SAMPLES = [[1, 2, 2], [4, 0, 1], [0, 3, 2], [3, 2, 4]]; // prettier-ignore

const loss: Loss = (p) => {
  const [v, u] = [rowsOf(p['input.weight']!, 3), rowsOf(p['output.weight']!, 3)];
  const terms = CENTRES.flatMap((centre, b) =>
    SAMPLES[b]!.map((word, k) => log(sigmoid(linear(dot(u[word]!, v[centre]!), k ? -1 : 1)))),
  );
  return linear(add(...terms), -1 / CENTRES.length);
};

test('loss, every gradient and ten losses as in f64', () => {
  const net = createWord2vec(runtime, OPTIONS);
  scatter(net.parameters, 5);
  const centres = runtime.indices(CENTRES, [4], 5);
  const samples = runtime.indices(SAMPLES.flat(), [4, 3], 5);
  checkOracle(loss, valuesOf(net.parameters));
  judgeNetwork(runtime, net.parameters, () => net.forward(centres, samples).output, loss, { lr: 0.5 });
});

/** Sentences of six words, each about one of two topics that share no word. */
function plantedText(sentences: number): string[][] {
  const random = createRandom(9);
  return Array.from({ length: sentences }, (_, i) =>
    Array.from({ length: 6 }, () => `${i % 2 ? 'wine' : 'code'}${random.below(8)}`),
  );
}

test('two topics that share no word come apart', () => {
  const text = plantedText(300);
  const { words, counts, indexOf } = createVocabulary(text.flat());
  expect(words).toHaveLength(16);
  const pairs = skipGrams(text.map((sentence) => sentence.map(indexOf)), { counts, window: 3, negatives: 4, seed: 2 }); // prettier-ignore
  const batch = 64;
  const count = pairs.centres.length - (pairs.centres.length % batch);
  const net = createWord2vec(runtime, { words: words.length, dimensions: 8, negatives: 4, seed: 3 });
  const optimiser = new SGD(net.parameters, { lr: 1 });
  const data = [
    runtime.indices(pairs.centres.slice(0, count), [count], words.length),
    runtime.indices(pairs.samples.slice(0, 5 * count), [count, 5], words.length),
  ] as const;
  const plan = runtime.record(
    (centres, samples) => {
      const { output } = net.forward(centres, samples);
      optimiser.zeroGrad();
      runtime.backward(output);
      optimiser.step();
      return output;
    },
    { data, batch },
  );
  const losses = plan.run((6 * count) / batch);
  // Of a net that knows nothing every score is 0: L = 5 ln 2.
  expect(losses[0]).toBeCloseTo(5 * Math.log(2), 4);
  const mean = (list: Float32Array) => list.reduce((sum, v) => sum + v, 0) / list.length;
  expect(mean(losses.slice(-20))).toBeLessThan(0.75 * mean(losses.slice(0, 5)));

  const vectors = createWordVectors(words, net.parameters['input.weight']!.values());
  for (const word of words) {
    const topic = word.slice(0, 4);
    const all = vectors.neighbours(word, 15);
    expect(all.slice(0, 7).map((other) => other.word.slice(0, 4))).toEqual(Array(7).fill(topic));
    expect(all[6]!.cosine - all[7]!.cosine).toBeGreaterThan(0.3);
  }
});

describe('createWord2vec', () => {
  test('starts as word2vec.c: vectors small and random, outputs 0; names every tensor', () => {
    const { parameters, forward } = createWord2vec(runtime, OPTIONS);
    const input = [...parameters['input.weight']!.values()];
    expect(Math.max(...input.map(Math.abs))).toBeLessThanOrEqual(0.5 / 3);
    expect(Math.min(...input)).toBeLessThan(0);
    expect(new Set(parameters['output.weight']!.values())).toEqual(new Set([0]));
    runtime.scope(() => {
      const { tensors } = forward(runtime.indices([0], [1], 5), runtime.indices([1, 2, 3], [1, 3], 5));
      expect(Object.entries(tensors).map(([name, { shape }]) => `${name} ${shape.join(' × ')}`)).toEqual([
        'centres 1 × 1 × 3',
        'samples 1 × 3 × 3',
        'scores 1 × 3',
        'loss 1',
      ]);
    });
  });

  test('refused', () => {
    const { forward } = createWord2vec(runtime, OPTIONS);
    const pass =
      (shape: number[], below = 5) =>
      () =>
        runtime.scope(() => {
          const size = shape.reduce((a, n) => a * n);
          return forward(runtime.indices([0, 1], [2], 5), runtime.indices(Array(size).fill(0), shape, below)).output
            .shape;
        });
    expect(
      refusals({
        sizes: () => createWord2vec(runtime, { ...OPTIONS, negatives: 0 }).parameters,
        samples: pass([2, 2]),
        words: pass([2, 3], 6),
      }),
    ).toMatchInlineSnapshot(`
      {
        "samples": "ShapeError: createWord2vec: centres are (B), samples (B,3); got [2] and [2, 2]",
        "sizes": "ShapeError: createWord2vec: sizes are positive whole numbers; got [5, 3, 0]",
        "words": "DomainError: embedding: indices are below 5; got indices below 6",
      }
    `);
  });
});
