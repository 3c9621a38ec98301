/** The layers' oracles: their gradients against central differences in f64, their values against TensorFlow.js (cpu). */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers'; // and registers the gradients
import { beforeAll, describe, expect, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { fit } from '../support/window';
import { centralDifference } from './centralDifference';
import { avgPool2d, conv2d, maxPool2d } from './conv2d';
import { batchNorm, batchNormGiven, groupNorm, layerNorm, rmsNorm } from './normalize';
import { gru, lstm, rnn } from './recurrent';
import { logSoftmax, softmax } from './softmax';
import { gradients, nums, valuesOf } from './tape';
import type { Num } from './tape';

/** It computes in f32. */
const F32 = { rel: 5e-6, abs: 2e-6 };
beforeAll(async () => {
  await tf.setBackend('cpu');
});

const window = fit({
  N: 2,
  H: 5,
  W: 4,
  C: 2,
  kernel: [2, 3],
  stride: [2, 1],
  padding: [1, 0, 0, 1],
  dilation: [1, 1],
});
const s = { T: 3, B: 2, I: 2, H: 3, reverse: false, lengths: [3, 2] };
const weights = (gates: number) => [s.I * gates * s.H, s.H * gates * s.H, gates * s.H, gates * s.H, s.B * s.H];
const recurrent = (f: (x: Num[], w: { wx: Num[]; wh: Num[]; bias: Num[]; otherBias: Num[] }, h0: Num[]) => Num[]) =>
  ((x, wx, wh, bias, otherBias, h0) => f(x!, { wx: wx!, wh: wh!, bias: bias!, otherBias: otherBias! }, h0!)) as Oracle;
const all = ({ out, hn, cn }: { out: Num[]; hn: Num[]; cn: Num[] }) => [...out, ...hn, ...cn];

type Oracle = (...lists: Num[][]) => Num[];
/** Name, the sizes of the inputs, the outputs. */
const ORACLES: readonly [string, number[], Oracle][] = [
  ['softmax', [12], (x) => softmax({ outer: 2, C: 3, inner: 2 }, x!)],
  ['logSoftmax', [12], (x) => logSoftmax({ outer: 2, C: 3, inner: 2 }, x!)],
  ['layerNorm', [12, 4, 4], (x, weight, bias) => layerNorm(x!, 4, 0.1, { weight, bias }).out],
  ['rmsNorm', [12, 4], (x, weight) => rmsNorm(x!, 4, 0.1, weight)],
  ['batchNorm', [12, 3, 3], (x, weight, bias) => batchNorm(x!, 3, 0.1, { weight, bias }).out],
  [
    'batchNormGiven',
    [12, 3, 3],
    (x, weight, bias) => batchNormGiven(x!, [0.1, 0.2, -0.3], [1, 2, 0.5], 0.1, { weight, bias }),
  ],
  ['groupNorm', [24, 4, 4], (x, weight, bias) => groupNorm(x!, 2, 3, 4, 2, 0.1, { weight, bias }).out],
  ['conv2d', [80, 24, 4], (x, w, b) => conv2d(window, 4, 2, x!, w!, b)],
  ['maxPool2d', [80], (x) => maxPool2d(window, x!)],
  ['avgPool2d', [80], (x) => avgPool2d(window, true, x!)],
  ['rnn', [12, ...weights(1)], recurrent((x, w, h0) => all(rnn(s, x, w, h0, false)))],
  ['gru', [12, ...weights(3)], recurrent((x, w, h0) => all(gru(s, x, w, h0, false)))],
  ['gru, resetFirst', [12, ...weights(3)], recurrent((x, w, h0) => all(gru(s, x, w, h0, true)))],
  [
    'lstm',
    [12, ...weights(4), 6, 9],
    (x, wx, wh, bias, otherBias, h0, c0, peep) =>
      all(lstm(s, x!, { wx: wx!, wh: wh!, bias: bias!, otherBias: otherBias! }, h0!, c0!, peep)),
  ],
];

test.each(ORACLES)('gradient of %s', (_, sizes, f) => {
  const inputs = sizes.map((n, i) => numbers(n, i + 1));
  const lists = inputs.map(nums);
  const outputs = f(...lists);
  const upstream = numbers(outputs.length, 50);
  const slopes = gradients(outputs, upstream, ...lists);
  const weighted = (values: number[][]) =>
    valuesOf(f(...values.map(nums))).reduce((sum, v, i) => sum + v * upstream[i]!, 0);
  inputs.forEach((list, j) => {
    const expected = centralDifference((x) => weighted(inputs.map((v, i) => (i === j ? x : v))), list, 1e-4);
    assertClose(slopes[j]!, expected, { rel: 1e-8, abs: 1e-9 });
  });
});

describe('values against TensorFlow.js', () => {
  const x = numbers(80, 1);
  test('softmax and logSoftmax', () => {
    const axis = { outer: 20, C: 4, inner: 1 };
    assertClose(valuesOf(softmax(axis, nums(x))), tf.softmax(tf.tensor(x, [20, 4])).dataSync(), F32);
    assertClose(valuesOf(logSoftmax(axis, nums(x))), tf.logSoftmax(tf.tensor(x, [20, 4])).dataSync(), F32);
  });
  test('normalizations, by its batch normalization', () => {
    const X = tf.tensor(x, [10, 8]);
    const by = (axis: number) => {
      const { mean, variance } = tf.moments(X, axis, true);
      return tf.div(tf.sub(X, mean), tf.sqrt(tf.add(variance, 0.1))).dataSync();
    };
    assertClose(valuesOf(layerNorm(nums(x), 8, 0.1, {}).out), by(1), F32);
    assertClose(valuesOf(batchNorm(nums(x), 8, 0.1, {}).out), by(0), F32);
    const [m, v, w, b] = [2, 3, 4, 5].map((seed) => numbers(8, seed).map(Math.abs));
    const theirs = tf.batchNorm(tf.tensor(x, [1, 2, 5, 8]), m!, v!, b!, w!, 0.1).dataSync();
    assertClose(valuesOf(batchNormGiven(nums(x), m!, v!, 0.1, { weight: nums(w!), bias: nums(b!) })), theirs, F32);
  });
  test('groupNorm of one group a sample is layerNorm; of a channel each, batchNorm of the sample', () => {
    assertClose(valuesOf(groupNorm(nums(x), 4, 5, 4, 1, 0.1, {}).out), valuesOf(layerNorm(nums(x), 20, 0.1, {}).out), {
      rel: 1e-12,
      abs: 1e-14,
    });
    assertClose(valuesOf(groupNorm(nums(x), 1, 20, 4, 4, 0.1, {}).out), valuesOf(batchNorm(nums(x), 4, 0.1, {}).out), {
      rel: 1e-12,
      abs: 1e-14,
    });
  });
  test('rmsNorm', () => {
    const X = tf.tensor(x, [10, 8]);
    const theirs = tf.div(X, tf.sqrt(tf.add(tf.mean(tf.square(X), 1, true), 0.1)));
    assertClose(valuesOf(rmsNorm(nums(x), 8, 0.1)), theirs.dataSync(), F32);
  });
  test('conv2d and pools', () => {
    const X = tf.tensor4d(x, [2, 5, 4, 2]);
    const w = numbers(36, 2);
    const pads: [[number, number], [number, number], [number, number], [number, number]] = [
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ];
    const theirs = tf.conv2d(X, tf.tensor4d(w, [2, 3, 2, 3]), [2, 1], pads);
    assertClose(valuesOf(conv2d(window, 3, 1, nums(x), nums(w))), theirs.dataSync(), F32);
    assertClose(valuesOf(maxPool2d(window, nums(x))), tf.maxPool(X, [2, 3], [2, 1], pads).dataSync(), F32);
    assertClose(valuesOf(avgPool2d(window, false, nums(x))), tf.avgPool(X, [2, 3], [2, 1], pads).dataSync(), F32);
  });
  /** Its layers: gates i, f, c, o; GRU z, r, h with h = z h + (1 − z) n, as ours but for the order; one bias. */
  test.each(['rnn', 'lstm', 'gru'] as const)('%s', (name) => {
    const [T, B, I, H] = [4, 2, 3, 3];
    const G = { rnn: 1, lstm: 4, gru: 3 }[name] * H;
    const [xs, wx, wh, bias] = [numbers(T * B * I, 1), numbers(I * G, 2), numbers(H * G, 3), numbers(G, 4)];
    const options = {
      units: H,
      recurrentActivation: 'sigmoid' as const,
      recurrentInitializer: 'zeros' as const,
      returnSequences: true,
    };
    const layer = { rnn: layers.simpleRNN, lstm: layers.lstm, gru: layers.gru }[name](options);
    const input = tf.transpose(tf.tensor3d(xs, [T, B, I]), [1, 0, 2]);
    layer.apply(input); // which makes its weights
    const order = name === 'gru' ? [1, 0, 2] : [0, 1, 2, 3].slice(0, G / H);
    const mix = (v: number[]) => v.map((_, i) => v[i - (i % G) + order[Math.floor((i % G) / H)]! * H + (i % H)]!);
    layer.setWeights([tf.tensor2d(mix(wx), [I, G]), tf.tensor2d(mix(wh), [H, G]), tf.tensor1d(mix(bias))]);
    const theirs = layer.apply(input) as tf.Tensor;
    const sequence = { T, B, I, H, reverse: false, lengths: [T, T] };
    const w = { wx: nums(wx), wh: nums(wh), bias: nums(bias), otherBias: nums(Array(G).fill(0)) };
    const zero = nums(Array(B * H).fill(0));
    const ours = {
      rnn: () => rnn(sequence, nums(xs), w, zero, false),
      lstm: () => lstm(sequence, nums(xs), w, zero, zero),
      gru: () => gru(sequence, nums(xs), w, zero, true), // reset before the product
    }[name]();
    assertClose(valuesOf(ours.out), tf.transpose(theirs, [1, 0, 2]).dataSync(), F32);
    expect(valuesOf(ours.hn)).toEqual(valuesOf(ours.out).slice(-B * H));
  });
});
