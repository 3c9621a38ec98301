/** Matrix products: squares, odd sizes, all transposes, few rows. */
import { ort } from '../ort';
import { tf, tfjs } from '../tfjs';
import { numbers, put } from '../workload';
import type { Workload } from '../workload';

function matmul(M: number, K: number, N: number, ta: 0 | 1 = 0, tb: 0 | 1 = 0): Workload {
  const a = () => numbers(M * K, 1);
  const b = () => numbers(K * N, 2);
  const shapeA = ta ? [K, M] : [M, K];
  const shapeB = tb ? [N, K] : [K, N];
  const theirs = (explicit: boolean) => () => {
    const [A, B] = [tf.tensor2d(a(), shapeA as [number, number]), tf.tensor2d(b(), shapeB as [number, number])];
    return tfjs([A, B], () =>
      explicit ? tf.matMul(ta ? tf.transpose(A) : A, tb ? tf.transpose(B) : B) : tf.matMul(A, B, !!ta, !!tb),
    );
  };
  const onnx = (constant: boolean) => () =>
    ort({
      op: ta || tb ? 'Gemm' : 'MatMul',
      inputs: { a: { data: a(), dims: shapeA }, b: { data: b(), dims: shapeB, constant } },
      attributes: ta || tb ? { transA: ta, transB: tb } : {},
    });
  const square = M === K && K === N;
  return {
    workload: `matmul ${ta ? 'T' : 'N'}${tb ? 'T' : 'N'}`,
    size: `${M}×${K}×${N}`,
    flops: 2 * M * K * N,
    bytes: 4 * (M * K + K * N),
    ...(square && { n: M }),
    ours(k) {
      const [pa, pb, out] = [put(k, a()), put(k, b()), k.alloc(4 * M * N)];
      return {
        run: () => k.matmul(out, pa, pb, M, K, N, ta, tb),
        read: () => k.f32.slice(out / 4, out / 4 + M * N),
        free: () => [pa, pb, out].forEach((p) => k.free(p)),
      };
    },
    peers: {
      tfjs: theirs(false),
      ...((ta || tb) && { 'tfjs-explicit-transpose': theirs(true) }),
      ort: onnx(false),
      'ort-constant-b': onnx(true),
    },
  };
}

export const workloads: readonly Workload[] = [
  ...[4, 8, 16, 24, 32, 48, 64, 96, 128, 256, 384, 512, 1024].map((n) => matmul(n, n, n)),
  ...[32, 64, 128, 256, 512].flatMap((n) => [matmul(n, n, n, 1, 0), matmul(n, n, n, 0, 1), matmul(n, n, n, 1, 1)]),
  matmul(17, 13, 31),
  matmul(100, 100, 100),
  matmul(100, 100, 100, 1, 0),
  matmul(100, 100, 100, 0, 1),
  matmul(127, 127, 127),
  matmul(257, 129, 65),
  matmul(1024, 128, 512),
  matmul(1024, 512, 128, 0, 1),
  matmul(128, 1024, 512, 1, 0),
  ...[1, 2, 4, 6, 8].flatMap((rows) => [matmul(rows, 256, 256), matmul(rows, 768, 768), matmul(rows, 768, 3072)]),
  matmul(1, 768, 768, 0, 1),
  matmul(8, 768, 3072, 0, 1),
  matmul(1, 768, 50257),
  matmul(1, 768, 50257, 0, 1),
];
