/**
 * Protocol buffers, the writing half: a message is fields one after another, each its number and wire type in one varint,
 * then a varint (whole numbers), four bytes (a float), or a length and bytes (texts, messages, packed lists).
 * Source: https://protobuf.dev/programming-guides/encoding
 */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Wire types. */
const VARINT = 0;
const LENGTH = 2;
const FOUR_BYTES = 5;

/** One after another. @example [...join([Uint8Array.of(1), Uint8Array.of(2, 3)])] // [1, 2, 3] */
export function join(parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Seven bits a byte, the lowest first; a negative number as its two's complement of 64 bits. @example [...varint(300)] // [0xac, 0x02] */
export function varint(value: number | bigint): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}

const tag = (field: number, wire: number) => varint(field * 8 + wire);

/** int32, int64, bool, enum. @example [...int(1, 150)] // [0x08, 0x96, 0x01] */
export const int = (field: number, value: number | bigint): Bytes => join([tag(field, VARINT), varint(value)]);

/** float. @example [...float(2, 1)] // [0x15, 0, 0, 0x80, 0x3f] */
export const float = (field: number, value: number): Bytes =>
  join([tag(field, FOUR_BYTES), new Uint8Array(Float32Array.of(value).buffer)]); // little-endian, as WASM memory is

/** bytes, or a message of the parts. @example [...message(3, int(1, 150))] // [0x1a, 3, 0x08, 0x96, 0x01] */
export function message(field: number, ...parts: readonly Uint8Array[]): Bytes {
  const length = parts.reduce((n, part) => n + part.length, 0);
  return join([tag(field, LENGTH), varint(length), ...parts]);
}

/** string. @example [...text(2, 'testing')] // [0x12, 7, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67] */
export const text = (field: number, value: string): Bytes => message(field, new TextEncoder().encode(value));
