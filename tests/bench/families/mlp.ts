/** The manuscript's network, 3-4-1 with sigmoid, MSE and SGD, all three samples a step. One run is 1000 epochs. */
import { createMlp } from '@/models/mlp';
import { SGD, createRuntime, mseLoss, restore, snapshot } from '@/nn';
import { tf } from '../tfjs';
import { numbers } from '../workload';
import type { Entry, Workload } from '../workload';

const X = [1, 0, 1, 0, 1, 0, 1, 1, 0];
const Y = [0, 1, 1];
const EPOCHS = 1000;

function theirs(): Entry {
  const [x, y] = [tf.tensor(X, [3, 3]), tf.tensor(Y, [3, 1])];
  const shapes = [[3, 4], [4], [4, 1], [1]];
  const variables = shapes.map((shape, i) => tf.variable(tf.tensor(numbers(tf.util.sizeFromShape(shape), i), shape)));
  const [w1, b1, w2, b2] = variables as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
  const optimiser = tf.train.sgd(0.5);
  const loss = () => {
    const a = tf.sigmoid(tf.add(tf.matMul(x, w1), b1));
    return tf.mean(tf.squaredDifference(tf.sigmoid(tf.add(tf.matMul(a, w2), b2)), y)) as tf.Scalar;
  };
  return {
    run() {
      for (let i = 0; i < EPOCHS; i++) optimiser.minimize(loss);
    },
    free: () => tf.dispose([x, y, ...variables]),
  };
}

export const workloads: readonly Workload[] = [
  {
    workload: 'mlp 3-4-1 training',
    size: `${EPOCHS} epochs`,
    ours(k) {
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
        return loss.item();
      };
      return {
        run() {
          restore(mlp.parameters, start);
          for (let i = 0; i < EPOCHS; i++) runtime.scope(step);
        },
        free: () => runtime.free(),
      };
    },
    peers: { tfjs: theirs },
  },
];
