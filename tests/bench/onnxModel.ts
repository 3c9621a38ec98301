/**
 * ONNX models of one node, as bytes: as much of protobuf as that takes (a field is its number and wire type in one
 * varint, then a varint or a length and bytes; onnx.proto gives the numbers).
 */
export type Input = {
  readonly data: Float32Array;
  readonly dims: readonly number[];
  /** Part of the model instead of an input: the engine may prepare it once. */
  readonly constant?: boolean;
};
export type Node = {
  readonly op: string;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly attributes?: Readonly<Record<string, number>>;
};

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

const FLOAT = 1;
/** AttributeProto: a whole number is an int, any other a float. */
const attribute = ([name, value]: [string, number]) =>
  Number.isInteger(value)
    ? message(5, text(1, name), int(3, value), int(20, 2))
    : message(5, text(1, name), [...varint(2 * 8 + 5), ...new Uint8Array(Float32Array.of(value).buffer)], int(20, 1));
/** ValueInfoProto of a float tensor; without dims the engine infers them. */
const value = (field: number, name: string, dims?: readonly number[]) =>
  message(
    field,
    text(1, name),
    message(2, message(1, int(1, FLOAT), ...(dims ? [message(2, ...dims.map((d) => message(1, int(1, d))))] : []))),
  );
/** TensorProto. */
const initializer = (name: string, { data, dims }: Input) =>
  message(
    5,
    ...dims.map((d) => int(1, d)),
    int(2, FLOAT),
    text(8, name),
    message(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  );

/** A model with one node; its output is called `out`. IR version 10, opset 21. */
export function onnxModel({ op, inputs, attributes = {} }: Node): Uint8Array {
  const entries = Object.entries(inputs);
  const node = [
    ...entries.map(([name]) => text(1, name)),
    text(2, 'out'),
    text(4, op),
    ...Object.entries(attributes).map(attribute),
  ];
  const graph = [
    message(1, ...node),
    text(2, 'bench'),
    ...entries.map(([name, input]) => (input.constant ? initializer(name, input) : value(11, name, input.dims))),
    value(12, 'out'),
  ];
  return join([int(1, 10), message(7, ...graph), message(8, int(2, 21))]);
}
