import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import * as nn from '@/nn';
import { draw, drawShape, fuzz } from '../../support/fuzz';

type Unary = readonly [name: string, ours: (x: nn.Tensor) => nn.Tensor, theirs: (x: tf.Tensor) => tf.Tensor];
const half = (x: tf.Tensor, y: tf.Tensor) => tf.mul(tf.mul(0.5, x), tf.add(1, y));
const cubic = (x: tf.Tensor) => tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.mul(x, tf.square(x)))));

const UNARY: readonly Unary[] = [
  ['abs', nn.abs, tf.abs],
  ['clip', (x) => nn.clip(x, -0.7, 1.2), (x) => tf.clipByValue(x, -0.7, 1.2)],
  ['elu', nn.elu, tf.elu],
  ['erf', nn.erf, tf.erf],
  ['exp', nn.exp, tf.exp],
  ['gelu', nn.gelu, (x) => half(x, tf.erf(tf.div(x, Math.SQRT2)))],
  ['gelu, tanh', (x) => nn.gelu(x, { approximate: 'tanh' }), (x) => half(x, tf.tanh(cubic(x)))],
  ['leakyRelu', (x) => nn.leakyRelu(x, 0.2), (x) => tf.leakyRelu(x, 0.2)],
  ['log', nn.log, tf.log],
  ['neg', nn.neg, tf.neg],
  ['relu', nn.relu, tf.relu],
  ['sigmoid', nn.sigmoid, tf.sigmoid],
  ['silu', nn.silu, (x) => tf.mul(x, tf.sigmoid(x))],
  ['softplus', nn.softplus, tf.softplus],
  ['sqrt', nn.sqrt, tf.sqrt],
  ['tanh', nn.tanh, tf.tanh],
];

test('200 shapes of functions of one number', async () => {
  await fuzz(200, (random, i) => {
    const [name, ours, theirs] = UNARY[i % UNARY.length]!;
    const x = draw(random, drawShape(random), 4);
    const positive = name === 'log' || name === 'sqrt';
    const input = positive ? { ...x, values: x.values.map((v) => Math.fround(Math.abs(v) + 0.1)) } : x;
    return { name, inputs: [input], ours: ([v]) => ours(v!), theirs: ([v]) => theirs(v!) };
  });
});
