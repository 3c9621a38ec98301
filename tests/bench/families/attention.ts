/** Attention, 8 heads of 64: forward, causal, and with its gradients. Row by row of the table as lengths grow. */
import { createRuntime, mul, scaledDotProductAttention, sum } from '@/nn';
import { ort } from '../ort';
import { attentionOf, causalMask, tf, tfjs } from '../tfjs';
import { numbers } from '../workload';
import type { Entry, Workload } from '../workload';

const [HEADS, SIZE] = [8, 64];

function attention(T: number, isCausal: boolean, gradients: boolean): Workload {
  const shape: [number, number, number, number] = [1, HEADS, T, SIZE];
  const values = (seed: number) => numbers(HEADS * T * SIZE, seed);
  const theirs = (tuned: boolean) => () => {
    const [q, k, v, d] = [1, 2, 3, 4].map((seed) => tf.tensor4d(values(seed), shape)) as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor4D,
    ];
    const mask = isCausal ? causalMask(T) : undefined;
    const f = (a: tf.Tensor4D, b: tf.Tensor4D, c: tf.Tensor4D) => attentionOf(a, b, c, mask, tuned);
    return tfjs([q, k, v, d, ...(mask ? [mask] : [])], () =>
      gradients
        ? tf.grads(f as unknown as (...args: tf.Tensor[]) => tf.Tensor)([q, k, v], d)
        : attentionOf(q, k, v, mask, tuned),
    );
  };
  /** Keys are given already transposed and queries scaled, which ONNX Runtime so need not do. */
  const decomposed = () => {
    const keys = values(2);
    const turned = new Float32Array(keys.length);
    for (let h = 0; h < HEADS; h++)
      for (let t = 0; t < T; t++)
        for (let d = 0; d < SIZE; d++) turned[(h * SIZE + d) * T + t] = keys[(h * T + t) * SIZE + d]!;
    const mask = Float32Array.from({ length: T * T }, (_, i) => (i % T > Math.floor(i / T) ? -1e9 : 0));
    return ort({
      inputs: {
        q: { data: values(1).map((x) => x / Math.sqrt(SIZE)), dims: shape },
        k: { data: turned, dims: [1, HEADS, SIZE, T] },
        v: { data: values(3), dims: shape },
        ...(isCausal && { mask: { data: mask, dims: [T, T], constant: true } }),
      },
      nodes: [
        { op: 'MatMul', from: ['q', 'k'], to: ['scores'] },
        ...(isCausal ? [{ op: 'Add', from: ['scores', 'mask'], to: ['masked'] }] : []),
        { op: 'Softmax', from: [isCausal ? 'masked' : 'scores'], to: ['weights'] },
        { op: 'MatMul', from: ['weights', 'v'] },
      ],
    });
  };
  /** (1,T,heads · size) there. */
  const turn = (x: ArrayLike<number>, toRows: boolean) => {
    const to = new Float32Array(x.length);
    for (let h = 0; h < HEADS; h++)
      for (let t = 0; t < T; t++)
        for (let d = 0; d < SIZE; d++) {
          const [head, row] = [(h * T + t) * SIZE + d, (t * HEADS + h) * SIZE + d];
          to[toRows ? row : head] = x[toRows ? head : row]!;
        }
    return to;
  };
  const multiHead = () =>
    ort(
      {
        op: 'MultiHeadAttention',
        domain: 'com.microsoft',
        inputs: Object.fromEntries(
          ['q', 'k', 'v'].map((name, i) => [name, { data: turn(values(i + 1), true), dims: [1, T, HEADS * SIZE] }]),
        ),
        attributes: { num_heads: HEADS, unidirectional: Number(isCausal) },
      },
      (out) => turn(out, false),
    );
  return {
    workload: `attention${isCausal ? ' causal' : ''}${gradients ? ' fwd+bwd' : ''}`,
    size: `8×${T}×64`,
    n: T,
    flops: (HEADS * T * T * SIZE * (gradients ? 14 : 4)) / (isCausal ? 2 : 1),
    ours(k): Entry {
      const runtime = createRuntime(k);
      const make = (seed: number) =>
        gradients ? runtime.parameter(values(seed), shape) : runtime.tensor(values(seed), shape);
      const [q, key, v] = [make(1), make(2), make(3)];
      const d = runtime.tensor(values(4), shape);
      let last: ArrayLike<number> = [];
      const step = (reading: boolean) =>
        runtime.scope(() => {
          const { output } = scaledDotProductAttention(q, key, v, { isCausal });
          if (gradients) {
            for (const x of [q, key, v]) k.fill(x.grad, 0, x.size);
            runtime.backward(sum(mul(output, d)));
          }
          if (!reading) return;
          last = gradients
            ? [q, key, v].flatMap((x) => [...k.f32.subarray(x.grad / 4, x.grad / 4 + x.size)])
            : output.values();
        });
      return {
        run: () => step(false),
        read: () => {
          step(true);
          return last;
        },
        free: () => runtime.free(),
      };
    },
    peers: {
      ...(T <= 512 && { tfjs: theirs(false) }),
      'tfjs-tuned': theirs(true),
      ...(!gradients && { ort: decomposed, 'ort-mha': multiHead }),
    },
  };
}

const LENGTHS = [64, 128, 256, 512, 1024];

export const workloads: readonly Workload[] = [
  ...LENGTHS.map((T) => attention(T, false, false)),
  ...LENGTHS.map((T) => attention(T, true, false)),
  ...LENGTHS.slice(0, 4).map((T) => attention(T, false, true)),
  ...LENGTHS.slice(0, 4).map((T) => attention(T, true, true)),
];
