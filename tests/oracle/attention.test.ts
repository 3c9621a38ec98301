/** The attention oracle against central differences in f64, and against TensorFlow.js (cpu backend). */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { beforeAll, expect, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { attention, attentionBackward, attentionStages } from './attention';
import type { Head } from './attention';
import { centralDifference } from './centralDifference';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const size = { Sq: 3, Sk: 4, D: 2, Dv: 3, scale: 0.7 };
const mask = numbers(12, 9, 2).map((x, i) => (i % 5 === 4 || (i >= 4 && i < 8) ? -Infinity : x)); // row 1 sees nothing
const HEADS: [string, Head][] = [
  ['plain', size],
  ['causal', { ...size, reach: 1 }],
  ['masked', { ...size, mask }],
  ['capped', { ...size, softcap: 0.5 }],
  ['all of it', { ...size, softcap: 2, mask, reach: 2 }],
];

test.each(HEADS)('gradients, %s', (_, head) => {
  const [q, k, v, dout] = [numbers(6, 1), numbers(8, 2), numbers(12, 3), numbers(9, 4)];
  const L = (a: number[], b: number[], c: number[]) =>
    attention(a, b, c, head).reduce((sum, x, i) => sum + x * dout[i]!, 0);
  const { dq, dk, dv } = attentionBackward(dout, q, k, v, head);
  const near = { rel: 1e-8, abs: 1e-10 };
  assertClose(dq, centralDifference((x) => L(x, k, v), q), near); // prettier-ignore
  assertClose(dk, centralDifference((x) => L(q, x, v), k), near); // prettier-ignore
  assertClose(dv, centralDifference((x) => L(q, k, x), v), near); // prettier-ignore
});

test('a row that sees nothing gives zeros, the others sum to 1', () => {
  const [, , masked, weights] = attentionStages(numbers(6, 1), numbers(8, 2), { ...size, mask });
  expect(masked!.slice(4, 8)).toEqual(Array(4).fill(-Infinity));
  const sums = [0, 1, 2].map((i) => weights!.slice(4 * i, 4 * i + 4).reduce((sum, x) => sum + x, 0));
  assertClose(sums, [1, 0, 1], { abs: 1e-15 });
});

test('TensorFlow.js agrees, forward and backward', () => {
  const head: Head = { Sq: 5, Sk: 7, D: 3, Dv: 4, scale: 0.6, softcap: 1.5, mask: numbers(35, 5, 3) };
  const [q, k, v, dout] = [numbers(15, 1), numbers(21, 2), numbers(28, 3), numbers(20, 4)];
  const f = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) => {
    const s = tf.mul(
      1.5,
      tf.tanh(tf.div(tf.mul(0.6, tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, false, true)), 1.5)),
    );
    return tf.matMul(tf.softmax(tf.add(s, tf.tensor(numbers(35, 5, 3), [5, 7]))), c as tf.Tensor2D);
  };
  const xs = [tf.tensor(q, [5, 3]), tf.tensor(k, [7, 3]), tf.tensor(v, [7, 4])];
  const near = { rel: 2e-6, abs: 1e-6 };
  assertClose(attention(q, k, v, head), f(xs[0]!, xs[1]!, xs[2]!).dataSync(), near);
  const [dq, dk, dv] = tf.grads((a, b, c) => f(a!, b!, c!))(xs, tf.tensor(dout, [5, 4]));
  const ours = attentionBackward(dout, q, k, v, head);
  assertClose(ours.dq, dq!.dataSync(), near);
  assertClose(ours.dk, dk!.dataSync(), near);
  assertClose(ours.dv, dv!.dataSync(), near);
});
