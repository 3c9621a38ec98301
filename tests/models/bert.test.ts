/** BERT on a tiny configuration against the f64 oracle: logits, loss, every gradient, ten steps of Adam; then plan and tape. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BERT_BASE, IGNORED, bertShapes, createBert } from '@/models/bert';
import type { Bert, BertConfig } from '@/models/bert';
import { Adam, createRuntime, sizeOf } from '@/nn';
import type { Indices, NamedTensors, Runtime, Tensor } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import * as oracle from '../oracle/transformer';
import { valuesOf as numbersOf } from '../oracle/tape';
import type { Num } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { allBuilds } from '../support/stage';
import { fillParameters, valuesOf } from '../support/transformer';

const TINY: BertConfig = { vocabulary: 9, context: 6, layers: 2, heads: 2, width: 8, classes: 3 };
const [B, T] = [2, 4];
/** 0 fills up: the second sentence has three tokens. */
const TOKENS = [1, 5, 2, 7, 3, 8, 1, 0];
const SEGMENTS = [0, 0, 1, 1, 0, 1, 1, 1];
const MASK = [1, 1, 1, 1, 1, 1, 1, 0];
const WORDS = [4, 0, 0, 7, 0, 6, 0, 0];
const CLASSES = [2, 0];
const LR = 0.01;

const builds = await allBuilds();
const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const ignored = WORDS.map((word) => word || IGNORED);
const input = (on: Runtime) => ({ shape: [B, T], segments: SEGMENTS, mask: on.tensor(MASK, [B, T]) });
const sentences: oracle.Sentence[] = [
  { tokens: TOKENS.slice(0, 4), segments: SEGMENTS.slice(0, 4), length: 4 },
  { tokens: TOKENS.slice(4), segments: SEGMENTS.slice(4), length: 3 },
];
type Head = {
  readonly name: 'predictions' | 'classes';
  readonly logits: (p: oracle.Weights) => Num[][];
  readonly loss: (p: oracle.Weights) => Num;
  readonly run: (bert: Bert, on: Runtime) => { output: Tensor; tensors: NamedTensors };
};
const wordsOf = (p: oracle.Weights) => sentences.flatMap((s) => oracle.maskedLm(p, oracle.bert(TINY, p, s))) as Num[][];
const classesOf = (p: oracle.Weights) => sentences.flatMap((s) => oracle.classify(p, oracle.bert(TINY, p, s))) as Num[][]; // prettier-ignore
const HEADS: Head[] = [
  {
    name: 'predictions',
    logits: wordsOf,
    loss: (p) => oracle.crossEntropy(wordsOf(p), ignored),
    run: (bert, on) => bert.maskedLmLoss(TOKENS, ignored, input(on)),
  },
  {
    name: 'classes',
    logits: classesOf,
    loss: (p) => oracle.crossEntropy(classesOf(p), CLASSES),
    run: (bert, on) => bert.classLoss(TOKENS, CLASSES, input(on)),
  },
];

describe.each(HEADS)('$name', ({ name, logits, loss, run }) => {
  test.each(builds)('logits, loss and every gradient as in f64, %s', (_, build) => {
    const own = createRuntime(build);
    const bert = createBert(own, TINY, { seed: 1 });
    fillParameters(bert.parameters);
    const values = valuesOf(bert.parameters);
    own.scope(() => {
      const { output, tensors } = run(bert, own);
      assertClose(tensors[name]!.values(), logits(oracle.weightsOf(values)).flatMap(numbersOf), { rel: 1e-6, abs: 3e-6 }); // prettier-ignore
      own.backward(output);
      const expected = oracle.lossAndGradients(values, loss);
      assertClose(output.item(), expected.loss, { rel: 1e-6 });
      for (const [parameter, tensor] of Object.entries(bert.parameters)) {
        const other = name === 'classes' ? /^cls/ : /pooler|classifier/;
        // The bias of the keys shifts all scores of a query alike: its gradient is 0 but for rounding.
        const silent = other.test(parameter) || parameter.endsWith('key.bias');
        const most = Math.max(...expected.gradients[parameter]!.map(Math.abs));
        if (silent) expect(most, parameter).toBeLessThan(1e-12);
        else expect(most, parameter).toBeGreaterThan(1e-4);
        assertClose(tensor.gradient(), expected.gradients[parameter]!, { rel: 1e-5, abs: 2e-6 });
      }
    });
    own.free();
  });

  test('the first ten losses of training with Adam as in f64', () => {
    const bert = createBert(runtime, TINY, { seed: 1 });
    fillParameters(bert.parameters);
    const expected = oracle.trainByAdam(valuesOf(bert.parameters), loss, 10, LR);
    const optimiser = new Adam(bert.parameters, { lr: LR });
    const losses = expected.map(() =>
      runtime.scope(() => {
        const { output } = run(bert, runtime);
        optimiser.zeroGrad();
        runtime.backward(output);
        optimiser.step();
        return output.item();
      }),
    );
    // As GPT's. The bias of the keys, whose gradient is rounding alone, wanders by up to lr a step, and changes nothing.
    assertClose(losses, expected, { rel: 2e-5 });
    expect(expected[9]).toBeLessThan(0.8 * expected[0]!);
  });
});

test('a plan over batches, with segments, masks and words that are ignored, gives the bits of the tape', () => {
  const make = () => {
    const bert = createBert(runtime, TINY, { seed: 4 });
    const optimiser = new Adam(bert.parameters, { lr: LR });
    const finish = (loss: Tensor) => {
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    };
    return { bert, finish };
  };
  const [tape, planned] = [make(), make()];
  const row = <X>(list: readonly X[], i: number) => list.slice((i % B) * T, ((i % B) + 1) * T);
  const expected = Array.from({ length: 9 }, (_, i) =>
    runtime.scope(() => {
      const mask = runtime.tensor(row(MASK, i), [1, T]);
      const { output } = tape.bert.maskedLmLoss(row(TOKENS, i), row(ignored, i), { mask, segments: row(SEGMENTS, i) });
      return tape.finish(output).item();
    }),
  );
  const indices = (list: number[], below: number) => runtime.indices(list, [B, T], below);
  const data = [indices(TOKENS, 9), indices(WORDS, 9), indices(SEGMENTS, 2), runtime.tensor(MASK, [B, T])] as const;
  const plan = runtime.record(
    (tokens: Indices, words: Indices, segments: Indices, mask: Tensor) =>
      planned.finish(planned.bert.maskedLmLoss(tokens, words, { segments, mask, ignoreIndex: 0 }).output),
    { data, batch: 1 },
  );
  expect([...plan.run(9)]).toEqual(expected);
  expect(valuesOf(planned.bert.parameters)).toEqual(valuesOf(tape.bert.parameters));
});

describe('createBert', () => {
  test('BERT base has 109,482,240 parameters, without the heads for words and classes', () => {
    const shapes = Object.entries(bertShapes(BERT_BASE)).filter(([name]) => name.startsWith('bert.'));
    expect(shapes.reduce((sum, [, shape]) => sum + sizeOf(shape), 0)).toBe(109_482_240);
    expect(shapes).toHaveLength(199);
  });

  test('what fills up changes nothing', () => {
    const bert = createBert(runtime, TINY, { seed: 1 });
    fillParameters(bert.parameters);
    runtime.scope(() => {
      const short = bert.classify([3, 8, 1], { segments: [0, 1, 1] }).output.values();
      const long = bert.classify([3, 8, 1, 6, 6], {
        segments: [0, 1, 1, 0, 0],
        mask: runtime.tensor([1, 1, 1, 0, 0], [1, 5]),
      }).output;
      assertClose(long.values(), short, { abs: 1e-6 });
    });
  });

  test('every tensor by name; the weights of attention sum to 1 and see nothing that fills up', () => {
    const bert = createBert(runtime, { ...TINY, layers: 1 }, { seed: 3 });
    runtime.scope(() => {
      const { tensors } = bert.classify(TOKENS, { ...input(runtime), needWeights: true });
      expect(Object.entries(tensors).map(([name, { shape }]) => `${name} ${shape.join('×')}`)).toMatchInlineSnapshot(`
        [
          "embeddings 2×4×8",
          "layer.0.attention.weights 2×2×4×4",
          "layer.0.attention.self 2×4×8",
          "layer.0.attention 2×4×8",
          "layer.0.intermediate 2×4×32",
          "layer.0 2×4×8",
          "classes 2×3",
        ]
      `);
      const weights = [...tensors['layer.0.attention.weights']!.values()];
      for (let row = 0; row < B * 2 * T; row++) {
        const list = weights.slice(row * T, (row + 1) * T);
        assertClose(list.reduce((a, b) => a + b), 1, { abs: 1e-6 }); // prettier-ignore
        expect(list[3] === 0).toBe(row >= 2 * T);
      }
    });
  });

  test('refused', () => {
    expect(() => createBert(runtime, { ...TINY, heads: 3 }, { seed: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: createBert: the width divides into heads; got 8 and 3]`,
    );
    expect(() => createBert(runtime, { ...TINY, classes: 0 }, { seed: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: createBert: sizes are positive whole numbers; got {"vocabulary":9,"context":6,"layers":2,"heads":2,"classes":0,"width":8,"segments":2}]`,
    );
    expect(() => createBert(runtime, TINY, { weights: {} })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: createBert: the weights have every tensor; got "bert.embeddings.word_embeddings.weight"]`,
    );
    const bert = createBert(runtime, TINY, { seed: 1 });
    runtime.scope(() => {
      expect(() => bert.encode([1, 2, 3, 4, 5, 6, 7])).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: bert: a sequence has at most 6 tokens; got 7]`,
      );
      expect(() => bert.encode([1, 9])).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: embedding: an index is a whole number from 0 to 8; got 9]`,
      );
      expect(() => bert.encode([1, 2], { segments: [0, 2] })).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: embedding: an index is a whole number from 0 to 1; got 2]`,
      );
      const mask = runtime.tensor([1, 1, 0], [1, 3]);
      expect(() => bert.encode([1, 2], { mask })).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: bert: the mask has a number for each of [1, 2]; got [1, 3]]`,
      );
    });
  });
});
