/** TensorFlow.js (cpu backend) vouches for the oracle. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { metrics } from '@tensorflow/tfjs-layers'; // and registers the gradients
import { beforeAll, describe, expect, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import * as activations from './activations';
import * as several from './broadcast';
import { binaryCrossEntropy, binaryCrossEntropyWithLogits, classLoss, crossEntropy, huber, l1, mse } from './losses';
import { matmul, matmulBackward } from './matmul';
import { adam, momentum, nesterov, sgd, squares } from './optimisers';
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

const { clip, elu, leakyRelu } = activations;
const cube = (x: tf.Tensor) => tf.mul(x, tf.square(x));
const half = (x: tf.Tensor, y: tf.Tensor) => tf.mul(tf.mul(0.5, x), tf.add(1, y));
test.each([
  ['abs', activations.abs, tf.abs],
  ['clip', clip(-2, 3), (x) => tf.clipByValue(x, -2, 3)],
  ['elu', elu(1), tf.elu],
  ['erf', activations.erf, tf.erf],
  ['exp', activations.exp, tf.exp],
  ['gelu', activations.gelu, (x) => half(x, tf.erf(tf.div(x, Math.SQRT2)))],
  [
    'geluTanh',
    activations.geluTanh,
    (x) => half(x, tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, cube(x)))))),
  ],
  ['leakyRelu', leakyRelu(0.1), (x) => tf.leakyRelu(x, 0.1)],
  ['log', activations.log, tf.log],
  ['neg', activations.neg, tf.neg],
  ['relu', activations.relu, tf.relu],
  ['sigmoid', activations.sigmoid, tf.sigmoid],
  ['silu', activations.silu, (x) => tf.mul(x, tf.sigmoid(x))],
  ['softplus', activations.softplus, tf.softplus],
  ['sqrt', activations.sqrt, tf.sqrt],
  ['tanh', activations.tanh, tf.tanh],
] as [string, activations.Scalar, (x: tf.Tensor) => tf.Tensor][])('%s', (name, ours, theirs) => {
  const x = numbers(50, 4, 5).map((v) => (name === 'log' || name === 'sqrt' ? Math.abs(v) : v));
  assertClose(x.map(ours.value), theirs(tf.tensor(x)).dataSync(), F32);
  // Its elu keeps eˣ − 1 in f32 and adds the 1 again; its softplus cuts off at the ends.
  assertClose(x.map(ours.slope), tf.grad(theirs)(tf.tensor(x)).dataSync(), F32);
});

test.each([
  ['add', several.add, tf.add],
  ['sub', several.sub, tf.sub],
  ['mul', several.mul, tf.mul],
  ['div', several.div, tf.div],
  ['pow', several.pow, tf.pow],
  ['maximum', several.maximum, tf.maximum],
  ['minimum', several.minimum, tf.minimum],
] as [string, several.Several, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor][])('%s, broadcast', (_, ours, theirs) => {
  const shapes = [
    [4, 1, 3],
    [2, 1],
  ];
  const [a, b, dout] = [numbers(12, 1).map((v) => v + 1.5), numbers(2, 2).map((v) => v + 1.5), numbers(24, 3)];
  const { value, gradients } = several.broadcast(ours, [a, b], shapes, [4, 2, 3]);
  const [A, B] = [tf.tensor(a, shapes[0]), tf.tensor(b, shapes[1])];
  assertClose(value, theirs(A, B).dataSync(), F32);
  // Its gradients of maximum and minimum do not broadcast: there it expands first.
  const whole = (v: tf.Tensor) => tf.mul(v, tf.ones([4, 2, 3]));
  const theirGradients = tf.grads((v, w) => theirs(whole(v!), whole(w!)))([A, B], tf.tensor(dout, [4, 2, 3]));
  gradients(dout).forEach((gradient, k) =>
    assertClose(gradient, theirGradients[k]!.dataSync(), { rel: 1e-5, abs: 3e-6 }),
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
  test('l1', () => {
    const f = (v: tf.Tensor) => tf.losses.absoluteDifference(tf.tensor(t), v);
    assertClose(l1.value(x, t), f(tf.tensor(x)).dataSync(), F32);
    assertClose(l1.gradient(x, t), tf.grad(f)(tf.tensor(x)).dataSync(), F32);
  });
  test('huber', () => {
    const f = (v: tf.Tensor) => tf.losses.huberLoss(tf.tensor(t), v, undefined, 0.8);
    assertClose(huber(0.8).value(x, t), f(tf.tensor(x)).dataSync(), F32);
    assertClose(huber(0.8).gradient(x, t), tf.grad(f)(tf.tensor(x)).dataSync(), F32);
  });
  test('classLoss with weights and smoothing', () => {
    const targets = [2, 0, 1, 1];
    const weight = [0.5, 2, 1];
    const smooth = tf.add(tf.mul(0.8, tf.oneHot(tf.tensor1d(targets, 'int32'), 3)), 0.2 / 3);
    const f = (v: tf.Tensor) =>
      tf.div(
        tf.neg(tf.sum(tf.mul(tf.mul(smooth, tf.tensor1d(weight)), tf.logSoftmax(tf.reshape(v, [4, 3]))))),
        targets.reduce((sum, c) => sum + weight[c]!, 0),
      );
    const ours = classLoss(3, true, { smoothing: 0.2, weight });
    assertClose(ours.each(x, targets), f(tf.tensor(x)).dataSync(), F32);
    assertClose(ours.gradient(x, targets, [1]), tf.grad(f)(tf.tensor(x)).dataSync(), F32);
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
  ['nesterov', () => nesterov(0.1, 0.9), () => tf.train.momentum(0.1, 0.9, true)],
  ['adagrad', () => squares(0.1, 1, 1, 1e-7), () => tf.train.adagrad(0.1, 1e-12)],
  ['adam', () => adam(0.1, 0.9, 0.999, 1e-7), () => tf.train.adam(0.1, 0.9, 0.999, 1e-7)],
] as [string, () => Update, () => tf.Optimizer][])('%s, twenty steps on a bowl', (name, ours, theirs) => {
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
  // Its Adagrad has ε = 1e-7 under the root, where the smallest g² is 1e-4.
  assertClose(variable.dataSync(), w, { rel: name === 'adagrad' ? 2e-3 : 2e-4, abs: 1e-6 });
  expect(w).not.toEqual(start);
});
