/**
 * The parts of TensorFlow.js that this network needs, on its WebAssembly backend: dense layers, plain gradient descent,
 * and the operations that occur in them, forward and backward. The whole library is half as large again.
 */
import {
  env, mean, mul, registerGradient, registerKernel, setBackend, square, sub, sum, tensor1d, tensor2d, tidy,
} from '@tensorflow/tfjs-core'; // prettier-ignore
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad';
import { castGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Cast_grad';
import { identityGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Identity_grad';
import { meanGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Mean_grad';
import { multiplyGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Multiply_grad';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { sigmoidGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sigmoid_grad';
import { squareGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Square_grad';
import { subGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sub_grad';
import { sumGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sum_grad';
import { tanhGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Tanh_grad';
import { SGDOptimizer } from '@tensorflow/tfjs-core/dist/optimizers/sgd_optimizer';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm/dist/base';
import { _fusedMatMulConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/_FusedMatMul';
import { addConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Add';
import { batchMatMulConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/BatchMatMul';
import { castConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Cast';
import { identityConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Identity';
import { meanConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Mean';
import { multiplyConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Multiply';
import { realDivConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/RealDiv';
import { reluConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Relu';
import { reshapeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Reshape';
import { sigmoidConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Sigmoid';
import { sliceConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Slice';
import { squareConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Square';
import { stepConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Step';
import { subConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Sub';
import { sumConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Sum';
import { tanhConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Tanh';
import { transposeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Transpose';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url&no-inline';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url&no-inline';
import { Dense } from '@tensorflow/tfjs-layers/dist/layers/core';
import { Sequential } from '@tensorflow/tfjs-layers/dist/models';
import type { Library } from './layersRun';

const kernels = [
  _fusedMatMulConfig, addConfig, batchMatMulConfig, castConfig, identityConfig, meanConfig, multiplyConfig, realDivConfig,
  reluConfig, reshapeConfig, sigmoidConfig, sliceConfig, squareConfig, stepConfig, subConfig, sumConfig, tanhConfig,
  transposeConfig,
]; // prettier-ignore
const gradients = [
  addGradConfig, batchMatMulGradConfig, castGradConfig, identityGradConfig, meanGradConfig, multiplyGradConfig,
  reluGradConfig, reshapeGradConfig, sigmoidGradConfig, squareGradConfig, subGradConfig, sumGradConfig, tanhGradConfig,
]; // prettier-ignore

/** Starts the WebAssembly backend; rejects where its module cannot be fetched or compiled. */
export async function loadLibrary(): Promise<Library> {
  for (const kernel of kernels) registerKernel(kernel);
  for (const gradient of gradients) registerGradient(gradient);
  const [plainUrl, simdUrl] = [plain, simd].map((url) => new URL(url, import.meta.url).href) as [string, string];
  // Threads need a cross-origin isolated page; without them their build is never fetched, though it must be named.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': simdUrl,
  });
  if (!(await setBackend('wasm'))) throw new Error('loadLibrary: the WebAssembly backend starts; got a refusal');
  return {
    tf: { mean, mul, square, sub, sum, tensor1d, tensor2d, tidy },
    sgd: (learningRate) => new SGDOptimizer(learningRate),
    dense: (config) => new Dense(config),
    sequential: () => new Sequential(),
  };
}
