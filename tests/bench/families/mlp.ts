/**
 * Training of small networks, mean squared error and plain descent. One run is all of its steps, from the same start:
 * the manuscript's 3-4-1, all three samples a step, 1000 epochs; and 2-8-8-1, batches of 32, one epoch of 512 samples.
 */
import { createMlp } from '@/models/mlp';
import { SGD, createRuntime, mseLoss } from '@/nn';
import { createObjectNet } from '../objectNet';
import type { ObjectActivation } from '../objectNet';
import { tf } from '../tfjs';
import { numbers } from '../workload';
import type { Entry, Workload } from '../workload';

type Task = {
  readonly sizes: readonly number[];
  readonly activation: ObjectActivation;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly samples: number;
  readonly batch: number;
  readonly epochs: number;
  readonly lr: number;
};

function mlp(size: string, task: Task): Workload {
  const { sizes, activation, x, y, samples, batch, epochs, lr } = task;
  const [inputs, outputs, steps] = [sizes[0]!, sizes.at(-1)!, (epochs * samples) / batch];
  const layers = sizes.slice(1).map((n, l) => ({ shape: [sizes[l]!, n] as [number, number], n }));
  const weights = layers.map(({ shape: [a, b] }, l) => numbers(a * b, 10 + l));
  const biases = layers.map(({ n }, l) => numbers(n, 20 + l));

  function theirs(): Entry {
    const [xs, ys] = [Array.from(x), Array.from(y)];
    const batches = Array.from({ length: samples / batch }, (_, i) => ({
      x: tf.tensor2d(xs.slice(i * batch * inputs, (i + 1) * batch * inputs), [batch, inputs]),
      y: tf.tensor2d(ys.slice(i * batch * outputs, (i + 1) * batch * outputs), [batch, outputs]),
    }));
    const ws = layers.map(({ shape }, l) => tf.variable(tf.tensor2d(weights[l]!, shape)));
    const bs = layers.map((_, l) => tf.variable(tf.tensor1d(biases[l]!)));
    const optimiser = tf.train.sgd(lr);
    const run = () => {
      ws.forEach((w, l) => tf.tidy(() => w.assign(tf.tensor2d(weights[l]!, layers[l]!.shape))));
      bs.forEach((b, l) => tf.tidy(() => b.assign(tf.tensor1d(biases[l]!))));
      for (let i = 0; i < steps; i++) {
        const { x: rows, y: targets } = batches[i % batches.length]!;
        optimiser.minimize(() => {
          let a: tf.Tensor = rows;
          ws.forEach((w, l) => (a = tf[activation](tf.add(tf.matMul(a as tf.Tensor2D, w as tf.Tensor2D), bs[l]!))));
          return tf.mean(tf.squaredDifference(a, targets)) as tf.Scalar;
        });
      }
    };
    return {
      run,
      read() {
        run();
        return ws[0]!.dataSync();
      },
      free: () => tf.dispose([...ws, ...bs, ...batches.flatMap((b) => [b.x, b.y])]),
    };
  }

  function objects(): Entry {
    const net = createObjectNet(sizes, activation, weights, biases);
    const run = () => {
      net.reset();
      for (let i = 0; i < steps; i++) net.step(x, y, (i * batch) % samples, batch, lr);
    };
    return {
      run,
      read() {
        run();
        return net.first();
      },
    };
  }

  return {
    workload: `mlp ${sizes.join('-')} training`,
    size,
    tolerance: 1e-3, // f32 against f64, over a thousand steps
    ours(k) {
      const runtime = createRuntime(k);
      const model = createMlp(runtime, { sizes, activations: layers.map(() => activation), seed: 1 });
      const [X, Y] = [runtime.tensor(x, [samples, inputs]), runtime.tensor(y, [samples, outputs])];
      const optimiser = new SGD(model.parameters, { lr });
      const plan = runtime.record(
        (rows, targets) => {
          const loss = mseLoss(model.forward(rows).output, targets);
          optimiser.zeroGrad();
          runtime.backward(loss);
          optimiser.step();
          return loss;
        },
        { data: [X, Y], batch },
      );
      const parameters = Object.values(model.parameters);
      const start = layers.flatMap((_, l) => [weights[l]!, biases[l]!]);
      return {
        run() {
          parameters.forEach((tensor, i) => tensor.set(start[i]!));
          plan.run(steps);
        },
        read: () => parameters[0]!.values(),
        free: () => runtime.free(),
      };
    },
    peers: { tfjs: theirs, 'plain JavaScript': objects },
  };
}

const SAMPLES = 512;

export const workloads: readonly Workload[] = [
  mlp('1000 epochs', {
    ...{ sizes: [3, 4, 1], activation: 'sigmoid', x: [1, 0, 1, 0, 1, 0, 1, 1, 0], y: [0, 1, 1] },
    ...{ samples: 3, batch: 3, epochs: 1000, lr: 0.5 },
  }),
  mlp('batch 32, 512', {
    ...{ sizes: [2, 8, 8, 1], activation: 'tanh', x: numbers(2 * SAMPLES, 1), y: numbers(SAMPLES, 2) },
    ...{ samples: SAMPLES, batch: 32, epochs: 1, lr: 0.03 },
  }),
];
