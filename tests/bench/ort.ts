/** ONNX Runtime Web on its WASM execution provider, one thread. Every run copies inputs in and outputs out: it has no other way. */
import * as runtime from 'onnxruntime-web';
import { BESIDE, bytesOf, onnxModel } from './onnxModel';
import type { Input, Model, Node } from './onnxModel';
import type { Entry } from './workload';

runtime.env.wasm.numThreads = 1;
runtime.env.logLevel = 'error';

const providers = { executionProviders: ['wasm'] };

/** Everything that a run is given, by name. */
export const feedsOf = (inputs: Model['inputs']): Record<string, runtime.Tensor> =>
  Object.fromEntries(
    Object.entries(inputs)
      .filter(([, input]) => !input.constant)
      .map(([name, { data, dims }]) => [name, tensorOf(data, dims as number[])]),
  );

export const tensorOf = (data: Input['data'], dims: readonly number[]): runtime.Tensor =>
  data instanceof Float32Array
    ? new runtime.Tensor('float32', data, dims)
    : new runtime.Tensor('int64', data as BigInt64Array, dims);

/** A session whose constants lie in a file beside the model. */
export function largeSession(model: Model): Promise<runtime.InferenceSession> {
  const offsets: Record<string, number> = {};
  let end = 0;
  const constants = Object.entries(model.inputs).filter(([, input]) => input.constant);
  for (const [name, { data }] of constants) {
    offsets[name] = end;
    end += Math.ceil(data.byteLength / 64) * 64;
  }
  const beside = new Uint8Array(end);
  for (const [name, input] of constants) beside.set(bytesOf(input), offsets[name]);
  const externalData = [{ path: BESIDE, data: beside }];
  return runtime.InferenceSession.create(onnxModel(model, offsets), { ...providers, externalData });
}

type Single = Omit<Node, 'from' | 'to'> & { readonly inputs: Model['inputs'] };

/** An entry from one node, or several; `arrange` brings the output into our order. */
export async function ort(
  model: Single | Model,
  arrange: (out: Float32Array) => ArrayLike<number> = (out) => out,
): Promise<Entry> {
  const whole = 'nodes' in model ? model : { inputs: model.inputs, nodes: [model] };
  const session = await runtime.InferenceSession.create(onnxModel(whole), providers);
  const feeds = feedsOf(whole.inputs);
  return {
    run: () => session.run(feeds),
    read: async () => arrange((await session.run(feeds)).out!.data as Float32Array),
    free: () => void session.release(),
  };
}
