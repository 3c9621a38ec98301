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

/** An entry from an expression over tensors that stay in the backend's memory. */
export function tfjs(inputs: readonly tf.Tensor[], f: () => tf.Tensor): Entry {
  return {
    run: () => tf.tidy(f).dispose(),
    read: () => tf.tidy(() => f().dataSync()),
    free: () => tf.dispose([...inputs]),
  };
}
