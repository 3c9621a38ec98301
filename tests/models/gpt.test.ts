/** GPT on a tiny configuration against the f64 oracle: logits, loss, every gradient, ten steps of Adam; then plan and tape. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GPT2, createGpt, gptShapes } from '@/models/gpt';
import type { Gpt, GptConfig } from '@/models/gpt';
import { Adam, createRuntime, sizeOf } from '@/nn';
import type { Indices, Runtime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import * as oracle from '../oracle/transformer';
import { valuesOf as numbersOf } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { allBuilds } from '../support/stage';
import { fillParameters, valuesOf } from '../support/transformer';

const TINY: GptConfig = { vocabulary: 11, context: 6, layers: 2, heads: 2, width: 8 };
const [B, T] = [2, 5];
const TOKENS = [3, 1, 4, 1, 5, 9, 2, 6, 10, 3];
const TARGETS = [1, 4, 1, 5, 9, 2, 6, 10, 3, 0];
const CONFIGS: [string, GptConfig][] = [
  ['GPT-2: tied, tanh', TINY],
  ['untied, erf', { ...TINY, tied: false, approximate: 'none' }],
];

const kernels = await loadKernelsFromDisk();
const builds = await allBuilds();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const rows = (list: readonly number[]) => Array.from({ length: B }, (_, b) => list.slice(b * T, (b + 1) * T));
const logitsOf = (config: GptConfig, p: oracle.Weights) =>
  rows(TOKENS).flatMap((tokens) => oracle.gpt({ ...config, tanh: config.approximate !== 'none' }, p, tokens));
const lossOf = (config: GptConfig) => (p: oracle.Weights) => oracle.crossEntropy(logitsOf(config, p), TARGETS);

describe.each(CONFIGS)('%s', (_, config) => {
  test.each(builds)('logits, loss and every gradient as in f64, %s', (_, build) => {
    const own = createRuntime(build);
    const gpt = createGpt(own, config, { seed: 1 });
    fillParameters(gpt.parameters);
    const values = valuesOf(gpt.parameters);
    own.scope(() => {
      const { output: loss, tensors } = gpt.loss(TOKENS, TARGETS, { shape: [B, T] });
      const expected = logitsOf(config, oracle.weightsOf(values)).flatMap(numbersOf);
      assertClose(tensors.logits!.values(), expected, { rel: 1e-6, abs: 2e-6 });
      own.backward(loss);
      const { loss: L, gradients } = oracle.lossAndGradients(values, lossOf(config));
      assertClose(loss.item(), L, { rel: 1e-6 });
      expect(Object.keys(gradients)).toEqual(Object.keys(gpt.parameters));
      for (const [name, tensor] of Object.entries(gpt.parameters)) {
        expect(Math.max(...gradients[name]!.map(Math.abs)), name).toBeGreaterThan(1e-4);
        assertClose(tensor.gradient(), gradients[name]!, { rel: 1e-5, abs: 1e-6 });
      }
    });
    own.free();
  });

  test('the first ten losses of training with Adam as in f64', () => {
    const gpt = createGpt(runtime, config, { seed: 1 });
    fillParameters(gpt.parameters);
    const expected = oracle.trainByAdam(valuesOf(gpt.parameters), lossOf(config), 10, 0.01);
    const step = stepOf(gpt, 0.01);
    const losses = expected.map(() => runtime.scope(() => step(TOKENS, TARGETS).item()));
    // Adam divides by √v: an f32 gradient near 0 may turn a step around, so errors grow from the rounding of one step.
    assertClose(losses, expected, { rel: 2e-5 });
    expect(expected[9]).toBeLessThan(0.8 * expected[0]!);
  });
});

function stepOf(gpt: Gpt, lr: number) {
  const optimiser = new Adam(gpt.parameters, { lr });
  return (x: number[] | Indices, y: number[] | Indices) => {
    const { output: loss } = gpt.loss(x, y, Array.isArray(x) ? { shape: [x.length / T, T] } : {});
    optimiser.zeroGrad();
    gpt.runtime.backward(loss);
    optimiser.step();
    return loss;
  };
}

test('a plan over batches of tokens gives the bits of the tape', () => {
  const [tape, planned] = [createGpt(runtime, TINY, { seed: 4 }), createGpt(runtime, TINY, { seed: 4 })];
  const onTape = stepOf(tape, 0.01);
  const expected = Array.from({ length: 12 }, (_, i) => {
    const row = i % B;
    return runtime.scope(() => onTape(rows(TOKENS)[row]!, rows(TARGETS)[row]!).item());
  });
  const step = stepOf(planned, 0.01);
  const data = [runtime.indices(TOKENS, [B, T], 11), runtime.indices(TARGETS, [B, T], 11)] as const;
  const plan = runtime.record((x: Indices, y: Indices) => step(x, y), { data, batch: 1 });
  expect([...plan.run(12)]).toEqual(expected);
  expect(valuesOf(planned.parameters)).toEqual(valuesOf(tape.parameters));
  expect(new Set(expected).size).toBe(12);
});

describe('createGpt', () => {
  test('GPT-2 has 124,439,808 parameters', () => {
    const shapes = gptShapes(GPT2);
    expect(Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0)).toBe(124_439_808);
    expect(Object.keys(shapes)).toHaveLength(148);
  });

  test('starts as GPT-2: deviations of 0.02, of residual projections less by √(2 · layers)', () => {
    const { parameters } = createGpt(runtime, { ...TINY, width: 64, vocabulary: 300 }, { seed: 2 });
    const deviation = (name: string) => {
      const x = [...parameters[name]!.values()];
      return Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length);
    };
    assertClose(
      ['wte.weight', 'wpe.weight', 'h.0.attn.c_attn.weight', 'h.1.mlp.c_proj.weight'].map(deviation),
      [0.02, 0.01, 0.02, 0.01],
      { rel: 0.06 },
    );
    expect(new Set(parameters['h.0.mlp.c_fc.bias']!.values())).toEqual(new Set([0]));
    expect(new Set(parameters['ln_f.weight']!.values())).toEqual(new Set([1]));
    // A model that knows nothing gives every token about the same chance.
    const loss = runtime.scope(() => createGpt(runtime, TINY, { seed: 2 }).loss(TOKENS, TARGETS, { shape: [B, T] }).output.item()); // prettier-ignore
    assertClose(loss, Math.log(11), { rel: 0.02 });
  });

  test('every tensor by name; the weights of attention sum to 1 and see nothing ahead', () => {
    const gpt = createGpt(runtime, { ...TINY, layers: 1 }, { seed: 3 });
    runtime.scope(() => {
      const { tensors } = gpt.forward(TOKENS, { shape: [B, T], needWeights: true });
      const shapes = Object.entries(tensors).map(([name, { shape }]) => `${name} ${shape.join('×')}`);
      expect(shapes).toMatchInlineSnapshot(`
        [
          "wte 2×5×8",
          "embedded 2×5×8",
          "h.0.ln_1 2×5×8",
          "h.0.attn.c_attn 2×5×24",
          "h.0.attn.weights 2×2×5×5",
          "h.0.attn.heads 2×5×8",
          "h.0.attn.c_proj 2×5×8",
          "h.0.attn 2×5×8",
          "h.0.ln_2 2×5×8",
          "h.0.mlp.c_fc 2×5×32",
          "h.0.mlp.gelu 2×5×32",
          "h.0.mlp.c_proj 2×5×8",
          "h.0 2×5×8",
          "ln_f 2×5×8",
          "logits 2×5×11",
        ]
      `);
      const weights = [...tensors['h.0.attn.weights']!.values()];
      for (let row = 0; row < B * 2 * T; row++) {
        const list = weights.slice(row * T, (row + 1) * T);
        assertClose(list.reduce((a, b) => a + b), 1, { abs: 1e-6 }); // prettier-ignore
        expect(list.slice((row % T) + 1).every((w) => w === 0)).toBe(true);
      }
    });
  });

  test('refused', () => {
    expect(() => createGpt(runtime, { ...TINY, heads: 3 }, { seed: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: createGpt: the width divides into heads; got 8 and 3]`,
    );
    expect(() => createGpt(runtime, { ...TINY, layers: 0 }, { seed: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: createGpt: sizes are positive whole numbers; got {"vocabulary":11,"context":6,"layers":0,"heads":2,"width":8}]`,
    );
    expect(() => createGpt(runtime, TINY, { weights: {} })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: createGpt: the weights have every tensor; got "wte.weight"]`,
    );
    const gpt = createGpt(runtime, TINY, { seed: 1 });
    runtime.scope(() => {
      expect(() => gpt.forward([1, 2, 3, 4, 5, 6, 7])).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: gpt: a sequence has at most 6 tokens; got 7]`,
      );
      expect(() => gpt.forward([1, 11])).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: embedding: an index is a whole number from 0 to 10; got 11]`,
      );
      expect(() => gpt.forward([1, 2], { shape: [2] })).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: gpt: tokens are (batch, length); got [2]]`,
      );
      expect(() => gpt.forward([1, 2, 3], { shape: [2, 2] })).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: embedding: there are indices, as many as their shape holds; got 3 for [2, 2]]`,
      );
      expect(() => gpt.loss([1, 2], [1])).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: crossEntropy: one target for each of 2 rows; got 1]`,
      );
    });
  });
});
