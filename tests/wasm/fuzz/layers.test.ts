/** 200 random shapes for each family, seeded, against TensorFlow.js (cpu): values, and gradients where it has them. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { beforeAll, test } from 'vitest';
import { createRandom } from '@/lib/random';
import {
  avgPool2d,
  batchNorm,
  conv2d,
  createRuntime,
  gru,
  layerNorm,
  logSoftmax,
  lstm,
  maxPool2d,
  mseLoss,
  rnn,
  softmax,
} from '@/nn';
import type { Tensor } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { assertClose } from '../../support/assertClose';
import { numbers } from '../../support/numbers';

const kernels = await loadKernelsFromDisk('relaxed');
beforeAll(async () => {
  await tf.setBackend('cpu');
});

const SHAPES = 200;
/** Both compute in f32, and sum in another order. */
const CLOSE = { abs: 2e-5, rel: 2e-5 };
const count = (shape: readonly number[]) => shape.reduce((p, n) => p * n, 1);
type Draw = (least: number, most: number) => number;

/** Runs `body` on 200 draws; says which one failed. */
function fuzz(seed: number, body: (draw: Draw, seed: number) => void): void {
  const random = createRandom(seed);
  const draw: Draw = (least, most) => least + Math.floor(random.uniform() * (most - least + 1));
  for (let i = 0; i < SHAPES; i++) {
    try {
      tf.tidy(() => body(draw, 1000 * seed + i));
    } catch (error) {
      throw new Error(`shape ${i} of seed ${seed}: ${String(error)}`, { cause: error });
    }
  }
}

/** One op, ours and theirs, from the same inputs: the values, and the gradients of the mean of squares. */
function compare(
  seed: number,
  shapes: readonly number[][],
  ours: (...inputs: Tensor[]) => Tensor,
  theirs: (...inputs: tf.Tensor[]) => tf.Tensor,
  backward = true,
): void {
  const inputs = shapes.map((shape, i) => numbers(count(shape), 10 * seed + i));
  const tensors = inputs.map((values, i) => tf.tensor(values, shapes[i]));
  const expected = theirs(...tensors);
  const own = createRuntime(kernels);
  const parameters = inputs.map((values, i) => own.parameter(values, shapes[i]!));
  own.scope(() => {
    const out = ours(...parameters);
    assertClose(out.values(), expected.dataSync(), CLOSE);
    own.backward(mseLoss(out, own.tensor(new Float32Array(out.size), out.shape)));
  });
  if (backward) {
    const loss = (...x: tf.Tensor[]) => tf.mean(tf.square(theirs(...x)));
    const slopes = tf.grads(loss)(tensors);
    parameters.forEach((p, i) => assertClose(p.gradient(), slopes[i]!.dataSync(), CLOSE));
  }
  own.free();
}

test('softmax and logSoftmax', () =>
  fuzz(1, (draw, seed) => {
    const shape = [draw(1, 4), draw(1, 4), draw(1, 40)];
    const [ours, theirs] = seed % 2 ? [softmax, tf.softmax] : [logSoftmax, tf.logSoftmax];
    compare(
      seed,
      [shape],
      (x) => ours(x!),
      (x) => theirs(x!),
    );
  }));

test('layerNorm and batchNorm', () =>
  fuzz(2, (draw, seed) => {
    const [B, C] = [draw(2, 9), draw(2, 37)];
    const rows = seed % 2;
    compare(
      seed,
      [[B, C], [C], [C]],
      (x, weight, bias) =>
        rows ? layerNorm(x!, { weight, bias, eps: 0.01 }) : batchNorm(x!, { weight, bias, training: true, eps: 0.01 }),
      (x, weight, bias) => {
        const { mean, variance } = tf.moments(x!, rows ? 1 : 0, true);
        return tf.add(tf.mul(tf.div(tf.sub(x!, mean), tf.sqrt(tf.add(variance, 0.01))), weight!), bias!);
      },
    );
  }));

test('conv2d', () =>
  fuzz(3, (draw, seed) => {
    const [KH, KW, H, W] = [draw(1, 3), draw(1, 3), draw(5, 8), draw(5, 8)];
    const [C, F, groups] = [draw(1, 5), draw(1, 6), draw(1, 2)];
    const dilated = draw(0, 3) === 0; // TensorFlow.js has stride or dilation, and no gradient of the latter
    const stride: [number, number] = dilated ? [1, 1] : [draw(1, 2), draw(1, 3)];
    const dilation: [number, number] = dilated ? [draw(1, 2), draw(1, 2)] : [1, 1];
    const padding: [number, number, number, number] = [draw(0, 2), draw(0, 2), draw(0, 2), draw(0, 2)];
    const pads = [
      [0, 0],
      [padding[0], padding[2]],
      [padding[1], padding[3]],
      [0, 0],
    ] as [[number, number], [number, number], [number, number], [number, number]];
    compare(
      seed,
      [
        [draw(1, 2), H, W, C * groups],
        [KH, KW, C, F * groups],
      ],
      (x, w) => conv2d(x!, w!, { stride, padding, dilation, groups }),
      (x, w) => {
        const one = (v: tf.Tensor, u: tf.Tensor) =>
          tf.conv2d(v as tf.Tensor4D, u as tf.Tensor4D, stride, pads, 'NHWC', dilation);
        if (groups === 1) return one(x!, w!);
        const weights = tf.split(w!, groups, 3);
        return tf.concat(
          tf.split(x!, groups, 3).map((v, g) => one(v, weights[g]!)),
          3,
        );
      },
      !dilated,
    );
  }));

test('maxPool2d and avgPool2d', () =>
  fuzz(4, (draw, seed) => {
    const [KH, KW] = [draw(1, 3), draw(1, 3)];
    const padding: [number, number, number, number] = [
      draw(0, KH - 1),
      draw(0, KW - 1),
      draw(0, KH - 1),
      draw(0, KW - 1),
    ];
    const pads = [
      [0, 0],
      [padding[0], padding[2]],
      [padding[1], padding[3]],
      [0, 0],
    ] as [[number, number], [number, number], [number, number], [number, number]];
    const stride: [number, number] = [draw(1, 3), draw(1, 3)];
    const shape = [draw(1, 2), draw(3, 7), draw(3, 7), draw(1, 9)];
    const greatest = seed % 2 === 1;
    const even = padding.every((p) => p === 0); // with padding its gradients are of another divisor, or refuse
    compare(
      seed,
      [shape],
      (x) => (greatest ? maxPool2d : avgPool2d)(x!, [KH, KW], { stride, padding, ...{ countIncludePad: false } }),
      (x) => (greatest ? tf.maxPool : tf.avgPool)(x as tf.Tensor4D, [KH, KW], stride, pads),
      even,
    );
  }));

test('rnn, lstm and gru', () =>
  fuzz(5, (draw, seed) => {
    const name = (['rnn', 'lstm', 'gru'] as const)[seed % 3]!;
    const [T, B, I, H] = [draw(1, 4), draw(1, 4), draw(1, 5), draw(1, 9)];
    const G = { rnn: 1, lstm: 4, gru: 3 }[name];
    const w = (wx: Tensor, wh: Tensor, bias: Tensor, otherBias: Tensor) => [{ wx, wh, bias, otherBias }];
    compare(
      seed,
      [[T, B, I], [I, G * H], [H, G * H], [G * H], [G * H]],
      (x, wx, wh, b, o) => ({ rnn, lstm, gru })[name](x!, w(wx!, wh!, b!, o!)).out,
      (x, wx, wh, b, o) => {
        let [h, c]: [tf.Tensor, tf.Tensor] = [tf.zeros([B, H]), tf.zeros([B, H])];
        const out = Array.from({ length: T }, (_, t) => {
          const v = tf.reshape(tf.slice(x!, [t, 0, 0], [1, B, I]), [B, I]);
          const [a, s] = [tf.add(tf.matMul(v, wx!), b!), tf.add(tf.matMul(h, wh!), o!)];
          if (name === 'rnn') h = tf.tanh(tf.add(a, s));
          else if (name === 'lstm') {
            const [i, f, g, open] = tf.split(tf.add(a, s), 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
            c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
            h = tf.mul(tf.sigmoid(open), tf.tanh(c));
          } else {
            const [ar, az, an] = tf.split(a, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
            const [sr, sz, sn] = tf.split(s, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
            const [r, z] = [tf.sigmoid(tf.add(ar, sr)), tf.sigmoid(tf.add(az, sz))];
            h = tf.add(tf.mul(tf.sub(1, z), tf.tanh(tf.add(an, tf.mul(r, sn)))), tf.mul(z, h));
          }
          return h;
        });
        return tf.stack(out);
      },
    );
  }));
