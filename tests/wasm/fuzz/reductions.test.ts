import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import * as nn from '@/nn';
import { draw, drawShape, fuzz } from '../../support/fuzz';

const REDUCTIONS = [
  ['sum', nn.sum, tf.sum],
  ['mean', nn.mean, tf.mean],
  ['max', nn.max, tf.max],
  ['min', nn.min, tf.min],
  ['variance', (x, over) => nn.variance(x, { ...over, correction: 0 }), (x, a, k) => tf.moments(x, a, k).variance],
] as readonly [
  string,
  (x: nn.Tensor, over: nn.Over) => nn.Tensor,
  (x: tf.Tensor, axes: number[], keepdims: boolean) => tf.Tensor,
][];

test('200 shapes and choices of axes', async () => {
  await fuzz(200, (random, i) => {
    const [name, ours, theirs] = REDUCTIONS[i % REDUCTIONS.length]!;
    const x = draw(random, drawShape(random));
    const all = random.permutation(x.shape.length);
    const axes = all.slice(0, 1 + random.below(all.length)).map((d) => (random.uniform() < 0.5 ? d : d - all.length));
    const keepdims = random.uniform() < 0.5;
    return {
      name: `${name} over ${axes.join()}${keepdims ? ', keepdims' : ''}`,
      inputs: [x],
      ours: ([v]) => ours(v!, { axes, keepdims }),
      theirs: ([v]) => theirs(v!, axes, keepdims),
    };
  });
});

test('200 places of the greatest and the least, with equals among them', async () => {
  await fuzz(200, (random, i) => {
    const shape = drawShape(random);
    const x = { shape, values: Array.from({ length: nn.sizeOf(shape) }, () => random.below(4)) };
    const axis = random.below(shape.length);
    const [ours, theirs] = i % 2 ? [nn.argmax, tf.argMax] : [nn.argmin, tf.argMin];
    const left = shape.filter((_, d) => d !== axis);
    // Indices have no gradient: x's is that of 0 · Σ x.
    return {
      name: `${i % 2 ? 'argmax' : 'argmin'} along ${axis}`,
      inputs: [x],
      ours: ([v], runtime) => nn.add(runtime.tensor(ours(v!, axis), left), nn.mul(nn.sum(v!), 0)),
      theirs: ([v]) => tf.add(tf.cast(theirs(v!, axis), 'float32'), tf.mul(tf.sum(v!), 0)),
    };
  });
});
