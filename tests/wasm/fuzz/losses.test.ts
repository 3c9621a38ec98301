import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import * as nn from '@/nn';
import { draw, drawShape, fuzz } from '../../support/fuzz';
import type { FuzzCase, Input } from '../../support/fuzz';

const PAIRS = [
  ['mseLoss', nn.mseLoss, tf.losses.meanSquaredError],
  ['l1Loss', nn.l1Loss, tf.losses.absoluteDifference],
  ['huberLoss', (x, t) => nn.huberLoss(x, t, { delta: 0.6 }), (t, x) => tf.losses.huberLoss(t, x, undefined, 0.6)],
  ['binaryCrossEntropyWithLogits', nn.binaryCrossEntropyWithLogits, tf.losses.sigmoidCrossEntropy],
] as readonly [string, (x: nn.Tensor, t: nn.Tensor) => nn.Tensor, (t: tf.Tensor, x: tf.Tensor) => tf.Tensor][];

const scalar = (y: tf.Tensor) => tf.reshape(y, [1]);

test('200 shapes of losses against tensors', async () => {
  await fuzz(200, (random, i) => {
    const [name, ours, theirs] = PAIRS[i % PAIRS.length]!;
    const shape = drawShape(random);
    const target: Input = { shape, values: draw(random, shape).values.map((v) => Math.abs(v) / 2) };
    return {
      name,
      inputs: [draw(random, shape)],
      ours: ([x], runtime) => ours(x!, runtime.tensor(target.values, shape)),
      theirs: ([x]) => scalar(theirs(tf.tensor([...target.values], shape), x!)),
    };
  });
});

test('200 shapes of losses against classes, with every option', async () => {
  await fuzz(200, (random, i): FuzzCase => {
    const [B, C] = [1 + random.below(9), 2 + random.below(12)];
    const s = i % 2 && random.uniform() < 0.5 ? random.uniform() : 0;
    const reduction = (['none', 'sum', 'mean'] as const)[random.below(3)]!;
    const weight = Array.from({ length: C }, () => Math.fround(0.1 + random.uniform()));
    const target = Array.from({ length: B }, (_, b) => (b > 0 && random.uniform() < 0.2 ? -100 : random.below(C)));
    const q = target.flatMap((t) => weight.map((w, c) => (t < 0 ? 0 : w * ((c === t ? 1 - s : 0) + s / C))));
    const total = target.reduce((sum, t) => sum + (t < 0 ? 0 : weight[t]!), 0);
    return {
      name: `${i % 2 ? 'crossEntropy' : 'nllLoss'}, ${reduction}, smoothing ${s}`,
      inputs: [draw(random, [B, C], 4)],
      ours: ([x]) =>
        i % 2
          ? nn.crossEntropy(x!, target, { weight, reduction, labelSmoothing: s })
          : nn.nllLoss(x!, target, { weight, reduction }),
      theirs: ([x]) => {
        const each = tf.neg(tf.sum(tf.mul(tf.tensor(q, [B, C]), i % 2 ? tf.logSoftmax(x!) : x!), 1));
        if (reduction === 'none') return each;
        return scalar(tf.div(tf.sum(each), reduction === 'mean' ? total : 1));
      },
    };
  });
});
