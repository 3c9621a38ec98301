/** ONNX models of one node, as bytes. */
import { onnxBytes } from '@/nn/onnx/model';

export type Input = {
  readonly data: Float32Array;
  readonly dims: readonly number[];
  /** Part of the model instead of an input: the engine may prepare it once. */
  readonly constant?: boolean;
};
export type Node = {
  readonly op: string;
  readonly inputs: Readonly<Record<string, Input>>;
  /** A whole number is an int, any other a float. */
  readonly attributes?: Readonly<Record<string, number>>;
};

/** A model with one node; its output is called `out`. */
export function onnxModel({ op, inputs, attributes = {} }: Node): Uint8Array {
  const entries = Object.entries(inputs);
  const numbers = Object.entries(attributes).map(([name, n]) => [name, Number.isInteger(n) ? BigInt(n) : n]);
  return onnxBytes({
    nodes: [
      { type: op, inputs: Object.keys(inputs), outputs: ['out'], attributes: Object.fromEntries(numbers) as never },
    ],
    initializers: entries.flatMap(([name, { constant, dims, data }]) =>
      constant ? [{ name, shape: dims, values: data }] : [],
    ),
    inputs: entries.flatMap(([name, { constant, dims }]) => (constant ? [] : [{ name, type: 'float', shape: dims }])),
    outputs: [{ name: 'out', type: 'float' }],
  });
}
