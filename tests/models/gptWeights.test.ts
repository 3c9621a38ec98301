import { afterAll, expect, test } from 'vitest';
import { createGpt } from '@/models/gpt';
import type { GptConfig } from '@/models/gpt';
import { readGptWeights } from '@/models/gptWeights';
import { createRuntime, saveTensors, writeSafetensors } from '@/nn';
import type { SafeTensor } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { fillParameters, valuesOf } from '../support/transformer';

const runtime = createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

const TINY: GptConfig = { vocabulary: 5, context: 3, layers: 1, heads: 2, width: 4 };
const gpt = createGpt(runtime, TINY, { seed: 1 });
fillParameters(gpt.parameters);
const tensors = (): Record<string, SafeTensor> =>
  Object.fromEntries(Object.entries(gpt.parameters).map(([name, t]) => [name, { shape: t.shape, values: t.values() }]));
const file = (change: (all: Record<string, SafeTensor>) => Record<string, SafeTensor>) =>
  writeSafetensors({ tensors: change(tensors()) });
const mask: SafeTensor = { shape: [1, 1, 3, 3], values: new Float32Array(9) };

test('what is saved is what is read: the names and shapes of a GPT-2 file', () => {
  const weights = readGptWeights(TINY, saveTensors(gpt.parameters));
  expect(valuesOf(createGpt(runtime, TINY, { weights }).parameters)).toEqual(valuesOf(gpt.parameters));
  expect(Object.entries(weights).map(([name, { shape }]) => `${name} ${shape.join('×')}`)).toMatchInlineSnapshot(`
    [
      "wte.weight 5×4",
      "wpe.weight 3×4",
      "h.0.ln_1.weight 4",
      "h.0.ln_1.bias 4",
      "h.0.attn.c_attn.weight 4×12",
      "h.0.attn.c_attn.bias 12",
      "h.0.attn.c_proj.weight 4×4",
      "h.0.attn.c_proj.bias 4",
      "h.0.ln_2.weight 4",
      "h.0.ln_2.bias 4",
      "h.0.mlp.c_fc.weight 4×16",
      "h.0.mlp.c_fc.bias 16",
      "h.0.mlp.c_proj.weight 16×4",
      "h.0.mlp.c_proj.bias 4",
      "ln_f.weight 4",
      "ln_f.bias 4",
    ]
  `);
});

test.each<[string, (all: Record<string, SafeTensor>) => Record<string, SafeTensor>]>([
  ['with the prefix', (all) => Object.fromEntries(Object.entries(all).map(([name, t]) => [`transformer.${name}`, t]))],
  ['with causal masks', (all) => ({ ...all, 'h.0.attn.bias': mask, 'h.0.attn.masked_bias': { shape: [1], values: new Float32Array(1) } })], // prettier-ignore
  ['with the embedding as output once more', (all) => ({ ...all, 'lm_head.weight': all['wte.weight']! })],
])('%s', (_, change) => {
  const weights = readGptWeights(TINY, file(change));
  expect(valuesOf(createGpt(runtime, TINY, { weights }).parameters)).toEqual(valuesOf(gpt.parameters));
});

test('a model that is not trainable gives the same logits and has no gradients', () => {
  const frozen = createGpt(runtime, TINY, { weights: tensors(), trainable: false });
  runtime.scope(() => {
    const [a, b] = [gpt, frozen].map((model) => model.loss([1, 2], [2, 3]));
    expect(b!.output.item()).toBe(a!.output.item());
    expect(() => runtime.backward(b!.output)).toThrow('backward: the loss depends on a parameter');
  });
});

test('an output of its own', () => {
  const config = { ...TINY, tied: false };
  const head = { shape: [5, 4], values: new Float32Array(20).fill(0.5) };
  const weights = readGptWeights(config, file((all) => ({ ...all, 'lm_head.weight': head }))); // prettier-ignore
  const { parameters } = createGpt(runtime, config, { weights });
  expect(parameters['lm_head.weight']!.values()).toEqual(head.values);
});

test('refused', () => {
  const read =
    (change: Parameters<typeof file>[0], config = TINY) =>
    () =>
      readGptWeights(config, file(change));
  const without = (all: Record<string, SafeTensor>) => {
    const { 'ln_f.bias': _, ...rest } = all;
    return rest;
  };
  expect(read(without)).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readGptWeights: the file has every tensor; got no ["ln_f.bias"]]`,
  );
  expect(read((all) => ({ ...all, 'h.1.ln_1.weight': mask }))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readGptWeights: the file has no other tensors; got ["h.1.ln_1.weight"]]`,
  );
  expect(read((all) => all, { ...TINY, context: 4 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: readGptWeights: wpe.weight has shape [4, 4]; got [3, 4]]`,
  );
  expect(read((all) => ({ ...all, 'lm_head.weight': mask }))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readGptWeights: a tied output has the weights of the embedding; got others in lm_head.weight]`,
  );
  expect(read((all) => ({ ...all, 'transformer.ln_f.bias': all['ln_f.bias']! }))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readGptWeights: a tensor comes once; got "ln_f.bias" with and without prefix]`,
  );
  expect(() => readGptWeights(TINY, new Uint8Array(3))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readSafetensors: a file has at least 8 bytes; got 3]`,
  );
});
