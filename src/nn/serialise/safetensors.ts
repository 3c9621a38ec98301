/**
 * The safetensors file format: eight bytes for the length of the header (little-endian), the header in JSON, then the
 * numbers of all tensors without gaps.
 *
 *   { "__metadata__": { … }, "layer1.weight": { "dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48] }, … }
 *
 * Written: F32. Read: F32, F16 and BF16, the last two exactly, as f32.
 * Source: https://github.com/huggingface/safetensors, README, "Format".
 */
import { DomainError, ShapeError, show } from '@/lib/errors';

export interface SafeTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

export interface SafeTensors {
  readonly tensors: Readonly<Record<string, SafeTensor>>;
  /** Free text by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
/** As the reference implementation: a longer header is an attack. */
const MOST_HEADER_BYTES = 100_000_000;
const METADATA = '__metadata__';

type Dtype = 'F32' | 'F16' | 'BF16';
const BYTES: Readonly<Record<Dtype, number>> = { F32: 4, F16: 2, BF16: 2 };
const isDtype = (name: unknown): name is Dtype => typeof name === 'string' && Object.hasOwn(BYTES, name);

/**
 * @throws {ShapeError} a shape that does not hold its values
 * @throws {DomainError} a tensor of the name that is the metadata's
 */
export function writeSafetensors({ tensors, metadata = {} }: Partial<SafeTensors>): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = Object.keys(metadata).length ? { [METADATA]: metadata } : {};
  let at = 0;
  const entries = Object.entries(tensors ?? {});
  for (const [name, { shape, values }] of entries) {
    if (name === METADATA) throw new DomainError(`writeSafetensors: ${METADATA} names no tensor; got one`);
    if (elements(shape) !== values.length)
      throw new ShapeError(
        `writeSafetensors: a shape holds its values; got ${show(shape)} and ${values.length} of ${show(name)}`,
      );
    header[name] = { dtype: 'F32', shape, data_offsets: [at, at + 4 * values.length] };
    at += 4 * values.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces at the end, so that the numbers start at a multiple of eight.
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + length + at).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, LENGTH_BYTES);
  let to = LENGTH_BYTES + length;
  for (const [, { values }] of entries) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), to); // little-endian, as WASM memory is
    to += values.byteLength;
  }
  return bytes;
}

/** @throws {DomainError} a file that is cut off, has gaps or overlaps, is no safetensors file, or holds another dtype */
export function readSafetensors(bytes: Uint8Array): SafeTensors {
  const { header, start } = readHeader(bytes);
  const room = bytes.length - start;
  const metadata = checkMetadata(header[METADATA] ?? {});
  const entries = Object.entries(header).flatMap(([name, entry]) =>
    name === METADATA ? [] : [{ name, ...checkEntry(name, entry) }],
  );
  let end = 0;
  for (const { name, from, to } of [...entries].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end)
      throw new DomainError(
        `readSafetensors: tensors follow one another without ${from < end ? 'overlap' : 'gap'}; got ${show(name)} at ${from} after ${end}`,
      );
    end = to;
  }
  if (end !== room)
    throw new DomainError(`readSafetensors: the file ends with its last tensor; got ${room} bytes of data for ${end}`);
  const data = bytes.subarray(start);
  return {
    tensors: Object.fromEntries(
      entries.map(({ name, dtype, shape, from }) => [
        name,
        { shape, values: readValues(data, dtype, from, elements(shape)) },
      ]),
    ),
    metadata,
  };
}

const elements = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);
const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);
const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < LENGTH_BYTES)
    throw new DomainError(`readSafetensors: a file has at least ${LENGTH_BYTES} bytes; got ${bytes.length}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MOST_HEADER_BYTES)
    throw new DomainError(`readSafetensors: a header has at most ${MOST_HEADER_BYTES} bytes; got ${length}`);
  const start = LENGTH_BYTES + length;
  if (start > bytes.length)
    throw new DomainError(`readSafetensors: the header is there; got ${bytes.length} bytes of ${start}`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, start)));
  } catch {
    throw new DomainError('readSafetensors: the header is JSON; got something else');
  }
  if (!isObject(header)) throw new DomainError(`readSafetensors: the header is an object; got ${show(header)}`);
  return { header, start };
}

function checkMetadata(metadata: unknown): Record<string, string> {
  if (!isObject(metadata) || !Object.values(metadata).every((text) => typeof text === 'string'))
    throw new DomainError(`readSafetensors: metadata are texts by name; got ${show(metadata)}`);
  return metadata as Record<string, string>;
}

function checkEntry(name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  if (!isDtype(dtype))
    throw new DomainError(
      `readSafetensors: numbers are ${Object.keys(BYTES).join(', ')}; got ${show(dtype)} for ${show(name)}`,
    );
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw new DomainError(`readSafetensors: a shape is a list of sizes; got ${show(shape)} for ${show(name)}`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw new DomainError(`readSafetensors: data_offsets are two byte offsets; got ${show(offsets)} for ${show(name)}`);
  const [from, to] = offsets as [number, number];
  if (to - from !== BYTES[dtype] * elements(shape))
    throw new DomainError(
      `readSafetensors: ${show(name)} of ${show(shape)} takes ${BYTES[dtype] * elements(shape)} bytes; got ${to - from}`,
    );
  return { dtype, shape: shape as readonly number[], from, to };
}

/** Copied out first: a tensor may start at any byte. */
function readValues(data: Uint8Array, dtype: Dtype, from: number, n: number): Float32Array<ArrayBuffer> {
  const own = data.slice(from, from + n * BYTES[dtype]).buffer as ArrayBuffer;
  if (dtype === 'F32') return new Float32Array(own);
  const halves = new Uint16Array(own);
  if (dtype === 'F16') return Float32Array.from(halves, halfToNumber);
  return new Float32Array(Uint32Array.from(halves, (upper) => upper << 16).buffer);
}

/**
 * The number that 16 bits stand for: sign, 5 bits of exponent, 10 of fraction (IEEE 754).
 *
 * @example [0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00].map(halfToNumber) // [1, -2, 2 ** -24, 65504, Infinity]
 */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24);
}
