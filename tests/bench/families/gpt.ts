/**
 * A training step of a small GPT: 4 layers, 128 wide, 4 heads, context 128, batch 8, vocabulary 512, Adam. Norms come first,
 * gelu is the exact one, the head has weights of its own and no bias.
 */
import {
  Adam,
  add,
  createRuntime,
  crossEntropy,
  embedding,
  gelu,
  layerNorm,
  linear,
  packedAttention,
  reshape,
} from '@/nn';
import type { Tensor } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { createRandom } from '@/lib/random';
import { attentionOf, causalMask, geluOf, layerNormOf, matMulTuned, tf } from '../tfjs';
import { numbers } from '../workload';
import type { Entry, Workload } from '../workload';

const { L, D, H, T, V, B } = { L: 4, D: 128, H: 4, T: 128, V: 512, B: 8 };
const N = B * T;
const LR = 1e-3;

const shapes: Record<string, [number] | [number, number]> = { words: [V, D], places: [T, D] };
for (let l = 0; l < L; l++)
  Object.assign(shapes, {
    ...{ [`${l}.norm1`]: [D], [`${l}.shift1`]: [D], [`${l}.qkv`]: [D, 3 * D], [`${l}.qkvBias`]: [3 * D] },
    ...{ [`${l}.out`]: [D, D], [`${l}.outBias`]: [D], [`${l}.norm2`]: [D], [`${l}.shift2`]: [D] },
    ...{ [`${l}.up`]: [D, 4 * D], [`${l}.upBias`]: [4 * D], [`${l}.down`]: [4 * D, D], [`${l}.downBias`]: [D] },
  });
Object.assign(shapes, { norm: [D], shift: [D], head: [D, V] });

const valuesOf = (name: string): Float32Array => {
  const n = shapes[name]!.reduce((product, size) => product * size, 1);
  if (/norm/.test(name)) return new Float32Array(n).fill(1);
  if (/shift|Bias/.test(name)) return new Float32Array(n);
  return numbers(n, Object.keys(shapes).indexOf(name)).map((x) => 0.05 * x);
};
const random = createRandom(40);
const text = Int32Array.from({ length: B * (T + 1) }, () => Math.floor(V * random.uniform()));
const given = Int32Array.from({ length: N }, (_, i) => text[i + Math.floor(i / T)]!);
const next = Int32Array.from({ length: N }, (_, i) => text[i + Math.floor(i / T) + 1]!);

/** One run is one step; read, on both sides: the losses of the first three. */
function ours(k: Kernels): Entry {
  const fresh = () => {
    const runtime = createRuntime(k);
    const p = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, runtime.parameter(valuesOf(name), shape)]),
    );
    const optimiser = new Adam(p, { lr: LR, eps: 1e-7 });
    const of = (name: string): Tensor => p[name]!;
    const norm = (x: Tensor, weight: string, bias: string) => layerNorm(x, { weight: of(weight), bias: of(bias) });
    const places = Int32Array.from({ length: N }, (_, i) => i % T);
    const run = () =>
      runtime.scope(() => {
        let x = add(embedding(of('words'), given), embedding(of('places'), places));
        for (let l = 0; l < L; l++) {
          const qkv = linear(norm(x, `${l}.norm1`, `${l}.shift1`), of(`${l}.qkv`), of(`${l}.qkvBias`));
          const { output } = packedAttention(reshape(qkv, [B, T, 3 * D]), H, { isCausal: true });
          x = add(x, linear(reshape(output, [N, D]), of(`${l}.out`), of(`${l}.outBias`)));
          const up = gelu(linear(norm(x, `${l}.norm2`, `${l}.shift2`), of(`${l}.up`), of(`${l}.upBias`)));
          x = add(x, linear(up, of(`${l}.down`), of(`${l}.downBias`)));
        }
        const loss = crossEntropy(linear(norm(x, 'norm', 'shift'), of('head')), next);
        optimiser.zeroGrad();
        runtime.backward(loss);
        optimiser.step();
        return loss.item();
      });
    return { run, runtime };
  };
  const { run, runtime } = fresh();
  return {
    run,
    read() {
      const first = fresh();
      const losses = [first.run(), first.run(), first.run()];
      first.runtime.free();
      return losses;
    },
    free: () => runtime.free(),
  };
}

/** Plain: as one writes it. Tuned: every reshape into one matrix, explicit transposes, attention head by head. */
function theirs(tuned: boolean): Entry {
  const product = (tuned ? matMulTuned : tf.matMul) as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
  const mask = causalMask(T);
  const fresh = () => {
    const p = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, tf.variable(tf.tensor(valuesOf(name), shape))]),
    );
    const optimiser = tf.train.adam(LR);
    const of = (name: string): tf.Tensor => p[name]!;
    const dense = (x: tf.Tensor, name: string) => tf.add(product(x, of(name)), of(`${name}Bias`));
    const hot = (index: Int32Array) => tf.cast(tf.oneHot(tf.tensor1d(index, 'int32'), V), 'float32');
    const loss = () => {
      // The backend has no kernel for the gradient of a gather: a product with ones and zeros instead.
      const rows = tf.reshape(product(hot(given), of('words')), [B, T, D]);
      let x: tf.Tensor = tf.reshape(tf.add(rows, of('places')), [N, D]);
      for (let l = 0; l < L; l++) {
        const qkv = dense(layerNormOf(x, of(`${l}.norm1`), of(`${l}.shift1`)), `${l}.qkv`);
        const [q, k, v] = tf
          .split(qkv, 3, 1)
          .map((part) => tf.transpose(tf.reshape(part, [B, T, H, D / H]), [0, 2, 1, 3])) as [
          tf.Tensor4D,
          tf.Tensor4D,
          tf.Tensor4D,
        ];
        const attended = tf.transpose(attentionOf(q, k, v, mask, tuned), [0, 2, 1, 3]);
        x = tf.add(x, dense(tf.reshape(attended, [N, D]), `${l}.out`));
        const up = geluOf(dense(layerNormOf(x, of(`${l}.norm2`), of(`${l}.shift2`)), `${l}.up`));
        x = tf.add(x, dense(up, `${l}.down`));
      }
      const logits = product(layerNormOf(x, of('norm'), of('shift')), of('head'));
      return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits as tf.Tensor2D), hot(next)), -1))) as tf.Scalar;
    };
    const variables = Object.values(p);
    const run = () => {
      const value = optimiser.minimize(loss, true, variables)!;
      const [number] = value.dataSync();
      value.dispose();
      return number!;
    };
    return { run, free: () => tf.dispose(variables) };
  };
  const { run, free } = fresh();
  return {
    run,
    read() {
      const first = fresh();
      const losses = [first.run(), first.run(), first.run()];
      first.free();
      return losses;
    },
    free,
  };
}

export const workloads: readonly Workload[] = [
  {
    workload: 'gpt training step',
    size: '4×128, 8×128',
    flops: N * (6 * (12 * L * D * D + V * D) + 12 * L * T * D),
    tolerance: 1e-3,
    ours,
    peers: { tfjs: () => theirs(false), 'tfjs-tuned': () => theirs(true) },
  },
];
