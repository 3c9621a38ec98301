/** A long short-term memory over 64 steps, batch 16, 8 inputs, 64 units: its pass, and a training step with a head and Adam. */
import { Adam, createRuntime, linear, lstm, mseLoss, reshape } from '@/nn';
import type { Tensor } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { ort } from '../ort';
import { matMulTuned, tf, tfjs } from '../tfjs';
import { numbers } from '../workload';
import type { Entry, Workload } from '../workload';

const [T, B, I, H] = [64, 16, 8, 64];
const scaled = (n: number, seed: number, scale: number) => numbers(n, seed).map((x) => scale * x);
/** x (T,B,I), gates in the order i, f, g, o; and the head on the last state. */
const x = () => numbers(T * B * I, 1);
const target = () => numbers(B, 7);
const SHAPES = { wx: [I, 4 * H], wh: [H, 4 * H], bias: [4 * H], wo: [H, 1], bo: [1] };
type Name = keyof typeof SHAPES;
const valuesOf = (name: Name) => {
  const seed = Object.keys(SHAPES).indexOf(name) + 2;
  return scaled(tf.util.sizeFromShape(SHAPES[name]), seed, 0.2);
};

const forward: Workload = {
  workload: 'lstm',
  size: `${T}×${B}×${I} → ${H}`,
  flops: 2 * T * B * 4 * H * (I + H),
  ours(k): Entry {
    const runtime = createRuntime(k);
    const input = runtime.tensor(x(), [T, B, I]);
    const [wx, wh, bias] = (['wx', 'wh', 'bias'] as const).map((name) => runtime.tensor(valuesOf(name), SHAPES[name]));
    const pass = () => lstm(input, [{ wx: wx!, wh: wh!, bias }]).out;
    return {
      run: () => runtime.scope(pass),
      read: () => runtime.scope(() => pass().values()),
      free: () => runtime.free(),
    };
  },
  peers: {
    tfjs() {
      const input = tf.tensor3d(x(), [T, B, I]);
      const weights = (['wx', 'wh', 'bias'] as const).map((name) => tf.tensor(valuesOf(name), SHAPES[name]));
      return tfjs([input, ...weights], () => tf.stack(statesOf(input, weights, tf.matMul as Product)));
    },
    ort() {
      // Rows of a gate side by side, gates in the order i, o, f, g.
      const turn = (w: Float32Array, rows: number) => {
        const to = new Float32Array(w.length);
        [0, 3, 1, 2].forEach((from, gate) => {
          for (let h = 0; h < H; h++)
            for (let r = 0; r < rows; r++) to[(gate * H + h) * rows + r] = w[r * 4 * H + from * H + h]!;
        });
        return to;
      };
      const both = new Float32Array(8 * H);
      both.set(turn(valuesOf('bias'), 1));
      return ort({
        inputs: {
          x: { data: x(), dims: [T, B, I] },
          w: { data: turn(valuesOf('wx'), I), dims: [1, 4 * H, I], constant: true },
          r: { data: turn(valuesOf('wh'), H), dims: [1, 4 * H, H], constant: true },
          b: { data: both, dims: [1, 8 * H], constant: true },
        },
        nodes: [{ op: 'LSTM', attributes: { hidden_size: H } }],
      });
    },
  },
};

type Product = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Its states, step by step. Products of each step's input are quicker than one for all, of which every slice is a copy. */
function statesOf(input: tf.Tensor, [wx, wh, bias]: readonly tf.Tensor[], product: Product): tf.Tensor[] {
  let [h, c]: tf.Tensor[] = [tf.zeros([B, H]), tf.zeros([B, H])];
  return tf.unstack(input).map((row) => {
    const z = tf.add(tf.add(product(row, wx!), product(h!, wh!)), bias!);
    const [i, f, g, o] = tf.split(z, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    c = tf.add(tf.mul(tf.sigmoid(f), c!), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    return h;
  });
}

const LR = 1e-3;
const names = Object.keys(SHAPES) as Name[];

function theirTraining(product: Product): Entry {
  const [input, y] = [tf.tensor3d(x(), [T, B, I]), tf.tensor2d(target(), [B, 1])];
  const fresh = () => {
    const variables = names.map((name) => tf.variable(tf.tensor(valuesOf(name), SHAPES[name])));
    const optimiser = tf.train.adam(LR);
    const loss = () => {
      const last = statesOf(input, variables, product).at(-1)!;
      return tf.mean(tf.squaredDifference(tf.add(product(last, variables[3]!), variables[4]!), y)) as tf.Scalar;
    };
    return { variables, run: () => optimiser.minimize(loss, false, variables) };
  };
  const { variables, run } = fresh();
  return {
    run,
    read() {
      const first = fresh();
      first.run();
      return first.variables[1]!.dataSync();
    },
    free: () => tf.dispose([input, y, ...variables]),
  };
}

/** One run is one step; read, on both sides: the weights after the first. */
function ourTraining(k: Kernels): Entry {
  const fresh = () => {
    const runtime = createRuntime(k);
    const [input, y] = [runtime.tensor(x(), [T, B, I]), runtime.tensor(target(), [B, 1])];
    const [wx, wh, bias, wo, bo] = names.map((name) => runtime.parameter(valuesOf(name), SHAPES[name])) as [
      ...{ tuple: [Tensor, Tensor, Tensor, Tensor, Tensor] }['tuple'],
    ];
    const optimiser = new Adam({ wx, wh, bias, wo, bo }, { lr: LR, eps: 1e-7 });
    runtime.scope(() => lstm(input, [{ wx, wh, bias }])); // its sizes lie in memory from now on, as record wants it
    const plan = runtime.record(() => {
      const { hn } = lstm(input, [{ wx, wh, bias }]);
      const loss = mseLoss(linear(reshape(hn, [B, H]), wo, bo), y);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    });
    return { runtime, wh, run: () => plan.run(1) };
  };
  const { runtime, run } = fresh();
  return {
    run,
    read() {
      const first = fresh();
      first.run();
      const values = first.wh.values();
      first.runtime.free();
      return values;
    },
    free: () => runtime.free(),
  };
}

const training: Workload = {
  workload: 'lstm training step',
  size: `${T}×${B}×${I} → ${H}`,
  flops: 3 * 2 * T * B * 4 * H * (I + H),
  tolerance: 1e-2, // Adam's first steps are ± its rate whatever the slope: those of slopes near 0 may differ
  ours: ourTraining,
  peers: {
    tfjs: () => theirTraining(tf.matMul as Product),
    'tfjs-tuned': () => theirTraining(matMulTuned),
  },
};

export const workloads: readonly Workload[] = [forward, training];
