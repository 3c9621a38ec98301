/**
 * Our numeric core against TensorFlow.js on its WASM backend (one thread), same inputs, same process.
 *
 *   node tests/bench/run.mjs              a table
 *   node tests/bench/run.mjs matmul       only the workloads whose name contains the word
 *   node tests/bench/run.mjs --json FILE  and the rows as [{ workload, size, ours_us, peers, ratio }]
 *
 * ratio = time of the best peer / ours.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients, which the core alone does not have
import { createRandom } from '@/lib/random';
import { createMlp } from '@/models/mlp';
import { SGD, createRuntime, mseLoss, restore, snapshot } from '@/nn';
import type { Build, Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { race } from './race';
import type { Candidate } from './race';

type Row = {
  workload: string;
  size: string;
  ours_us: number;
  peers: Record<string, number>;
  ratio: number;
  note: string;
};

const words = process.argv.slice(2);
const json = words.indexOf('--json');
const file = json < 0 ? undefined : words.splice(json, 2)[1];

setWasmPaths(`${resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`);
await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
await tf.setBackend('wasm');

const kernels = { simd: await loadKernelsFromDisk('simd'), relaxed: await loadKernelsFromDisk('relaxed') };

const numbers = (n: number, seed: number) => {
  const random = createRandom(seed);
  return Float32Array.from({ length: n }, () => 2 * random.uniform() - 1);
};

function ourMatmul(k: Kernels, M: number, K: number, N: number, ta: number, tb: number): Candidate {
  const [a, b, out] = [k.alloc(4 * M * K), k.alloc(4 * K * N), k.alloc(4 * M * N)];
  k.f32.set(numbers(M * K, 1), a / 4);
  k.f32.set(numbers(K * N, 2), b / 4);
  return { name: k.build, run: () => k.matmul(out, a, b, M, K, N, ta, tb) };
}

function theirMatmul(M: number, K: number, N: number, ta: number, tb: number): Candidate {
  const a = tf.tensor(numbers(M * K, 1), ta ? [K, M] : [M, K]);
  const b = tf.tensor(numbers(K * N, 2), tb ? [N, K] : [K, N]);
  return { name: 'tfjs-wasm', run: () => tf.matMul(a, b, !!ta, !!tb).dispose() };
}

const X = [1, 0, 1, 0, 1, 0, 1, 1, 0];
const Y = [0, 1, 1];
const EPOCHS = 1000;

/** The manuscript's network: 3-4-1, sigmoid, MSE, SGD, all three samples a step. One run is 1000 epochs. */
function ourTraining(k: Kernels): Candidate {
  const runtime = createRuntime(k);
  const mlp = createMlp(runtime, { sizes: [3, 4, 1], activations: ['sigmoid', 'sigmoid'], seed: 1 });
  const [x, y] = [runtime.tensor(X, [3, 3]), runtime.tensor(Y, [3, 1])];
  const optimiser = new SGD(mlp.parameters, { lr: 0.5 });
  const start = snapshot(mlp.parameters);
  const step = () => {
    const loss = mseLoss(mlp.forward(x).output, y);
    optimiser.zeroGrad();
    runtime.backward(loss);
    optimiser.step();
    return loss;
  };
  const plan = runtime.record(step);
  return {
    name: k.build,
    run() {
      restore(mlp.parameters, start);
      plan.run(EPOCHS);
    },
  };
}

function theirTraining(): Candidate {
  const [x, y] = [tf.tensor(X, [3, 3]), tf.tensor(Y, [3, 1])];
  const shapes = [[3, 4], [4], [4, 1], [1]];
  const start = shapes.map((shape, i) =>
    numbers(
      shape.reduce((p, n) => p * n),
      i,
    ),
  );
  const [w1, b1, w2, b2] = shapes.map((shape, i) => tf.variable(tf.tensor(start[i]!, shape))) as [
    tf.Variable,
    tf.Variable,
    tf.Variable,
    tf.Variable,
  ];
  const optimiser = tf.train.sgd(0.5);
  const loss = () => {
    const a = tf.sigmoid(tf.add(tf.matMul(x, w1), b1));
    return tf.mean(tf.squaredDifference(tf.sigmoid(tf.add(tf.matMul(a, w2), b2)), y)) as tf.Scalar;
  };
  return {
    name: 'tfjs-wasm',
    run() {
      for (let i = 0; i < EPOCHS; i++) optimiser.minimize(loss);
    },
  };
}

type Workload = {
  workload: string;
  size: string;
  flops?: number;
  ours: (k: Kernels) => Candidate;
  theirs: () => Candidate;
};
const matmul = (M: number, K: number, N: number, ta = 0, tb = 0): Workload => ({
  workload: `matmul ${ta ? 'T' : 'N'}${tb ? 'T' : 'N'}`,
  size: `${M}×${K}×${N}`,
  flops: 2 * M * K * N,
  ours: (k) => ourMatmul(k, M, K, N, ta, tb),
  theirs: () => theirMatmul(M, K, N, ta, tb),
});

const workloads: readonly Workload[] = [
  ...[3, 8, 16, 32, 48, 64, 96, 128, 256, 384, 512, 1024].map((n) => matmul(n, n, n)),
  ...[32, 64, 128, 256, 512].flatMap((n) => [matmul(n, n, n, 1, 0), matmul(n, n, n, 0, 1)]),
  matmul(17, 13, 31),
  matmul(100, 100, 100),
  matmul(127, 127, 127),
  matmul(1024, 128, 512),
  matmul(1, 256, 256),
  matmul(1, 768, 768),
  matmul(4, 768, 768),
  matmul(8, 768, 3072),
  matmul(1, 768, 768, 0, 1),
  { workload: 'mlp 3-4-1 training', size: `${EPOCHS} epochs`, ours: ourTraining, theirs: theirTraining },
];

const rows: Row[] = [];
const print = (...columns: string[]) => process.stdout.write(`${columns.join(' ')}\n`);
const duration = (us: number) => (us < 1000 ? `${us.toPrecision(3)} µs` : `${(us / 1000).toPrecision(3)} ms`);
print('workload            size             simd        relaxed     tfjs-wasm   ratio   GFLOPS simd relaxed tfjs');
for (const { workload, size, flops, ours, theirs } of workloads) {
  if (words.length && !words.some((word) => `${workload} ${size}`.includes(word))) continue;
  const times = await race([ours(kernels.simd), ours(kernels.relaxed), theirs()]);
  const time = (name: Build | 'tfjs-wasm') => times[name]!;
  const peers = { 'tfjs-wasm': time('tfjs-wasm') };
  const ratio = peers['tfjs-wasm'] / time('relaxed');
  const rate = (name: Build | 'tfjs-wasm') => (flops ? (flops / time(name) / 1000).toFixed(1).padStart(7) : '');
  const note = `${rate('simd')} ${rate('relaxed')} ${rate('tfjs-wasm')}`;
  rows.push({ workload, size, ours_us: time('relaxed'), peers, ratio, note });
  const columns = [
    workload.padEnd(19),
    size.padEnd(16),
    ...(['simd', 'relaxed', 'tfjs-wasm'] as const).map((n) => duration(time(n)).padEnd(11)),
  ];
  print(columns.join(' '), ratio.toPrecision(3).padStart(5), '  ', note);
}
if (file)
  writeFileSync(
    file,
    JSON.stringify(
      rows.map(({ note: _, ...row }) => row),
      null,
      1,
    ),
  );
process.exit(0);
