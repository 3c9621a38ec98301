/** Functions of each element or each row: what lies between the products. Bound by memory where they are cheap. */
import type { Kernels } from '@/wasm/kernels';
import { ort } from '../ort';
import { geluOf, layerNormOf, tf, tfjs } from '../tfjs';
import { numbers, put } from '../workload';
import type { Workload } from '../workload';

type Of = {
  readonly ours: (k: Kernels) => (out: number, x: number, n: number) => void;
  readonly tfjs: (x: tf.Tensor) => tf.Tensor;
  /** What ONNX calls it; `add` is x + x. */
  readonly op: string;
  readonly twice?: boolean;
};
const FUNCTIONS: Readonly<Record<string, Of>> = {
  gelu: { ours: (k) => k.gelu, tfjs: geluOf, op: 'Gelu' },
  tanh: { ours: (k) => k.tanh, tfjs: tf.tanh, op: 'Tanh' },
  sigmoid: { ours: (k) => k.sigmoid, tfjs: tf.sigmoid, op: 'Sigmoid' },
  relu: { ours: (k) => k.relu, tfjs: tf.relu, op: 'Relu' },
  add: {
    ours: (k) => (out, x, n) => k.add(out, x, x, n, 0),
    tfjs: (x) => tf.add(x, x),
    op: 'Add',
    twice: true,
  },
};

const spread = (n: number, seed: number) => numbers(n, seed).map((x) => 4 * x);

function elementwise(name: string, n: number): Workload {
  const { ours, tfjs: theirs, op, twice } = FUNCTIONS[name]!;
  const x = () => spread(n, 1);
  return {
    workload: name,
    size: `${n / 2 ** 20} M`,
    n,
    ours(k) {
      const [px, out] = [put(k, x()), k.alloc(4 * n)];
      const f = ours(k);
      return {
        run: () => f(out, px, n),
        read: () => k.f32.slice(out / 4, out / 4 + n),
        free: () => [px, out].forEach((p) => k.free(p)),
      };
    },
    peers: {
      tfjs: () => {
        const X = tf.tensor1d(x());
        return tfjs([X], () => theirs(X));
      },
      ort: () => {
        const node = { op, from: twice ? ['x', 'x'] : ['x'] };
        return ort({ inputs: { x: { data: x(), dims: [n] } }, nodes: [node] });
      },
    },
  };
}

function softmax(rows: number, columns: number): Workload {
  const x = () => spread(rows * columns, 1);
  return {
    workload: 'softmax',
    size: `${rows}×${columns}`,
    ours(k) {
      const [px, out] = [put(k, x()), k.alloc(4 * rows * columns)];
      return {
        run: () => k.softmax(out, px, rows, columns, 1),
        read: () => k.f32.slice(out / 4, out / 4 + rows * columns),
        free: () => [px, out].forEach((p) => k.free(p)),
      };
    },
    peers: {
      tfjs: () => {
        const X = tf.tensor2d(x(), [rows, columns]);
        return tfjs([X], () => tf.softmax(X));
      },
      ort: () => ort({ op: 'Softmax', inputs: { x: { data: x(), dims: [rows, columns] } } }),
    },
  };
}

function layerNorm(rows: number, columns: number): Workload {
  const x = () => numbers(rows * columns, 1);
  const [weight, bias] = [() => numbers(columns, 2), () => numbers(columns, 3)];
  return {
    workload: 'layerNorm',
    size: `${rows}×${columns}`,
    ours(k) {
      const [px, w, b, out] = [put(k, x()), put(k, weight()), put(k, bias()), k.alloc(4 * rows * columns)];
      const [mean, rstd] = [k.alloc(4 * rows), k.alloc(4 * rows)];
      return {
        run: () => k.layerNorm(out, mean, rstd, px, w, b, rows, columns, 1e-5),
        read: () => k.f32.slice(out / 4, out / 4 + rows * columns),
        free: () => [px, w, b, out, mean, rstd].forEach((p) => k.free(p)),
      };
    },
    peers: {
      tfjs: () => {
        const [X, W, B] = [tf.tensor2d(x(), [rows, columns]), tf.tensor1d(weight()), tf.tensor1d(bias())];
        return tfjs([X, W, B], () => layerNormOf(X, W, B));
      },
      ort: () => {
        const [w, b] = [weight(), bias()].map((data) => ({ data, dims: [columns], constant: true }));
        return ort({
          op: 'LayerNormalization',
          inputs: { x: { data: x(), dims: [rows, columns] }, w: w!, b: b! },
          attributes: { epsilon: 1e-5 },
        });
      },
    },
  };
}

export const workloads: readonly Workload[] = [
  ...Object.keys(FUNCTIONS).flatMap((name) => [2 ** 18, 2 ** 19, 2 ** 20].map((n) => elementwise(name, n))),
  layerNorm(512, 512),
  layerNorm(512, 768),
  layerNorm(1024, 1024),
  softmax(512, 512),
  softmax(1024, 1024),
];
