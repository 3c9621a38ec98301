import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfLayers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRunner, extendTrace, firstRow } from '@/components/demo/runner';
import card, { params } from '@/demos/neural-network/demo';
import { sentence, tables } from '@/demos/neural-network/describe';
import { graphOf, partOf } from '@/demos/neural-network/graph';
import { createLayersRun } from '@/demos/neural-network/layersRun';
import { createModel } from '@/demos/neural-network/model';
import { guessLoss, PARAMETERS, type NetworkState, type NetworkValues } from '@/demos/neural-network/network';
import { startWeights } from '@/demos/neural-network/start';
import type { Trace } from '@/lib/demo';
import { complete, type AnyValues } from '@/lib/params';
import type { Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernelsFromDisk('simd');
  await tf.setBackend('cpu');
});

const settings = (change: Partial<AnyValues> = {}) => complete(params, change);

function run(change: Partial<AnyValues>, steps: number) {
  const values = settings(change);
  let trace: Trace | undefined;
  const runner = createRunner((from) => {
    const model = createModel(values, kernels, from as NetworkState | undefined);
    trace ??= firstRow(model);
    return model;
  });
  const progress = runner.advance(steps);
  runner.free();
  return {
    values,
    state: progress.state as NetworkState,
    trace: extendTrace(trace!, progress),
    diverged: progress.diverged,
  };
}
const preset = (id: string) => {
  const { values, steps } = card.presets.find((p) => p.id === id)!;
  return run(values, steps!);
};

/** The manuscript's program in f64, written from the chain rule: sigmoid, mean squared error, full batch. */
function reference(values: NetworkValues, epochs: number): number[] {
  const w = [...startWeights(values)];
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const losses: number[] = [];
  for (let epoch = 0; epoch <= epochs; epoch++) {
    const gradient = new Array<number>(21).fill(0);
    let loss = 0;
    for (let s = 0; s < 3; s++) {
      const x = values.inputs.slice(3 * s, 3 * s + 3);
      const y = values.targets[s]!;
      const h = [0, 1, 2, 3].map((j) => sigmoid(x[0]! * w[j]! + x[1]! * w[4 + j]! + x[2]! * w[8 + j]! + w[12 + j]!));
      const out = sigmoid(h.reduce((sum, hj, j) => sum + hj * w[16 + j]!, w[20]!));
      loss += (out - y) ** 2 / 3;
      const delta = (2 / 3) * (out - y) * out * (1 - out);
      gradient[20]! += delta;
      h.forEach((hj, j) => {
        gradient[16 + j]! += delta * hj;
        const hidden = delta * w[16 + j]! * hj * (1 - hj);
        gradient[12 + j]! += hidden;
        x.forEach((xi, i) => (gradient[4 * i + j]! += hidden * xi));
      });
    }
    losses.push(loss);
    gradient.forEach((g, k) => (w[k]! -= values.learningRate * g));
  }
  return losses;
}

const furthest = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

describe('the run', () => {
  it.each([0.01, 5])('rate %f: all 1001 losses agree with f64 within 2e-5', (learningRate) => {
    const { values, trace } = run({ learningRate }, 1000);
    expect(trace.columns['loss']).toHaveLength(1001);
    expect(furthest(trace.columns['loss']!, reference(values, 1000))).toBeLessThan(2e-5);
  });

  it.each([
    { hidden: 'sigmoid', output: 'sigmoid', loss: 'mean', learningRate: 0.5 },
    { hidden: 'tanh', output: 'sigmoid', loss: 'half-sum', learningRate: 0.2 },
    { hidden: 'relu', output: 'linear', loss: 'mean', learningRate: 0.05 },
    { hidden: 'linear', output: 'tanh', loss: 'half-sum', learningRate: 0.05 },
  ])('$hidden, $output, $loss agree with tfjs-layers over 100 epochs', async (change) => {
    const { values, trace } = run(change, 100);
    const theirs = createLayersRun(
      {
        tf,
        sgd: (rate) => tf.train.sgd(rate),
        dense: (config) => tfLayers.layers.dense(config),
        sequential: () => tfLayers.sequential(),
      },
      values,
      startWeights(values),
    );
    const losses = [...(await theirs.train(100)), theirs.loss()];
    theirs.dispose();
    expect(furthest(trace.columns['loss']!, losses)).toBeLessThan(5e-5);
  });

  it('half the sum is 3/2 of the mean: the same run at a rate 2/3 as large', () => {
    const mean = run({ learningRate: 0.3 }, 200);
    const half = run({ learningRate: 0.2, loss: 'half-sum' }, 200);
    expect(furthest(mean.state.weights, half.state.weights)).toBeLessThan(1e-5);
    expect(half.state.loss).toBeCloseTo(1.5 * mean.state.loss, 6);
  });

  it('the gradients are central differences of the loss', () => {
    const { values, state } = run({ learningRate: 0.5 }, 50);
    const h = 1e-3;
    PARAMETERS.forEach((_, k) => {
      const at = (d: number) => reference({ ...values, weights: state.weights.with(k, state.weights[k]! + d) }, 0)[0]!;
      expect(state.gradients[k]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 5);
    });
  });

  it('goes on from any of its states, bit for bit', () => {
    const values = settings({ learningRate: 1 });
    const whole = createModel(values, kernels);
    for (let i = 0; i < 10; i++) whole.step();
    const part = createModel(values, kernels, structuredClone(whole.state));
    for (let i = 0; i < 10; i++) {
      whole.step();
      part.step();
    }
    expect(part.state).toEqual(whole.state);
  });

  it('edited weights are where the run starts', () => {
    const weights = Array.from({ length: 21 }, (_, i) => Math.fround((i - 10) / 7));
    expect(run({ weights }, 0).state.weights).toEqual(weights);
  });
  it('Keras’s start: within √(6/7) and √(6/5), biases 0', () => {
    const weights = startWeights(settings({ seed: 3 }));
    for (const w of weights.slice(0, 12)) expect(Math.abs(w)).toBeLessThan(Math.sqrt(6 / 7));
    for (const w of weights.slice(16, 20)) expect(Math.abs(w)).toBeLessThan(Math.sqrt(6 / 5));
    expect([...weights.slice(12, 16), weights[20]]).toEqual([0, 0, 0, 0, 0]);
    expect(startWeights(settings({ seed: 4 }))).not.toEqual(weights);
  });
});

describe('presets are claims', () => {
  it('manuscript: after 1000 epochs the loss is 0.205, hardly less than the 0.222 of always answering the mean', () => {
    const { state, trace, values } = preset('manuscript');
    expect(guessLoss(values)).toBeCloseTo(2 / 9, 12);
    expect(trace.columns['loss']![0]).toBeCloseTo(0.2725, 4);
    expect(state.loss).toBeCloseTo(0.2047, 4);
    expect(state.loss).toBeGreaterThan(0.9 * guessLoss(values));
    expect(state.passes.map(({ out }) => out).every((out) => Math.abs(out - 2 / 3) < 0.07)).toBe(true);
  });
  it('learns: every prediction within 0.02 of its target', () => {
    const { state, values } = preset('learns');
    state.passes.forEach(({ out }, i) => expect(Math.abs(out - values.targets[i]!)).toBeLessThan(0.02));
  });
  it('half-sum: the path of a rate of 0.015 on the mean', () => {
    const { state, values } = preset('half-sum');
    expect(furthest(state.weights, run({ learningRate: 0.015 }, 1000).state.weights)).toBeLessThan(1e-5);
    expect(state.loss).toBeCloseTo(1.5 * reference({ ...values, learningRate: 0.015 }, 1000).at(-1)!, 4);
  });
  it('unseen: all three samples right, and a number for the input that no data speak of', () => {
    const { state, values } = preset('unseen');
    expect(values.probe).toEqual([0, 1, 1]);
    expect(values.inputs).toEqual([1, 0, 1, 0, 1, 0, 1, 1, 0]);
    state.passes.forEach(({ out }, i) => expect(Math.abs(out - values.targets[i]!)).toBeLessThan(0.02));
    expect(state.probe.out).toBeGreaterThan(0);
  });
  it('a normal start: 0.256 after 1,000 epochs, more than guessing the mean', () => {
    const { state, values, trace } = preset('normal-start');
    expect(state.loss).toBeCloseTo(0.256, 3);
    expect(state.loss).toBeGreaterThan(guessLoss(values));
    expect(furthest(trace.columns['loss']!, reference(values, 1000))).toBeLessThan(2e-5);
  });
  it('linear: h is z, and the output at a + b − c is what it is at a, plus b, minus c', () => {
    const { state, values } = preset('linear');
    for (const pass of [...state.passes, state.probe]) expect([...pass.h, pass.out]).toEqual([...pass.z, pass.zOut]);
    const probe = [0, 1, 2].map((i) => values.inputs[i]! + values.inputs[3 + i]! - values.inputs[6 + i]!);
    const [a, b, c] = state.passes.map(({ out }) => out) as [number, number, number];
    const at = run({ ...values, probe }, 1000).state.probe.out;
    expect(at).toBeCloseTo(a + b - c, 5);
    const bent = run({ learningRate: 5, probe }, 1000).state;
    const [d, e, f] = bent.passes.map(({ out }) => out) as [number, number, number];
    expect(Math.abs(bent.probe.out - (d + e - f)), 'with sigmoids it is not').toBeGreaterThan(0.01);
  });
  it('the chapter: from seeds 0 to 11 all three samples come out right, the unseen input anywhere from 0.53 to 0.96', () => {
    const runs = Array.from({ length: 12 }, (_, seed) => run({ learningRate: 5, seed }, 1000).state);
    for (const { passes } of runs) passes.forEach(({ out }, i) => expect(Math.round(out)).toBe([0, 1, 1][i]));
    const unseen = runs.map(({ probe }) => probe.out);
    expect(Math.min(...unseen)).toBeCloseTo(0.53, 2);
    expect(Math.max(...unseen)).toBeCloseTo(0.96, 2);
  });
  it('diverges: the run halts before epoch 20 and says where', () => {
    const { state, diverged } = preset('diverges');
    expect(diverged).toEqual({ step: 15, tensor: 'loss', control: 'learningRate' });
    expect(state.step).toBe(14);
    expect(Number.isFinite(state.loss)).toBe(true);
  });
});

describe('what it says and shows', () => {
  it('a sentence in both languages', () => {
    const { state, values, trace } = preset('manuscript');
    expect(sentence(state, values, trace)).toMatchInlineSnapshot(`
      {
        "en": "Epoch 1,000, loss 0.205, 0.272 at the start; sample 1 is wrong: 0.606 for a target of 0.",
        "zh": "第 1,000 轮，损失 0.205，起点是 0.272；样本 1 答错：输出 0.606，目标 0。",
      }
    `);
    const first = run({}, 0);
    expect(sentence(first.state, first.values, first.trace).zh).toMatchInlineSnapshot(
      `"还没有训练，损失 0.272；样本 2、3 答错，错得最多的是样本 3：输出 0.398，目标 1。"`,
    );
  });
  it('tables whose rows are as long as their heads; the loss every 100 epochs', () => {
    const { state, values, trace } = preset('manuscript');
    const all = tables(state, values, trace);
    for (const table of all) for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    expect(all[1]!.rows.map(([epoch]) => epoch)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  });
  it('the picture shows the values of the chosen sample, each weight on its own edge', () => {
    const { state, values } = run({ sample: '2' }, 10);
    const { layers, edges } = graphOf(state, values, 1);
    expect(layers[0]!.nodes.map((n) => n.value)).toEqual([0, 1, 0]);
    expect(layers[1]!.nodes.map((n) => n.value)).toEqual(state.passes[1]!.h);
    expect(layers[2]!.nodes[0]!.value).toBe(state.passes[1]!.out);
    for (const { id, from, to, weight } of edges) {
      const part = partOf(id);
      if (part.kind !== 'parameter') throw new Error(`${id} is a parameter`);
      const { name } = PARAMETERS[part.place]!;
      const subscript = (n: string) => '₁₂₃₄'[Number(n)]!;
      const named = (node: string) => (node === 'y' ? 'ŷ' : node[0]! + subscript(node[1]!));
      expect(name).toBe(`${named(from)} → ${named(to)}`);
      expect(weight).toBe(state.weights[part.place]);
    }
    expect(partOf('b:h2')).toEqual({ kind: 'parameter', place: 14 });
    expect(PARAMETERS[14]!.name).toBe('b(h₃)');
    expect(partOf('b:y')).toEqual({ kind: 'parameter', place: 20 });
  });
});
