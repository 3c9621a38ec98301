/**
 * ONNX files as bytes. Numbers of fields and types are those of onnx.proto.
 * Source: https://github.com/onnx/onnx/blob/v1.15.0/onnx/onnx.proto
 */
import { float, int, join, message, text } from '@/lib/protobuf';
import type { Bytes } from '@/lib/protobuf';

/** ONNX 1.15. */
export const OPSET = 20;
const IR_VERSION = 9;
const PRODUCER = 'bubble-or-gold-mine';

export const TYPES = { float: 1, int32: 6, int64: 7, bool: 9 } as const;

/** Whole numbers are bigints, so that a float that is whole stays a float. */
export type Attribute = number | bigint | string | readonly bigint[] | readonly string[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** Inputs and outputs by name, '' for one that is left out. */
export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** A size is a number, the name of one that is free, or unknown; without a shape the engine infers it. */
export interface OnnxValue {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  readonly shape?: readonly (number | string | undefined)[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** AttributeProto: its name, the value in the field of its kind, and the kind. */
function attribute([name, value]: [string, Attribute]): Bytes {
  const parts = (): [Bytes, kind: number] => {
    if (typeof value === 'number') return [float(2, value), 1];
    if (typeof value === 'bigint') return [int(3, value), 2];
    if (typeof value === 'string') return [text(4, value), 3];
    const list = value as readonly (bigint | string)[];
    return [
      join(list.map((v) => (typeof v === 'string' ? text(9, v) : int(8, v)))),
      typeof list[0] === 'string' ? 8 : 7,
    ];
  };
  const [body, kind] = parts();
  return message(5, text(1, name), body, int(20, kind));
}

/** NodeProto. */
const node = ({ type, inputs, outputs, attributes }: OnnxNode) =>
  message(
    1,
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, outputs.find(Boolean)!),
    text(4, type),
    ...Object.entries(attributes).map(attribute),
  );

/** TensorProto, its numbers as raw_data. */
const initializer = ({ name, shape, values }: Initializer) =>
  message(
    5,
    ...shape.map((n) => int(1, n)),
    int(2, values instanceof Float32Array ? TYPES.float : TYPES.int64),
    text(8, name),
    message(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)), // little-endian, as WASM memory is
  );

/** ValueInfoProto. */
const valueInfo = (field: number, { name, type, shape }: OnnxValue) => {
  const dimension = (n: number | string | undefined) =>
    message(1, ...(n === undefined ? [] : [typeof n === 'number' ? int(1, n) : text(2, n)]));
  const tensor = message(1, int(1, TYPES[type]), ...(shape ? [message(2, ...shape.map(dimension))] : []));
  return message(field, text(1, name), message(2, tensor));
};

/** ModelProto. */
export function onnxBytes({ nodes, initializers, inputs, outputs }: OnnxGraph): Bytes {
  const graph = message(
    7,
    ...nodes.map(node),
    text(2, 'model'),
    ...initializers.map(initializer),
    ...inputs.map((value) => valueInfo(11, value)),
    ...outputs.map((value) => valueInfo(12, value)),
  );
  return join([int(1, IR_VERSION), text(2, PRODUCER), graph, message(8, text(1, ''), int(2, OPSET))]);
}
