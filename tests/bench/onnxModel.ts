/**
 * ONNX models as bytes: as much of protobuf as that takes (a field is its number and wire type in one varint, then a varint
 * or a length and bytes; onnx.proto gives the numbers).
 */
export type Input = {
  readonly data: Float32Array | BigInt64Array | Int8Array;
  /** A name stands for a size that may differ from run to run. */
  readonly dims: readonly (number | string)[];
  /** Part of the model instead of an input: the engine may prepare it once. */
  readonly constant?: boolean;
};
type Attribute = number | string | readonly number[];
/** The inputs of a node are all of the model's, in their order, and its output is called `out`, unless it says otherwise. */
export type Node = {
  readonly op: string;
  /** ONNX's own, or ONNX Runtime's. */
  readonly domain?: 'com.microsoft';
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
};
export type Model = {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly nodes: readonly Node[];
  readonly outputs?: readonly string[];
};
/** Where the constants of a large model are kept: in a file of this name beside it. */
export const BESIDE = 'weights';

type Bytes = readonly number[] | Uint8Array;
const join = (parts: readonly Bytes[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};
const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))]);
const int = (field: number, n: number) => [...varint(field * 8), ...varint(n)];
const message = (field: number, ...parts: Bytes[]) => {
  const body = join(parts);
  return join([varint(field * 8 + 2), varint(body.length), body]);
};
const text = (field: number, s: string) => message(field, new TextEncoder().encode(s));

const typeOf = (data: Input['data']) => (data instanceof Float32Array ? 1 : data instanceof Int8Array ? 3 : 7);
export const bytesOf = ({ data }: Input): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** AttributeProto: a whole number is an int, any other a float. */
const attribute = ([name, value]: [string, Attribute]) => {
  const body =
    typeof value === 'string'
      ? [text(4, value), int(20, 3)]
      : typeof value !== 'number'
        ? [...value.map((n) => int(8, n)), int(20, 7)]
        : Number.isInteger(value)
          ? [int(3, value), int(20, 2)]
          : [[...varint(2 * 8 + 5), ...new Uint8Array(Float32Array.of(value).buffer)], int(20, 1)];
  return message(5, text(1, name), ...body);
};
const dim = (d: number | string) => message(1, typeof d === 'string' ? text(2, d) : int(1, d));
/** ValueInfoProto of a tensor; without dims the engine infers them. */
const value = (field: number, name: string, type: number, dims?: Input['dims']) =>
  message(field, text(1, name), message(2, message(1, int(1, type), ...(dims ? [message(2, ...dims.map(dim))] : []))));
/** TensorProto, its numbers inside or from `offset` on in the file beside. */
const initializer = (name: string, input: Input, offset?: number) => {
  const place = { location: BESIDE, offset: String(offset), length: String(input.data.byteLength) };
  return message(
    5,
    ...input.dims.map((d) => int(1, d as number)),
    int(2, typeOf(input.data)),
    text(8, name),
    ...(offset === undefined
      ? [message(9, bytesOf(input))]
      : [...Object.entries(place).map(([key, word]) => message(13, text(1, key), text(2, word))), int(14, 1)]),
  );
};

/** IR version 10, opset 21. `offsets`: of the constants in the file beside, for a model too large to hold them. */
export function onnxModel(
  { inputs, nodes, outputs = ['out'] }: Model,
  offsets: Readonly<Record<string, number>> = {},
): Uint8Array {
  const entries = Object.entries(inputs);
  const graph = [
    ...nodes.map(({ op, domain, from = Object.keys(inputs), to = ['out'], attributes = {} }) =>
      message(
        1,
        ...from.map((name) => text(1, name)),
        ...to.map((name) => text(2, name)),
        text(4, op),
        ...Object.entries(attributes).map(attribute),
        ...(domain ? [text(7, domain)] : []),
      ),
    ),
    text(2, 'bench'),
    ...entries.map(([name, input]) =>
      input.constant ? initializer(name, input, offsets[name]) : value(11, name, typeOf(input.data), input.dims),
    ),
    ...outputs.map((name) => value(12, name, 1)),
  ];
  return join([
    int(1, 10),
    message(7, ...graph),
    message(8, int(2, 21)),
    message(8, text(1, 'com.microsoft'), int(2, 1)),
  ]);
}
