import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { createMlp } from '@/models/mlp';
import { SGD, createRuntime, mseLoss } from '@/nn';
import type { ActivationName, InitName, NamedTensors } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import type { Layer } from '../oracle/mlp';
import { forward, lossAndGradient, train } from '../oracle/mlp';
import { assertClose } from '../support/assertClose';
import { allBuilds } from '../support/stage';

/** The manuscript's samples and settings (S1.9, S2.11). */
const X = [
  [1, 0, 1],
  [0, 1, 0],
  [1, 1, 0],
];
const Y = [[0], [1], [1]];
const EPOCHS = 1000;

const builds = await allBuilds();

/** The oracle's network with the parameters that ours has now. */
function oracleOf(parameters: NamedTensors, sizes: readonly number[], activations: readonly string[]): Layer[] {
  return activations.map((activation, l) => {
    const flat = [...parameters[`layer${l + 1}.weight`]!.values()];
    const [rows, columns] = [sizes[l]!, sizes[l + 1]!];
    const weight = Array.from({ length: rows }, (_, i) => flat.slice(i * columns, (i + 1) * columns));
    return { weight, bias: [...parameters[`layer${l + 1}.bias`]!.values()], activation };
  });
}

function run(k: Kernels, { init, lr }: { init: InitName; lr: number }) {
  const runtime = createRuntime(k);
  const sizes = [3, 4, 1];
  const activations: ActivationName[] = ['sigmoid', 'sigmoid'];
  const mlp = createMlp(runtime, { sizes, activations, init, seed: 7 });
  const start = oracleOf(mlp.parameters, sizes, activations);
  const [x, y] = [runtime.tensor(X.flat(), [3, 3]), runtime.tensor(Y.flat(), [3, 1])];
  const optimiser = new SGD(mlp.parameters, { lr });
  const losses = Array.from({ length: EPOCHS }, () =>
    runtime.scope(() => {
      const loss = mseLoss(mlp.forward(x).output, y);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss.item();
    }),
  );
  const end = oracleOf(mlp.parameters, sizes, activations);
  runtime.free();
  return { start, losses, end };
}

const flat = (net: readonly Layer[]) => net.flatMap(({ weight, bias }) => [...weight.flat(), ...bias]);

describe.each(builds)('1000 epochs of 3-4-1, %s', (_, k) => {
  test.each([
    { init: 'default', lr: 0.01 },
    { init: 'uniform01', lr: 1 },
    { init: 'normal', lr: 5 },
  ] as const)('$init, learning rate $lr: every loss and every weight as in f64', (settings) => {
    const { start, losses, end } = run(k, settings);
    const expected = train(start, X, Y, settings.lr, EPOCHS);
    expect(expected[EPOCHS - 1]).toBeLessThan(expected[0]!);
    assertClose(losses, expected, { rel: 2e-5, abs: 1e-7 });
    assertClose(flat(end), flat(start), { abs: 2e-5 * Math.max(1, settings.lr) });
  });
});

test('the same numbers on every machine, to the last bit: base and simd', () => {
  const exact = builds
    .filter(([build]) => build !== 'relaxed')
    .map(([, k]) => {
      const { losses, end } = run(k, { init: 'uniform01', lr: 1 });
      return [losses[0], losses[99], losses[999], ...flat(end).slice(0, 2)];
    });
  expect(exact[1]).toEqual(exact[0]);
  expect(exact[0]).toMatchInlineSnapshot(`
    [
      0.26582175493240356,
      0.04974962770938873,
      0.0008747922256588936,
      0.06005152314901352,
      -0.1207735538482666,
    ]
  `);
});

test('1000 epochs of 3-4-1 as in TensorFlow.js (tfjs-layers, cpu)', { timeout: 60_000 }, async () => {
  await tf.setBackend('cpu');
  const [, simd] = builds.find(([build]) => build === 'simd')!;
  const { start, losses, end } = run(simd, { init: 'uniform01', lr: 1 });
  const model = layers.sequential({
    layers: [
      layers.layers.dense({ units: 4, activation: 'sigmoid', inputShape: [3] }),
      layers.layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  model.setWeights(start.flatMap(({ weight, bias }) => [tf.tensor2d(weight), tf.tensor1d(bias)]));
  model.compile({ optimizer: tf.train.sgd(1), loss: 'meanSquaredError' });
  const [x, y] = [tf.tensor2d(X), tf.tensor2d(Y)];
  const theirs: number[] = [];
  for (let i = 0; i < EPOCHS; i++) theirs.push((await model.trainOnBatch(x, y)) as number);
  assertClose(losses, theirs, { rel: 5e-5, abs: 1e-7 });
  assertClose(
    flat(end),
    model.getWeights().flatMap((w) => [...w.dataSync()]),
    { abs: 1e-4 },
  );
});

describe('createMlp', () => {
  const [, k] = builds[1]!;
  const sizes = [2, 5, 3, 2];
  const activations: ActivationName[] = ['relu', 'tanh', 'identity'];

  test('gives every tensor of a pass by name, and every gradient, as the oracle has them', () => {
    const runtime = createRuntime(k);
    const mlp = createMlp(runtime, { sizes, activations, seed: 3 });
    const net = oracleOf(mlp.parameters, sizes, activations);
    const [x, y] = [
      [
        [0.5, -1],
        [2, 0.25],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ];
    runtime.scope(() => {
      const { output, tensors } = mlp.forward(runtime.tensor(x.flat(), [2, 2]));
      expect(Object.keys(tensors)).toEqual([
        'input',
        'layer1.z',
        'layer1.a',
        'layer2.z',
        'layer2.a',
        'layer3.z',
        'layer3.a',
      ]);
      expect(tensors['layer3.a']).toBe(output);
      const passed = x.map((sample) => forward(net, sample));
      for (const part of ['z', 'a'] as const)
        for (const l of [0, 1, 2])
          assertClose(
            tensors[`layer${l + 1}.${part}`]!.values(),
            passed.flatMap((layer) => layer[l]![part]),
            { abs: 1e-6 },
          );
      runtime.backward(mseLoss(output, runtime.tensor(y.flat(), [2, 2])));
      const { gradients } = lossAndGradient(net, x, y);
      gradients.forEach(({ weight, bias }, l) => {
        assertClose(mlp.parameters[`layer${l + 1}.weight`]!.gradient(), weight.flat(), { abs: 1e-6 });
        assertClose(mlp.parameters[`layer${l + 1}.bias`]!.gradient(), bias, { abs: 1e-6 });
      });
    });
    runtime.free();
  });

  test('refuses what is no network', () => {
    const runtime = createRuntime(k);
    expect(() => createMlp(runtime, { sizes: [3], activations: [], seed: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: createMlp: there are inputs and outputs; got sizes [3]]`,
    );
    expect(() => createMlp(runtime, { sizes: [3, 1], activations: [], seed: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: createMlp: one activation for each of 1 layers; got []]`,
    );
    expect(() =>
      createMlp(runtime, { sizes: [3, 1], activations: ['swish' as 'relu'], seed: 1 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: createMlp: an activation is one of identity,sigmoid,tanh,relu; got "swish"]`,
    );
    expect(() => createMlp(runtime, { sizes: [3, 1.5], activations: ['relu'], seed: 1 })).toThrow(/^Linear: sizes/);
    runtime.free();
  });
});
