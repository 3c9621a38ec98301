/** 200 random shapes and masks, forward and backward, against the same in TensorFlow.js (cpu backend). */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { createRuntime, mseLoss, scaledDotProductAttention } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { assertClose } from '../../support/assertClose';
import { numbers } from '../../support/numbers';

const SEED = 20_261_125;
const CASES = 200;
/** What stands for −∞ in TensorFlow.js, whose softmax of a row of −∞ is NaN; such rows are compared elsewhere. */
const HIDDEN = -1e9;

const runtime = createRuntime(await loadKernelsFromDisk());
beforeAll(async () => {
  await tf.setBackend('cpu');
});
afterAll(() => runtime.free());

test(`${CASES} cases from seed ${SEED}`, () => {
  const random = createRandom(SEED);
  const upTo = (n: number) => 1 + Math.floor(n * random.uniform());
  let causal = 0;
  for (let i = 0; i < CASES; i++) {
    const [B, group, Hk, Sq] = [upTo(2), upTo(2), upTo(2), i % 20 ? upTo(12) : upTo(110)];
    const isCausal = random.uniform() < 0.5;
    const Sk = isCausal ? Sq : i % 20 ? upTo(14) : upTo(110);
    const [D, Dv, H] = [upTo(17), upTo(17), group * Hk];
    causal += Number(isCausal);
    // Additive, for each query and key or for all queries alike; never hides the first key, so that each row sees one.
    const maskShape = [random.uniform() < 0.5 ? B : 1, 1, random.uniform() < 0.5 ? Sq : 1, Sk];
    const mask = numbers(
      maskShape.reduce((a, n) => a * n),
      i + 4,
      2,
    ).map((x, n) => (x > 1 && n % Sk ? HIDDEN : x));
    const [q, k, v, y] = [B * H * Sq * D, B * Hk * Sk * D, B * Hk * Sk * Dv, B * H * Sq * Dv].map((n, j) =>
      numbers(n, 5 * i + j, 2),
    ) as [number[], number[], number[], number[]];

    const future = Array.from({ length: Sq * Sk }, (_, n) => (isCausal && n % Sk > Math.floor(n / Sk) ? HIDDEN : 0));

    const ours = runtime.scope(() => {
      const tensors = [
        runtime.parameter(q, [B, H, Sq, D]),
        runtime.parameter(k, [B, Hk, Sk, D]),
        runtime.parameter(v, [B, Hk, Sk, Dv]),
      ] as const;
      const attnMask = runtime.tensor(
        mask.map((x) => (x === HIDDEN ? -Infinity : x)),
        maskShape,
      );
      const { output } = scaledDotProductAttention(...tensors, { attnMask, isCausal, enableGqa: true });
      runtime.backward(mseLoss(output, runtime.tensor(y, [B, H, Sq, Dv])));
      return [output.values(), ...tensors.map((tensor) => tensor.gradient())];
    });

    tf.tidy(() => {
      const spread = (x: tf.Tensor, S: number, n: number) =>
        tf.reshape(tf.stack(Array<tf.Tensor>(group).fill(x), 2), [B, H, S, n]);
      const forward = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) => {
        const products = tf.div(tf.matMul(a, spread(b, Sk, D), false, true), Math.sqrt(D));
        const s = tf.add(tf.add(products, tf.tensor(mask, maskShape)), tf.tensor(future, [Sq, Sk]));
        return tf.matMul(tf.softmax(s), spread(c, Sk, Dv));
      };
      const xs = [tf.tensor(q, [B, H, Sq, D]), tf.tensor(k, [B, Hk, Sk, D]), tf.tensor(v, [B, Hk, Sk, Dv])] as const;
      const near = { rel: 2e-5, abs: 5e-6 };
      assertClose(ours[0]!, forward(...xs).dataSync(), near);
      const loss = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) =>
        tf.mean(tf.squaredDifference(forward(a, b, c), tf.tensor(y, [B, H, Sq, Dv])));
      const grads = tf.grads((a, b, c) => loss(a!, b!, c!))([...xs]);
      grads.forEach((grad, j) => assertClose(ours[j + 1]!, grad.dataSync(), near));
    });
  }
  expect(causal).toBeGreaterThan(CASES / 4);
});
