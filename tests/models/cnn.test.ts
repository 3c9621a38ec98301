/** TensorFlow.js (cpu) is the judge of the whole net: logits, loss, every gradient, ten losses of training. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers as keras } from '@tensorflow/tfjs-layers'; // and registers the gradients
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCnn } from '@/models/cnn';
import type { CnnOptions } from '@/models/cnn';
import { SGD, createRuntime, crossEntropy } from '@/nn';
import type { Runtime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { assertClose } from '../support/assertClose';
import { scatter, valuesOf } from '../support/judgeNetwork';
import { numbers } from '../support/numbers';
import { refusals } from '../support/refusals';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());
beforeAll(async () => {
  expect(keras.conv2d).toBeDefined();
  await tf.setBackend('cpu');
});

const [N, H, W, C] = [3, 7, 6, 2];
const X = numbers(N * H * W * C, 1);
const CLASSES = [2, 0, 1];
const OPTIONS: CnnOptions = {
  image: [H, W, C],
  blocks: [
    { filters: 4, kernel: 3 },
    { filters: 5, kernel: 2, pool: 1, padding: 0 },
  ],
  dense: [6, 3],
  seed: 2,
};
/** The same, with batch normalization in the first block. */
const NORMAL: CnnOptions = { ...OPTIONS, blocks: [{ ...OPTIONS.blocks[0]!, batchNorm: true }, OPTIONS.blocks[1]!] };

type Variables = Record<string, tf.Tensor>;
function logits(p: Variables, { blocks, dense }: CnnOptions): tf.Tensor2D {
  let x = tf.tensor4d(X, [N, H, W, C]);
  blocks.forEach(({ padding = 'same', pool = 2, batchNorm }, i) => {
    const weight = p[`blocks.${i}.conv.weight`] as tf.Tensor4D;
    x = tf.add(tf.conv2d(x, weight, 1, padding === 'same' ? 'same' : 'valid'), p[`blocks.${i}.conv.bias`]!);
    if (batchNorm) {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
      x = tf.add(tf.mul(normal, p[`blocks.${i}.norm.weight`]!), p[`blocks.${i}.norm.bias`]!);
    }
    x = tf.relu(x);
    if (pool > 1) x = tf.maxPool(x, pool, pool, 'valid');
  });
  let a: tf.Tensor2D = tf.reshape(x, [N, -1]);
  dense.forEach((_, i) => {
    a = tf.add(tf.matMul(a, p[`dense.${i}.weight`] as tf.Tensor2D), p[`dense.${i}.bias`]!);
    if (i + 1 < dense.length) a = tf.relu(a);
  });
  return a;
}

function theirs(
  options: CnnOptions,
  start: Record<string, number[]>,
  shapes: Record<string, readonly number[]>,
  lr: number,
) {
  const variables = Object.fromEntries(
    Object.entries(start).map(([name, list]) => [name, tf.variable(tf.tensor(list, [...shapes[name]!]))]),
  );
  const loss = () => tf.losses.softmaxCrossEntropy(tf.oneHot(CLASSES, 3), logits(variables, options)) as tf.Scalar;
  const first = logits(variables, options).dataSync();
  const { grads } = tf.variableGrads(loss);
  // Keyed by the variable's own name.
  const gradients = Object.fromEntries(Object.entries(variables).map(([name, v]) => [name, grads[v.name]!.dataSync()]));
  const optimiser = tf.train.sgd(lr);
  const losses = Array.from({ length: 10 }, () => optimiser.minimize(loss, true)!.dataSync()[0]!);
  return { logits: first, gradients, losses };
}

describe.each([
  ['plain', OPTIONS],
  ['with batch normalization', NORMAL],
])('%s: as TensorFlow.js has it', (_, options) => {
  test('logits, every gradient and ten losses', () => {
    const net = createCnn(runtime, options);
    scatter(net.parameters, 10, 0.5);
    const shapes = Object.fromEntries(Object.entries(net.parameters).map(([name, { shape }]) => [name, shape]));
    const lr = 0.05;
    const expected = theirs(options, valuesOf(net.parameters), shapes, lr);
    const x = runtime.tensor(X, [N, H, W, C]);
    const optimiser = new SGD(net.parameters, { lr });
    const losses = Array.from({ length: 10 }, (_, i) =>
      runtime.scope(() => {
        const { output } = net.forward(x);
        const loss = crossEntropy(output, CLASSES);
        optimiser.zeroGrad();
        runtime.backward(loss);
        if (i === 0) {
          assertClose(output.values(), expected.logits, { abs: 2e-6, rel: 2e-6 });
          for (const [name, tensor] of Object.entries(net.parameters)) {
            // What batch normalization takes away again has no gradient but rounding.
            const none = name === 'blocks.0.conv.bias' && options === NORMAL;
            expect(Math.hypot(...expected.gradients[name]!) > 1e-4, name).toBe(!none);
            assertClose(tensor.gradient(), expected.gradients[name]!, { abs: 5e-6 });
          }
        }
        optimiser.step();
        return loss.item();
      }),
    );
    assertClose(losses, expected.losses, { rel: 5e-5 });
    expect(losses[9]!).toBeLessThan(losses[0]!);
  });
});

describe('createCnn', () => {
  test('names every tensor of a pass; what lasts are parameters and running averages', () => {
    const net = createCnn(runtime, NORMAL);
    expect(Object.entries(net.parameters).map(([name, { shape }]) => `${name} ${shape.join(' × ')}`)).toEqual([
      'blocks.0.conv.weight 3 × 3 × 2 × 4',
      'blocks.0.conv.bias 4',
      'blocks.0.norm.weight 4',
      'blocks.0.norm.bias 4',
      'blocks.1.conv.weight 2 × 2 × 4 × 5',
      'blocks.1.conv.bias 5',
      'dense.0.weight 20 × 6',
      'dense.0.bias 6',
      'dense.1.weight 6 × 3',
      'dense.1.bias 3',
    ]);
    const running = Object.keys(net.state).filter((name) => !(name in net.parameters));
    expect(running).toEqual(['blocks.0.norm.running_mean', 'blocks.0.norm.running_var']);
    runtime.scope(() => {
      const { tensors, output } = net.forward(runtime.tensor(X, [N, H, W, C]));
      expect(Object.entries(tensors).map(([name, { shape }]) => `${name} ${shape.join(' × ')}`)).toEqual([
        'input 3 × 7 × 6 × 2',
        'blocks.0.conv 3 × 7 × 6 × 4',
        'blocks.0.norm 3 × 7 × 6 × 4',
        'blocks.0.relu 3 × 7 × 6 × 4',
        'blocks.0.pool 3 × 3 × 3 × 4',
        'blocks.1.conv 3 × 2 × 2 × 5',
        'blocks.1.relu 3 × 2 × 2 × 5',
        'flat 3 × 20',
        'dense.0.z 3 × 6',
        'dense.0.relu 3 × 6',
        'dense.1.z 3 × 3',
      ]);
      expect(tensors['dense.1.z']).toBe(output);
    });
  });

  test('making a net leaves the running averages as they are; passes of training move them, others read them', () => {
    const net = createCnn(runtime, NORMAL);
    const mean = () => [...net.state['blocks.0.norm.running_mean']!.values()];
    expect(mean()).toEqual([0, 0, 0, 0]);
    const x = runtime.tensor(X, [N, H, W, C]);
    const pass = (training: boolean) => runtime.scope(() => [...net.forward(x, { training }).output.values()]);
    const before = pass(false);
    expect(mean()).toEqual([0, 0, 0, 0]);
    pass(true);
    expect(mean()).not.toEqual([0, 0, 0, 0]);
    expect(pass(false)).not.toEqual(before);
  });

  test('no blocks is a net of dense layers; the same seed is the same net', () => {
    const dense = createCnn(runtime, { ...OPTIONS, blocks: [] });
    expect(dense.parameters['dense.0.weight']!.shape).toEqual([84, 6]);
    const [a, b, c] = [2, 2, 3].map((seed) => valuesOf(createCnn(runtime, { ...OPTIONS, seed }).parameters));
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  test('refused', () => {
    const make = (more: Partial<CnnOptions>) => () => createCnn(runtime, { ...OPTIONS, ...more });
    const net = createCnn(runtime, OPTIONS);
    expect(
      refusals({
        dense: make({ dense: [] }),
        image: make({ image: [7, 0, 1] }),
        filters: make({ blocks: [{ filters: 0 }] }),
        small: make({ blocks: [{ filters: 1, kernel: 8, padding: 0 }] }),
        pool: make({ blocks: [{ filters: 1, pool: 7 }] }),
        other: () => runtime.scope(() => net.forward(runtime.tensor(X, [N, W, H, C])).output.shape),
      }),
    ).toMatchInlineSnapshot(`
      {
        "dense": "ShapeError: createCnn: a fully connected layer gives the outputs; got []",
        "filters": "ShapeError: Conv2d: sizes are positive whole numbers; got [2, 0, 3, 3, 1, 2, 0]",
        "image": "ShapeError: createCnn: an image is (height, width, channels); got [7, 0, 1]",
        "other": "ShapeError: createCnn: x is (N,7,6,2); got [3, 6, 7, 2]",
        "pool": "ShapeError: maxPool2d: the padded image holds the kernel; got image [7, 6], taps over [7, 7]",
        "small": "ShapeError: conv2d: the padded image holds the kernel; got image [7, 6], taps over [8, 8]",
      }
    `);
  });
});
