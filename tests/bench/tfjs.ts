/** TensorFlow.js on its WASM backend, one thread. */
import { resolve } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients, which the core alone does not have
import type { Entry } from './workload';

setWasmPaths(`${resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`);
await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
await tf.setBackend('wasm');

export { tf };

/** An entry from an expression over tensors that stay in the backend's memory. Several results are read one after another. */
export function tfjs(inputs: readonly tf.Tensor[], f: () => tf.Tensor | tf.Tensor[]): Entry {
  return {
    run: () => tf.dispose(tf.tidy(f)),
    read: () => tf.tidy(() => [f()].flat().flatMap((y) => [...y.dataSync()])),
    free: () => tf.dispose([...inputs]),
  };
}

/** A product whose gradient transposes first and then multiplies plainly: transposed operands are ten times slower. */
export const matMulTuned = tf.customGrad((...args) => {
  const [a, b, save] = args as unknown as [tf.Tensor2D, tf.Tensor2D, (tensors: tf.Tensor[]) => void];
  save([a, b]);
  return {
    value: tf.matMul(a, b),
    gradFunc: (dy, saved) => {
      const [x, w] = saved as [tf.Tensor2D, tf.Tensor2D];
      return [tf.matMul(dy as tf.Tensor2D, tf.transpose(w)), tf.matMul(tf.transpose(x), dy as tf.Tensor2D)];
    },
  };
}) as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor2D;

/** softmax(q kᵀ / √D + mask) v: as one writes it, on (B,H,T,D); `tuned`: head by head, with explicit transposes. */
export function attentionOf(
  q: tf.Tensor4D,
  k: tf.Tensor4D,
  v: tf.Tensor4D,
  mask?: tf.Tensor,
  tuned = false,
): tf.Tensor {
  const [B, H, T, D] = q.shape;
  const scale = 1 / Math.sqrt(D);
  const soften = (scores: tf.Tensor) => tf.softmax(mask ? tf.add(scores, mask) : scores);
  if (!tuned) return tf.matMul(soften(tf.mul(tf.matMul(q, k, false, true), scale)), v);
  const heads = (x: tf.Tensor) => tf.unstack(tf.reshape(x, [B * H, T, D]));
  const [qs, ks, vs] = [heads(tf.mul(q, scale)), heads(k), heads(v)];
  const outs = qs.map((x, i) => matMulTuned(soften(matMulTuned(x, tf.transpose(ks[i]!))), vs[i]!));
  return tf.reshape(tf.stack(outs), [B, H, T, D]);
}

/** Added to scores: −10⁹ where a later word would be seen. */
export const causalMask = (T: number): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: T * T }, (_, i) => (i % T > Math.floor(i / T) ? -1e9 : 0)),
    [T, T],
  );

export function layerNormOf(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), weight), bias);
}

export const geluOf = (x: tf.Tensor): tf.Tensor => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
