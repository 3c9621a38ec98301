import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import type { Random } from '@/lib/random';
import * as nn from '@/nn';
import { draw, drawShape, fuzz } from '../../support/fuzz';
import type { FuzzCase } from '../../support/fuzz';

type Make = (random: Random, shape: number[]) => FuzzCase;

const permute: Make = (random, shape) => {
  const order = random.permutation(shape.length);
  return {
    name: `permute to ${order.join()}`,
    inputs: [draw(random, shape)],
    ours: ([x]) => nn.permute(x!, order),
    theirs: ([x]) => tf.transpose(x!, order),
  };
};

/** Sizes on both sides of the tiles. */
const transpose: Make = (random) => {
  const shape = [1 + random.below(3), 1 + random.below(40), 1 + random.below(40)];
  const order = [
    [0, 2, 1],
    [2, 1, 0],
    [2, 0, 1],
  ][random.below(3)]!;
  return {
    name: `permute to ${order.join()}`,
    inputs: [draw(random, shape)],
    ours: ([x]) => nn.permute(x!, order),
    theirs: ([x]) => tf.transpose(x!, order),
  };
};

const reshape: Make = (random, shape) => ({
  name: 'reshape, twice, and use both',
  inputs: [draw(random, shape)],
  ours: ([x]) => nn.mul(nn.reshape(nn.reshape(x!, [-1]), [1, x!.size]), nn.reshape(nn.tanh(x!), [1, -1])),
  theirs: ([x]) => tf.mul(tf.reshape(x!, [1, -1]), tf.reshape(tf.tanh(x!), [1, -1])),
});

const slice: Make = (random, shape) => {
  const ranges = shape.map((n, axis) => {
    const start = random.below(n);
    return { axis, start, end: start + 1 + random.below(n - start), step: 1 + random.below(3) };
  });
  return {
    name: `slice ${JSON.stringify(ranges)}`,
    inputs: [draw(random, shape)],
    ours: ([x]) => nn.slice(x!, ...ranges),
    theirs: ([x]) => stridedSlice(x!, ranges),
  };
};
/** Its own has no gradient. */
const stridedSlice = (x: tf.Tensor, ranges: readonly { axis: number; start: number; end: number; step: number }[]) =>
  ranges.reduce<tf.Tensor>((y, { axis, start, end, step }) => {
    const rows = Array.from({ length: Math.ceil((end - start) / step) }, (_, i) => start + i * step);
    return tf.gather(y, tf.tensor1d(rows, 'int32'), axis);
  }, x);

const pad: Make = (random, shape) => {
  const widths = shape.map((): [number, number] => [random.below(3), random.below(3)]);
  return {
    name: `pad ${JSON.stringify(widths)}`,
    inputs: [draw(random, shape)],
    ours: ([x]) => nn.pad(x!, widths, 0.5),
    theirs: ([x]) => tf.pad(x!, widths, 0.5),
  };
};

const concat: Make = (random, shape) => {
  const axis = random.below(shape.length);
  const more = Array.from({ length: 1 + random.below(3) }, () => shape.with(axis, 1 + random.below(5)));
  return {
    name: `concat along ${axis}`,
    inputs: [shape, ...more].map((own) => draw(random, own)),
    ours: (xs) => nn.concat(xs, axis),
    theirs: (xs) => tf.concat([...xs], axis),
  };
};

const expand: Make = (random, shape) => {
  const own = shape.slice(random.below(shape.length)).map((n) => (random.uniform() < 0.5 ? 1 : n));
  return {
    name: `expand to ${shape.join()}`,
    inputs: [draw(random, own)],
    ours: ([x]) => nn.expand(x!, shape),
    theirs: ([x]) => tf.add(x!, tf.zeros(shape)),
  };
};

const gather: Make = (random, shape) => {
  const axis = random.below(shape.length);
  const index = Array.from({ length: 1 + random.below(12) }, () => random.below(shape[axis]!));
  return {
    name: `gather ${index.join()} along ${axis}`,
    inputs: [draw(random, shape)],
    ours: ([x]) => nn.gather(x!, index, { axis }),
    theirs: ([x]) => tf.gather(x!, tf.tensor1d(index, 'int32'), axis),
  };
};

test('200 shapes, moved about', async () => {
  const makes = [permute, transpose, reshape, slice, pad, concat, expand, gather];
  await fuzz(200, (random, i) => makes[i % makes.length]!(random, drawShape(random)));
});
