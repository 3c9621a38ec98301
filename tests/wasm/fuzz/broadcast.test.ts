import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import type { Random } from '@/lib/random';
import * as nn from '@/nn';
import { draw, drawShape, fuzz } from '../../support/fuzz';
import type { Input } from '../../support/fuzz';

/** A shape that broadcasts to `shape`: leading dimensions gone, others 1. */
const smaller = (random: Random, shape: readonly number[]) =>
  shape.slice(random.below(shape.length + 1)).map((n) => (random.uniform() < 0.4 ? 1 : n));

/** Its gradients of maximum and minimum do not broadcast: there both are expanded first. */
const whole =
  (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) =>
  (a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
    const zero = tf.mul(0, tf.add(a, b));
    return f(tf.add(a, zero), tf.add(b, zero));
  };

const BINARY = [
  ['add', nn.add, tf.add],
  ['sub', nn.sub, tf.sub],
  ['mul', nn.mul, tf.mul],
  ['div', nn.div, tf.div],
  ['pow', nn.pow, tf.pow],
  ['maximum', nn.maximum, whole(tf.maximum)],
  ['minimum', nn.minimum, whole(tf.minimum)],
] as const;

/** At least 0.3, so that quotients and powers stay near 1. */
const positive = (x: Input) => ({ ...x, values: x.values.map((v) => Math.fround(Math.abs(v) + 0.3)) });

test('200 pairs of shapes', async () => {
  await fuzz(200, (random, i) => {
    const [name, ours, theirs] = BINARY[i % BINARY.length]!;
    const shape = drawShape(random);
    const shapes = [smaller(random, shape), shape];
    if (random.uniform() < 0.5) shapes.reverse();
    const inputs = shapes.map((own) => positive(draw(random, own)));
    // A gradient is a sum of up to 9⁴ terms, which TensorFlow.js adds in f32.
    const gradient = { rel: 1e-5, abs: 1e-4 };
    return { name, inputs, ours: ([a, b]) => ours(a!, b!), theirs: ([a, b]) => theirs(a!, b!), gradient };
  });
});

test('200 triples of shapes for where', async () => {
  await fuzz(200, (random) => {
    const shape = drawShape(random);
    const condition = draw(random, smaller(random, shape));
    const values = condition.values.map((v) => Number(v > 0));
    const inputs = [draw(random, shape), draw(random, smaller(random, shape))];
    return {
      name: `where, condition (${condition.shape.join()})`,
      inputs,
      ours: ([a, b], runtime) => nn.where(runtime.tensor(values, condition.shape), a!, b!),
      theirs: ([a, b]) => {
        const c = tf.add(tf.tensor(values, [...condition.shape]), tf.zeros(shape));
        return tf.add(tf.mul(c, a!), tf.mul(tf.sub(1, c), b!));
      },
    };
  });
});
