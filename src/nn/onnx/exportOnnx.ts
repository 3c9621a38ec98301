/**
 * Models as ONNX files, for engines that run them elsewhere: opset 20 (ONNX 1.15), IR version 9, float32.
 *
 *   const file = exportOnnx(runtime, {
 *     inputs: { x: { shape: ['batch', 3] } },
 *     forward: ({ x }) => ({ y: mlp.forward(x).output }),
 *     parameters: mlp.parameters,
 *   });
 *
 * The model runs a few times on random inputs while its ops say what they do. A size that is given by a name is another
 * from time to time (small: 2 to 4 of the first one, 3 to 5 of the next, …), so what depends on it is seen and stays free in
 * the file; numbers that differ otherwise are refused. Names and layout of the parameters are the model's own; the nodes
 * that bring them to ONNX's layout are folded by engines at load.
 *
 * Exported is what a forward pass computes, losses too. Not supported, and refused: training (dropout, batchNorm's
 * statistics of the batch), random numbers, KeyValueCache, numbers read off a tensor (argmax, `values()`) that come back in,
 * lists and tensors made from numbers whose length depends on a free size (but 0 … n − 1, and one number throughout), sizes
 * that are no sum of multiples of free ones (but one in a reshape), windows that depend on a free size.
 * A trace sees only what it passes through: a model that does something else at sizes beyond those (crops a text, say) has
 * that size fixed.
 */
import { DomainError, ShapeError, show } from '@/lib/errors';
import type { Bytes } from '@/lib/protobuf';
import { createRandom } from '@/lib/random';
import type { Indices } from '../Indices';
import type { Runtime } from '../runtime';
import { sizeOf } from '../tensor';
import type { NamedTensors, Tensor } from '../tensor';
import { build } from './build';
import type { Free } from './Graph';
import { onnxBytes } from './model';
import { Take } from './takes';

export interface OnnxInput {
  /** A size, or the name of one that is free: ['batch', 3]. */
  readonly shape: readonly (number | string)[];
  /** Whole numbers (int64 in the file) instead of floats; the model runs on some from 0 to below − 1. */
  readonly below?: number;
}

export interface OnnxOptions<I extends Readonly<Record<string, OnnxInput>>> {
  readonly inputs: I;
  /** Makes the outputs, by name. Layers whose training differs are set to infer before. */
  readonly forward: (inputs: {
    readonly [K in keyof I]: I[K] extends { below: number } ? Indices : Tensor;
  }) => NamedTensors;
  /** Names of what lasts, as `namedParameters` or `stateDict` gives them. */
  readonly parameters?: NamedTensors;
}

/**
 * @returns the bytes of the file
 * @throws {DomainError} what ONNX has no form for, or a pass that is another with other inputs
 * @throws {ShapeError} sizes that are neither names nor positive whole numbers
 */
export function exportOnnx<const I extends Readonly<Record<string, OnnxInput>>>(
  runtime: Runtime,
  { inputs, forward, parameters = {} }: OnnxOptions<I>,
): Bytes {
  const free = freeSizes(inputs);
  const takes = Array.from({ length: free.length + 2 }, (_, n) => {
    const take = new Take();
    const random = createRandom(n + 1);
    const outputs = runtime.trace(take.tracer, () => {
      const made = Object.entries(inputs).map(([name, { shape, below }]) => {
        const sizes = shape.map((size) =>
          typeof size === 'number' ? size : free.find((f) => f.name === size)!.values[n]!,
        );
        const numbers = Array.from({ length: sizeOf(sizes) }, () => random.uniform());
        const source =
          below === undefined
            ? runtime.tensor(numbers, sizes)
            : runtime.indices(
                numbers.map((u) => Math.floor(u * below)),
                sizes,
                below,
              );
        take.input(name, source);
        return [name, source];
      });
      const results = forward(Object.fromEntries(made) as Parameters<typeof forward>[0]);
      return Object.entries(results).map(([name, tensor]) => ({
        name,
        ref: take.ref(tensor, `output ${show(name)}`) as number,
      }));
    });
    return { take, outputs };
  });
  return onnxBytes(build({ inputs, free, parameters, takes }));
}

function freeSizes(inputs: Readonly<Record<string, OnnxInput>>): readonly Free[] {
  const free: Free[] = [];
  for (const [input, { shape }] of Object.entries(inputs))
    shape.forEach((size, axis) => {
      if (typeof size === 'number' && !(Number.isInteger(size) && size > 0))
        throw new ShapeError(
          `exportOnnx: a size is a positive whole number or a name; got ${show(shape)} of ${show(input)}`,
        );
      if (typeof size === 'number' || free.some(({ name }) => name === size)) return;
      free.push({ name: size, values: [], input, axis });
    });
  if (!Object.keys(inputs).length) throw new DomainError('exportOnnx: a model has inputs; got none');
  // One size at a time is another than in the first take, in the last one all of them.
  const takes = Array.from({ length: free.length + 2 }, (_, take) => take);
  return free.map((size, i) => {
    const more = (take: number) => (take === free.length + 1 ? 2 : Number(take === i + 1));
    return { ...size, values: takes.map((take) => 2 + i + more(take)) };
  });
}
