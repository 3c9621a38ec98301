/** An exported model in ONNX Runtime (its WASM provider, one thread), beside the model itself. */
import * as ort from 'onnxruntime-web';
import { expect } from 'vitest';
import type { NamedTensors, Runtime } from '@/nn';
import { exportOnnx } from '@/nn/onnx';
import type { OnnxInput, OnnxOptions } from '@/nn/onnx';
import { assertClose } from './assertClose';
import { numbers } from './numbers';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

type Inputs = Readonly<Record<string, OnnxInput>>;
export type Sizes = Readonly<Record<string, number>>;
/** A tensor in the words of neither. */
export type Plain = { readonly dims: readonly number[]; readonly data: readonly number[] };

/** What ONNX Runtime makes of a file: outputs by name. Its strictest reading: a name that is no input is refused too. */
export async function runOnnx(bytes: Uint8Array, feeds: Readonly<Record<string, Plain & { whole: boolean }>>) {
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  try {
    const results = await session.run(
      Object.fromEntries(
        Object.entries(feeds).map(([name, { dims, data, whole }]) => [
          name,
          whole
            ? new ort.Tensor('int64', BigInt64Array.from(data, BigInt), dims)
            : new ort.Tensor('float32', Float32Array.from(data), dims),
        ]),
      ),
    );
    return Object.fromEntries(
      Object.entries(results).map(([name, { dims, data }]): [string, Plain] => [
        name,
        { dims, data: Array.from(data as Float32Array) },
      ]),
    );
  } finally {
    await session.release();
  }
}

/** Values for the inputs: floats in [−scale, scale), whole numbers below their limit. */
export function feedsFor(inputs: Inputs, sizes: Sizes, scale: number, seed = 5) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, below }], i) => {
      const dims = shape.map((n) => (typeof n === 'number' ? n : sizes[n]!));
      const size = dims.reduce((p, n) => p * n, 1);
      const data =
        below === undefined
          ? numbers(size, seed + i, scale)
          : numbers(size, seed + i).map((u) => Math.floor(((u + 1) / 2) * below));
      return [name, { dims, data, whole: below !== undefined }];
    }),
  );
}

/** What the model itself makes of the same inputs. */
export function runHere(
  runtime: Runtime,
  forward: (inputs: never) => NamedTensors,
  feeds: ReturnType<typeof feedsFor>,
  inputs: Inputs,
): Record<string, Plain> {
  return runtime.scope(() => {
    const made = Object.entries(feeds).map(([name, { dims, data, whole }]) => [
      name,
      whole ? runtime.indices(data, dims, inputs[name]!.below!) : runtime.tensor(data, dims),
    ]);
    const outputs = (forward as (inputs: unknown) => NamedTensors)(Object.fromEntries(made));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, { dims: tensor.shape, data: [...tensor.values()] }]),
    );
  });
}

/**
 * Exports the model once and runs it with every one of the sizes: shapes are the same, numbers within 1e-4 as the issue
 * asks. Gives the bytes.
 */
export async function expectSame<const I extends Inputs>(
  runtime: Runtime,
  options: OnnxOptions<I>,
  { sizes = [{}], scale = 1, abs = 1e-4 }: { sizes?: readonly Sizes[]; scale?: number; abs?: number } = {},
): Promise<Uint8Array> {
  const bytes = exportOnnx(runtime, options);
  for (const own of sizes) {
    const feeds = feedsFor(options.inputs, own, scale);
    const expected = runHere(runtime, options.forward as never, feeds, options.inputs);
    const actual = await runOnnx(bytes, feeds);
    expect(Object.keys(actual)).toEqual(Object.keys(expected));
    for (const [name, { dims, data }] of Object.entries(expected)) {
      expect(actual[name]!.dims, `shape of ${name}`).toEqual(dims);
      assertClose(actual[name]!.data, data, { abs });
    }
  }
  return bytes;
}
