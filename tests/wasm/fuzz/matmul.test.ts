/** Two hundred random products against TensorFlow.js (cpu backend), the same in every run. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { assertClose } from '../../support/assertClose';
import { numbers } from '../../support/numbers';
import { allBuilds, createStage } from '../../support/stage';

const random = createRandom(20_26);
/** Mostly around the edges of vectors and tiles, now and then past a packed block. */
const size = () => 1 + random.below([4, 10, 30, 90][random.below(4)]!);
const CASES = Array.from({ length: 200 }, (_, seed) => ({
  seed,
  M: size(),
  K: seed % 20 ? size() : 250 + random.below(30),
  N: seed % 25 ? size() : 250 + random.below(30),
  transA: random.below(2),
  transB: random.below(2),
  alpha: [1, -0.5, 2][random.below(3)]!,
  bias: random.below(2),
  activation: random.below(4),
}));
const ACTIVATIONS = [tf.clone, tf.relu, tf.sigmoid, tf.tanh] as ((x: tf.Tensor) => tf.Tensor)[];

/** Both sides round in f32: 1e-6 √K Σ|a||b| each, and the inputs are at most 1. */
const bound = (K: number) => ({ rel: 2e-6, abs: 2e-6 * Math.sqrt(K) * Math.max(1, K / 4) });

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const builds = await allBuilds();

test('the cases reach every transpose, activation and kind of size', () => {
  for (const of of ['transA', 'transB', 'bias', 'activation', 'alpha'] as const)
    expect(new Set(CASES.map((c) => c[of])).size).toBe({ transA: 2, transB: 2, bias: 2, activation: 4, alpha: 3 }[of]);
  for (const of of ['M', 'K', 'N'] as const) {
    const sizes = CASES.map((c) => c[of]);
    expect(Math.min(...sizes)).toBe(1);
    expect(Math.max(...sizes)).toBeGreaterThan(80);
  }
});

describe.each(builds)('%s', (_, k) => {
  test('matmul and matmulBackward', () => {
    for (const { seed, M, K, N, transA, transB } of CASES) {
      const [a, b, dout] = [numbers(M * K, seed), numbers(K * N, seed + 1000), numbers(M * N, seed + 2000)];
      const stage = createStage(k);
      const [pa, pb, pdout, out] = [stage.put(a), stage.put(b), stage.put(dout), stage.room(M * N)];
      const [da, db] = [stage.put(numbers(M * K, seed + 3000)), stage.put(numbers(K * N, seed + 4000))];
      const before = [stage.get(da), stage.get(db)];
      k.matmul(out, pa, pb, M, K, N, transA, transB);
      k.matmulBackward(da, db, pdout, pa, pb, M, K, N, transA, transB);
      tf.tidy(() => {
        const [A, B] = [tf.tensor(a, transA ? [K, M] : [M, K]), tf.tensor(b, transB ? [N, K] : [K, N])];
        const D = tf.tensor(dout, [M, N]);
        assertClose(stage.get(out), tf.matMul(A, B, !!transA, !!transB).dataSync(), bound(K));
        const dA = transA ? tf.matMul(B, D, !!transB, true) : tf.matMul(D, B, false, !transB);
        const dB = transB ? tf.matMul(D, A, true, !!transA) : tf.matMul(A, D, !transA, false);
        assertClose(stage.get(da), tf.add(tf.reshape(dA, [-1]), tf.tensor1d(before[0]!)).dataSync(), bound(N));
        assertClose(stage.get(db), tf.add(tf.reshape(dB, [-1]), tf.tensor1d(before[1]!)).dataSync(), bound(M));
      });
      [pa, pb, pdout, out, da, db].forEach((offset) => stage.get(offset));
    }
  });

  test('gemm', () => {
    for (const { seed, M, K, N, transA, transB, alpha, bias, activation } of CASES) {
      const [a, b, c] = [numbers(M * K, seed), numbers(K * N, seed + 1000), numbers(N, seed + 2000)];
      const stage = createStage(k);
      const [pa, pb, pc, out] = [stage.put(a), stage.put(b), stage.put(c), stage.room(M * N)];
      k.gemm(out, pa, pb, bias ? pc : 0, M, K, N, transA, transB, alpha, 0, activation);
      tf.tidy(() => {
        const [A, B] = [tf.tensor(a, transA ? [K, M] : [M, K]), tf.tensor(b, transB ? [N, K] : [K, N])];
        const z = tf.add(tf.mul(tf.matMul(A, B, !!transA, !!transB), alpha), bias ? tf.tensor(c) : 0);
        assertClose(stage.get(out), ACTIVATIONS[activation]!(z).dataSync(), bound(4 * K));
      });
    }
  });

  test('quantizeInt8 and matmulInt8, to within the weights of half a step each', () => {
    for (const { seed, M, K, N, transB } of CASES.slice(0, 100)) {
      const [x, w] = [numbers(M * K, seed), numbers(K * N, seed + 1000)];
      const stage = createStage(k);
      const [q, scale, total, out] = [
        stage.room(Math.ceil((K * N) / 4)),
        stage.room(N),
        stage.room(N),
        stage.room(M * N),
      ];
      const [integers, step] = [stage.room(Math.ceil((M * K) / 2)), stage.room(M)];
      k.quantizeInt8(q, scale, total, stage.put(w), K, N, transB);
      k.matmulInt8(out, stage.put(x), q, scale, total, 0, integers, step, M, K, N);
      // Σ_k |x| scale / 2 at most from the weights, and Σ_k |w| step / 2 from x: both at most 1 here.
      tf.tidy(() => {
        const y = tf.matMul(tf.tensor(x, [M, K]), tf.tensor(w, transB ? [N, K] : [K, N]), false, !!transB);
        assertClose(stage.get(out), y.dataSync(), { abs: (K / 2) * (1 / 127 + 1 / 8191) * 1.001 + 1e-6 });
      });
    }
  });
});

/** Fused steps round once where separate ones round twice: 1e-6 √K Σ|a||b| apart at most. */
test('relaxed agrees with simd', () => {
  const [, [, simd], [, relaxed]] = builds as [unknown, (typeof builds)[0], (typeof builds)[0]];
  for (const { seed, M, K, N, transA, transB } of CASES) {
    const [ours, theirs] = [simd, relaxed].map((k) => {
      const stage = createStage(k);
      const out = stage.room(M * N);
      k.matmul(out, stage.put(numbers(M * K, seed)), stage.put(numbers(K * N, seed + 1000)), M, K, N, transA, transB);
      return stage.get(out);
    });
    assertClose(theirs!, ours!, { abs: 1e-6 * Math.sqrt(K) * Math.max(1, K / 4) });
  }
});
