/** TensorFlow.js (cpu backend) vouches for the oracle. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { metrics } from '@tensorflow/tfjs-layers'; // and registers the gradients
import { beforeAll, describe, expect, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { relu, sigmoid, tanh } from './activations';
import { binaryCrossEntropy, binaryCrossEntropyWithLogits, crossEntropy, mse } from './losses';
import { matmul, matmulBackward } from './matmul';
import { adam, momentum, sgd } from './optimisers';
import type { Update } from './optimisers';

/** It computes in f32. */
const F32 = { rel: 2e-6, abs: 1e-6 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])('matmul, transA %s, transB %s', (transA, transB) => {
  const p = { M: 5, K: 7, N: 3, transA, transB };
  const [a, b, dout] = [numbers(35, 1), numbers(21, 2), numbers(15, 3)];
  const A = () => tf.tensor(a, transA ? [7, 5] : [5, 7]);
  const B = () => tf.tensor(b, transB ? [3, 7] : [7, 3]);

  test('forward', () => {
    assertClose(matmul(a, b, p), tf.matMul(A(), B(), transA, transB).dataSync(), F32);
  });
  test('backward', () => {
    const grads = tf.grads((x, y) => tf.matMul(x!, y!, transA, transB));
    const [da, db] = grads([A(), B()], tf.tensor(dout, [5, 3]));
    const ours = matmulBackward(dout, a, b, p);
    assertClose(ours.da, da!.dataSync(), F32);
    assertClose(ours.db, db!.dataSync(), F32);
  });
});

test.each([
  ['sigmoid', sigmoid, tf.sigmoid],
  ['tanh', tanh, tf.tanh],
  ['relu', relu, tf.relu],
] as const)('%s', (_, ours, theirs) => {
  const x = numbers(50, 4, 5);
  assertClose(x.map(ours.value), theirs(tf.tensor(x)).dataSync(), F32);
  assertClose(
    x.map(ours.slope),
    tf
      .grad((v) => theirs(v))(tf.tensor(x))
      .dataSync(),
    F32,
  );
});

describe('losses', () => {
  const x = numbers(12, 5, 3);
  const p = numbers(12, 6, 0.49).map((v) => v + 0.5);
  const t = numbers(12, 7).map((v) => (v > 0 ? 1 : 0));

  test('mse', () => {
    const f = (v: tf.Tensor) => tf.losses.meanSquaredError(tf.tensor(t), v);
    assertClose(mse.value(x, t), f(tf.tensor(x)).dataSync(), F32);
    assertClose(mse.gradient(x, t), tf.grad(f)(tf.tensor(x)).dataSync(), F32);
  });
  test('binaryCrossEntropy', () => {
    const theirs = metrics.binaryCrossentropy(tf.tensor(t, [1, 12]), tf.tensor(p, [1, 12]));
    assertClose(binaryCrossEntropy.value(p, t), theirs.dataSync(), { rel: 1e-5 }); // Keras moves p away from 0 and 1 by 1e-7
  });
  test('binaryCrossEntropyWithLogits', () => {
    const f = (v: tf.Tensor) => tf.losses.sigmoidCrossEntropy(tf.tensor(t), v);
    assertClose(binaryCrossEntropyWithLogits.value(x, t), f(tf.tensor(x)).dataSync(), F32);
    assertClose(binaryCrossEntropyWithLogits.gradient(x, t), tf.grad(f)(tf.tensor(x)).dataSync(), F32);
  });
  test('crossEntropy', () => {
    const targets = [2, 0, 1, 1];
    const oneHot = tf.oneHot(tf.tensor1d(targets, 'int32'), 3);
    const f = (v: tf.Tensor) => tf.losses.softmaxCrossEntropy(oneHot, tf.reshape(v, [4, 3]));
    assertClose(crossEntropy(3).value(x, targets), f(tf.tensor(x)).dataSync(), F32);
    assertClose(crossEntropy(3).gradient(x, targets), tf.grad(f)(tf.tensor(x)).dataSync(), F32);
  });
});

test.each([
  ['sgd', () => sgd(0.1), () => tf.train.sgd(0.1)],
  ['momentum', () => momentum(0.1, 0.9), () => tf.train.momentum(0.1, 0.9)],
  ['adam', () => adam(0.1, 0.9, 0.999, 1e-7), () => tf.train.adam(0.1, 0.9, 0.999, 1e-7)],
] as [string, () => Update, () => tf.Optimizer][])('%s, twenty steps on a bowl', (_, ours, theirs) => {
  const start = [1, -2, 0.5];
  const bowl = [1, 10, 0.1]; // L = Σ bowl w²
  let w: readonly number[] = start;
  const update = ours();
  for (let i = 0; i < 20; i++)
    w = update(
      w,
      w.map((v, j) => 2 * bowl[j]! * v * 0.1),
    );
  const variable = tf.variable(tf.tensor1d(start));
  const optimiser = theirs();
  for (let i = 0; i < 20; i++)
    optimiser.minimize(() => tf.mul(0.1, tf.sum(tf.mul(tf.tensor1d(bowl), tf.square(variable)))) as tf.Scalar);
  // f32 over twenty steps; its Adam also keeps 1 − βᵗ in f32, which costs four digits at β₂ = 0.999.
  assertClose(variable.dataSync(), w, { rel: 2e-4, abs: 1e-6 });
  expect(w).not.toEqual(start);
});
