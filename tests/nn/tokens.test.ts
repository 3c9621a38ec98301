/** Tokens and classes as the data of a recorded step: the tape, given lists, is the judge. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  Adam,
  Embedding,
  createRuntime,
  crossEntropy,
  embedding,
  gather,
  linear,
  logSoftmax,
  nllLoss,
  oneHot,
} from '@/nn';
import type { Indices, Runtime, Tensor, Values } from '@/nn';
import { createRandom } from '@/lib/random';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { numbers } from '../support/numbers';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const [ROWS, T, V, C] = [6, 4, 7, 3];
const random = createRandom(5);
const list = (n: number, below: number) => Array.from({ length: n }, () => random.below(below));
const [words, next] = [list(ROWS * T, V), list(ROWS * T, V)];

type Loss = (logits: Tensor, target: Values | Indices) => Tensor;
const LOSSES: Record<string, Loss> = {
  crossEntropy: (x, y) => crossEntropy(x, y),
  'crossEntropy, smoothed and weighted': (x, y) =>
    crossEntropy(x, y, { labelSmoothing: 0.1, weight: [1, 2, 0.5, 1, 1, 3, 1] }),
  'crossEntropy, token 2 ignored': (x, y) => crossEntropy(x, y, { ignoreIndex: 2 }),
  'crossEntropy, token 2 ignored and weighted': (x, y) =>
    crossEntropy(x, y, { ignoreIndex: 2, weight: [1, 2, 0.5, 1, 1, 3, 1] }),
  nllLoss: (x, y) => nllLoss(logSoftmax(x, 1), y),
};

function setUp(loss: Loss) {
  const words = new Embedding(runtime, V, C, { random: createRandom(1) });
  const out = runtime.parameter(numbers(C * V, 2), [C, V]);
  const optimiser = new Adam({ words: words.weight, out }, { lr: 0.05 });
  const step = (x: Values | Indices, y: Values | Indices) => {
    const L = loss(linear(words.forward(x, [2 * T]), out), y);
    optimiser.zeroGrad();
    runtime.backward(L);
    optimiser.step();
    return L;
  };
  return { step, weights: () => [words.weight, out].map((tensor) => [...tensor.values()]) };
}

test.each(Object.entries(LOSSES))('%s: a plan over tokens gives the bits of the tape', (_, loss) => {
  const [tape, planned] = [setUp(loss), setUp(loss)];
  const expected = Array.from({ length: 20 }, (_, i) => {
    const from = 2 * T * (i % 3);
    return runtime.scope(() => tape.step(words.slice(from, from + 2 * T), next.slice(from, from + 2 * T)).item());
  });
  const data = [runtime.indices(words, [ROWS, T], V), runtime.indices(next, [ROWS, T], V)] as const;
  const plan = runtime.record((x: Indices, y: Indices) => planned.step(x, y), { data, batch: 2 });
  expect([...plan.run(20)]).toEqual(expected);
  expect(planned.weights()).toEqual(tape.weights());
  expect(new Set(expected).size).toBe(20);
});

describe('indices in place of a list', () => {
  test('give the same, in their own shape', () => {
    const x = runtime.tensor(numbers(V * C, 3), [V, C]);
    runtime.scope(() => {
      const index = runtime.indices([3, 0, 6, 3, 1, 2], [2, 3], V);
      const values = [...index.values()];
      expect(embedding(x, index).shape).toEqual([2, 3, C]);
      expect(embedding(x, index).values()).toEqual(embedding(x, values).values());
      expect(gather(x, index).shape).toEqual([2, 3, C]);
      expect(oneHot(runtime, index, V).values()).toEqual(oneHot(runtime, values, V).values());
    });
  });

  test('are refused where they do not fit', () => {
    const x = runtime.tensor(numbers(2 * C, 3), [2, C]);
    runtime.scope(() => {
      const index = (values: Values, below: number) => runtime.indices(values, [values.length], below);
      expect(() => embedding(x, index([0], 3))).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: embedding: indices are below 2; got indices below 3]`,
      );
      expect(() => crossEntropy(x, index([0, 1], 4))).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: crossEntropy: indices are below 3; got indices below 4]`,
      );
      expect(() => crossEntropy(x, index([0], 3))).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: crossEntropy: one target for each of 2 rows; got 1]`,
      );
      expect(() => crossEntropy(x, index([1, 1], 3), { ignoreIndex: 1 })).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: crossEntropy: a mean has a target that counts; got 0]`,
      );
      expect(() =>
        crossEntropy(x, index([1, 2], 3), { ignoreIndex: 1, labelSmoothing: 0.1 }),
      ).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: crossEntropy: ignoreIndex among Indices goes without labelSmoothing; got 0.1]`,
      );
    });
  });
});
