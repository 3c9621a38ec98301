/** Trains the same network twice, away from the page: by our kernels and by TensorFlow.js, each timed by itself. */
import { expose } from '@/lib/rpc';
import { loadKernels } from '@/wasm/load';
import { createLayersRun, type LayersRun } from './layersRun';
import { createModel } from './model';
import type { NetworkValues } from './network';
import { startWeights } from './start';
import { loadLibrary } from './tfjs';

let run: LayersRun | undefined;

const api = {
  /** Our losses, before each epoch and after the last, and how long they took. */
  async ours(values: NetworkValues, epochs: number) {
    const model = createModel(values, await loadKernels());
    const losses = [model.state.loss];
    const begin = performance.now();
    for (let i = 0; i < epochs; i++) {
      model.step();
      losses.push(model.state.loss);
    }
    const ms = performance.now() - begin;
    model.free?.();
    return { losses, ms };
  },
  async open(values: NetworkValues) {
    run = createLayersRun(await loadLibrary(), values, startWeights(values));
  },
  /** The losses before each of n epochs, and how long they took. */
  async train(n: number) {
    const begin = performance.now();
    const losses = await run!.train(n);
    return { losses, ms: performance.now() - begin };
  },
  loss: () => run!.loss(),
};
export type TfjsApi = typeof api;

expose(api);
