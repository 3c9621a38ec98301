/** The book's own models as ONNX files: ONNX Runtime gives the same numbers, at other sizes than they were traced with. */
import { afterAll, expect, test } from 'vitest';
import { createBert } from '@/models/bert';
import { createCnn } from '@/models/cnn';
import { createGpt } from '@/models/gpt';
import { createRnn } from '@/models/rnn';
import { createTransformer } from '@/models/transformer';
import { createWord2vec } from '@/models/word2vec';
import { createRuntime } from '@/nn';
import type { Indices, Tensor } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { numbers } from '../support/numbers';
import { expectSame } from '../support/onnxRuntime';

const runtime = createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

const TEXTS = { sizes: [{ batch: 1, time: 7 }, { batch: 3, time: 8 }] }; // prettier-ignore
const tokens = { shape: ['batch', 'time'], below: 11 } as const;

test.each([true, false])('gpt, tied %s', async (tied) => {
  const gpt = createGpt(runtime, { vocabulary: 11, context: 8, layers: 2, heads: 2, width: 8, tied }, { seed: 1 });
  const forward = ({ tokens }: { tokens: Indices }) => ({ logits: gpt.forward(tokens).output });
  await expectSame(runtime, { inputs: { tokens }, forward, parameters: gpt.parameters }, TEXTS);
});

test('bert, guessing words and classifying, with segments and padding', async () => {
  const bert = createBert(
    runtime,
    { vocabulary: 11, context: 8, layers: 2, heads: 2, width: 8, classes: 3 },
    { seed: 2 },
  );
  const forward = ({ tokens, segments, mask }: { tokens: Indices; segments: Indices; mask: Tensor }) => ({
    words: bert.predict(tokens, { segments, mask }).output,
    class: bert.classify(tokens, { segments, mask }).output,
  });
  const inputs = { tokens, segments: { ...tokens, below: 2 }, mask: { shape: ['batch', 'time'] } } as const;
  await expectSame(runtime, { inputs, forward, parameters: bert.parameters }, TEXTS);
});

test.each(['post', 'pre'] as const)('encoder and decoder, %s-norm', async (norm) => {
  const net = createTransformer(runtime, {
    ...{ sourceTokens: 11, targetTokens: 9, width: 8, heads: 2, hidden: 12, encoderLayers: 1, decoderLayers: 2 },
    ...{ maxLength: 10, norm, seed: 3 },
  });
  const forward = ({ source, target }: { source: Indices; target: Indices }) => ({
    logits: net.forward(source, target, { training: false }).output,
  });
  const inputs = { source: tokens, target: { shape: ['batch', 'written'], below: 9 } } as const;
  const sizes = [{ batch: 1, time: 9, written: 4 }, { batch: 3, time: 5, written: 10 }]; // prettier-ignore
  await expectSame(runtime, { inputs, forward, parameters: net.parameters }, { sizes });
});

test.each(['rnn', 'lstm', 'gru'] as const)('%s', async (cell) => {
  const net = createRnn(runtime, { cell, inputs: 3, hidden: 5, layers: 2, outputs: 2, seed: 4 });
  const forward = ({ x }: { x: Tensor }) => ({ y: net.forward(x).output });
  const inputs = { x: { shape: ['batch', 'time', 3] } } as const;
  await expectSame(runtime, { inputs, forward, parameters: net.parameters }, TEXTS);
});

test('convolutional network with batch normalization, after it has seen data', async () => {
  const net = createCnn(runtime, {
    image: [9, 9, 1],
    blocks: [{ filters: 4, batchNorm: true }, { filters: 6 }],
    ...{ dense: [8, 3], seed: 5 },
  });
  for (let step = 0; step < 3; step++)
    runtime.scope(() => net.forward(runtime.tensor(numbers(4 * 81, step, 2), [4, 9, 9, 1])));
  const forward = ({ image }: { image: Tensor }) => ({ scores: net.forward(image, { training: false }).output });
  const inputs = { image: { shape: ['batch', 9, 9, 1] } } as const;
  await expectSame(runtime, { inputs, forward, parameters: net.parameters }, { sizes: [{ batch: 1 }, { batch: 6 }] });
});

test('skip-gram: its loss', async () => {
  const net = createWord2vec(runtime, { words: 11, dimensions: 4, negatives: 3, seed: 6 });
  expect(Object.keys(net.parameters)).toEqual(['input.weight', 'output.weight']);
  net.parameters['output.weight']!.set(numbers(44, 1));
  const forward = ({ centres, samples }: { centres: Indices; samples: Indices }) => ({
    loss: net.forward(centres, samples).output,
  });
  const inputs = { centres: { shape: ['pairs'], below: 11 }, samples: { shape: ['pairs', 4], below: 11 } } as const;
  await expectSame(runtime, { inputs, forward, parameters: net.parameters }, { sizes: [{ pairs: 1 }, { pairs: 9 }] });
});
