/** The Worker that trains: holds one runner at a time. Models are found by the folder's name, which is the demo's id. */
import type { CreateModel, State, Trace } from '@/lib/demo';
import type { AnyValues } from '@/lib/params';
import { expose } from '@/lib/rpc';
import { loadKernels } from '@/wasm/load';
import { createRunner, firstRow, type Progress, type Runner } from './runner';

const models = import.meta.glob<{ createModel: CreateModel<any, any, any> }>('../../demos/*/model.ts');

let runner: Runner | undefined;

const api = {
  /** Starts a run of demo `id` and goes to `step`, or to where it diverges. */
  async open(id: string, values: AnyValues, step: number): Promise<Progress & { first: Trace }> {
    const [{ createModel }, kernels] = await Promise.all([models[`../../demos/${id}/model.ts`]!(), loadKernels()]);
    runner?.free();
    let first: Trace | undefined;
    runner = createRunner((from?: State) => {
      const model = createModel(values, kernels, from);
      first ??= firstRow(model);
      return model;
    });
    return { ...runner.advance(step), first: first! };
  },
  advance: (n: number): Progress => runner!.advance(n),
  seek: (step: number): Progress => runner!.seek(step),
};
export type TrainingApi = typeof api;

expose(api);
