/** One row times a matrix with 8-bit weights, at GPT-2's sizes: what decoding a token is made of. */
import { ort } from '../ort';
import { tf, tfjs } from '../tfjs';
import { numbers, put } from '../workload';
import type { Workload } from '../workload';

function matvec(K: number, N: number): Workload {
  const x = () => numbers(K, 1);
  const w = () => numbers(K * N, 2);
  return {
    workload: 'matvec int8',
    size: `1×${K}×${N}`,
    bytes: K * N,
    tolerance: 0.02, // the weights are rounded to 1/254 of their channel's greatest
    ours(k) {
      const [pw, px, q] = [put(k, w()), put(k, x()), k.alloc(K * N)];
      const [scale, total, out, integers, step] = [
        k.alloc(4 * N),
        k.alloc(4 * N),
        k.alloc(4 * N),
        k.alloc(2 * K),
        k.alloc(4),
      ];
      k.quantizeInt8(q, scale, total, pw, K, N, 0);
      k.free(pw);
      return {
        run: () => k.matmulInt8(out, px, q, scale, total, 0, integers, step, 1, K, N),
        read: () => k.f32.slice(out / 4, out / 4 + N),
        free: () => [px, q, scale, total, out, integers, step].forEach((p) => k.free(p)),
      };
    },
    peers: {
      'tfjs-f32': () => {
        const [X, W] = [tf.tensor2d(x(), [1, K]), tf.tensor2d(w(), [K, N])];
        return tfjs([X, W], () => tf.matMul(X, W));
      },
      'ort-f32-constant-b': () =>
        ort({
          op: 'MatMul',
          inputs: { x: { data: x(), dims: [1, K] }, w: { data: w(), dims: [K, N], constant: true } },
        }),
    },
  };
}

export const workloads: readonly Workload[] = [
  matvec(768, 768),
  matvec(768, 3072),
  matvec(3072, 768),
  matvec(768, 50257),
];
