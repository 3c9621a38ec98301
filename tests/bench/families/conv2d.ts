/** Convolutions of images, 3 × 3, padded to keep the size: forward, and backward to image and weights. */
import type { Kernels } from '@/wasm/kernels';
import { ort } from '../ort';
import { tf, tfjs } from '../tfjs';
import { numbers, put } from '../workload';
import type { Entry, Workload } from '../workload';

const TAPS = 3;

function convolution(backward: boolean, N: number, H: number, W: number, C: number, F: number): Workload {
  const K = TAPS * TAPS * C;
  const x = () => numbers(N * H * W * C, 1);
  const weight = () => numbers(K * F, 2);
  const slope = () => numbers(N * H * W * F, 3);

  function ours(k: Kernels): Entry {
    const [px, w, dout, out] = [put(k, x()), put(k, weight()), put(k, slope()), k.alloc(4 * N * H * W * F)];
    const rows = Math.min(N * H * W, Math.max(Math.floor(65_536 / K), 48)); // as src/nn/ops/conv.ts has it
    const scratch = k.alloc(4 * rows * K);
    const window = k.alloc(4 * 19); // in the order of assembly/core/window.ts
    k.i32.set([N, H, W, C, H, W, F, TAPS, TAPS, 1, 1, 1, 1, 1, 1, 1, 1, 1, rows], window / 4);
    const slopes = k.alloc(4 * (N * H * W * C + K * F));
    const dw = slopes + 4 * N * H * W * C;
    const count = N * H * W * C + K * F;
    return {
      run: backward
        ? () => {
            k.fill(slopes, 0, count);
            k.conv2dBackward(slopes, dw, 0, dout, px, w, scratch, window);
          }
        : () => k.conv2d(out, px, w, 0, scratch, window),
      read: () =>
        backward ? k.f32.slice(slopes / 4, slopes / 4 + count) : k.f32.slice(out / 4, out / 4 + N * H * W * F),
      free: () => [px, w, dout, out, scratch, window, slopes].forEach((p) => k.free(p)),
    };
  }

  const tensors = () => [
    tf.tensor4d(x(), [N, H, W, C]),
    tf.tensor4d(weight(), [TAPS, TAPS, C, F]),
    tf.tensor4d(slope(), [N, H, W, F]),
  ];
  /**
   * The WASM backend has a kernel for the image's gradient, none for the weights'. Its best known form is a convolution,
   * too: of the images with the slopes, batch and channels changing places.
   */
  const theirBackward = () => {
    const [X, Wt, D] = tensors() as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    return tfjs([X, Wt, D], () => {
      const dx = tf.conv2dTranspose(D, Wt, [N, H, W, C], 1, 'same');
      const sides: [number, number] = [1, 1];
      const images = tf.pad(tf.transpose(X, [3, 1, 2, 0]), [[0, 0], sides, sides, [0, 0]]) as tf.Tensor4D;
      const dw = tf.conv2d(images, tf.transpose(D, [1, 2, 0, 3]), 1, 'valid');
      return [dx, tf.transpose(dw, [1, 2, 0, 3])];
    });
  };
  /** ONNX has channels first. */
  const move = (from: Float32Array, [A, B, D]: readonly [number, number, number]) => {
    const to = new Float32Array(from.length); // (A,B,D) to (A,D,B)
    for (let a = 0; a < A; a++)
      for (let b = 0; b < B; b++) for (let d = 0; d < D; d++) to[(a * D + d) * B + b] = from[(a * B + b) * D + d]!;
    return to;
  };
  const onnx = () =>
    ort(
      {
        op: 'Conv',
        inputs: {
          x: { data: move(x(), [N, H * W, C]), dims: [N, C, H, W] },
          // (taps · C, F) to (F, taps, C) to (F, C, taps)
          w: { data: move(move(weight(), [1, K, F]), [F, TAPS * TAPS, C]), dims: [F, C, TAPS, TAPS], constant: true },
        },
        attributes: { pads: [1, 1, 1, 1] },
      },
      (out) => move(out, [N, F, H * W]),
    );
  return {
    workload: `conv2d${backward ? ' backward' : ''}`,
    size: `${N}×${H}×${W}×${C} → ${F}`,
    flops: (backward ? 4 : 2) * N * H * W * K * F,
    ours,
    peers: backward
      ? { tfjs: theirBackward }
      : {
          tfjs: () => {
            const [X, Wt, D] = tensors() as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
            return tfjs([X, Wt, D], () => tf.conv2d(X, Wt, 1, 'same'));
          },
          ort: onnx,
        },
  };
}

const SIZES: readonly (readonly [number, number, number, number, number])[] = [
  [1, 28, 28, 1, 8],
  [1, 28, 28, 8, 16],
  [8, 32, 32, 16, 32],
];

export const workloads: readonly Workload[] = [false, true].flatMap((backward) =>
  SIZES.map((sizes) => convolution(backward, ...sizes)),
);
