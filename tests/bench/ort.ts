/** ONNX Runtime Web on its WASM execution provider, one thread. Every run copies inputs in and outputs out: it has no other way. */
import * as runtime from 'onnxruntime-web';
import { onnxModel } from './onnxModel';
import type { Node } from './onnxModel';
import type { Entry } from './workload';

runtime.env.wasm.numThreads = 1;
runtime.env.logLevel = 'error';

/** An entry from one node. */
export async function ort(node: Node): Promise<Entry> {
  const session = await runtime.InferenceSession.create(onnxModel(node), { executionProviders: ['wasm'] });
  const feeds = Object.fromEntries(
    Object.entries(node.inputs)
      .filter(([, input]) => !input.constant)
      .map(([name, { data, dims }]) => [name, new runtime.Tensor('float32', data, dims)]),
  );
  return {
    run: () => session.run(feeds),
    read: async () => (await session.run(feeds)).out!.data as Float32Array,
    free: () => void session.release(),
  };
}
