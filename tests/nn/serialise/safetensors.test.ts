import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { Linear, Module, createRuntime, loadTensors, readSafetensors, saveTensors, writeSafetensors } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { numbers } from '../../support/numbers';

/** A file by hand: header as given, then the bytes of the data. */
function file(header: unknown, data: readonly number[] = [], length?: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}
const entry = (dtype: string, shape: readonly number[], from: number, to: number) => ({ dtype, shape, data_offsets: [from, to] }); // prettier-ignore

test('the bytes are those of the format', () => {
  const bytes = writeSafetensors({
    tensors: { a: { shape: [2], values: Float32Array.of(1, -2) } },
    metadata: { step: '7' },
  });
  const header = '{"__metadata__":{"step":"7"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}      ';
  expect(header.length % 8).toBe(0);
  expect([...bytes]).toEqual([header.length, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]); // prettier-ignore
});

test('numbers follow one another in the order of the header', () => {
  const bytes = writeSafetensors({
    tensors: {
      'out.weight': { shape: [2, 1], values: Float32Array.of(0.5, 3) },
      scale: { shape: [], values: Float32Array.of(-1) },
    },
  });
  const header = '{"out.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"scale":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}      '; // prettier-ignore
  expect([...bytes]).toEqual([header.length, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), 0, 0, 0, 0x3f, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0xbf]); // prettier-ignore
});

test('a round trip, from any place in memory', () => {
  const tensors = {
    'layer1.weight': { shape: [3, 5], values: Float32Array.from(numbers(15, 1, 1e30)) },
    '层.偏置': { shape: [2], values: Float32Array.of(-0, Infinity) },
    scalar: { shape: [], values: Float32Array.of(NaN) },
    none: { shape: [0, 4], values: new Float32Array(0) },
  };
  const bytes = writeSafetensors({ tensors, metadata: { by: 'us' } });
  const moved = new Uint8Array(bytes.length + 3);
  moved.set(bytes, 3);
  const back = readSafetensors(moved.subarray(3));
  expect(back).toEqual({ tensors, metadata: { by: 'us' } });
  expect(Object.is(back.tensors['层.偏置']!.values[0], -0)).toBe(true);
  expect(readSafetensors(writeSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
});

test('F16 and BF16 become the numbers that they stand for', () => {
  // IEEE 754 binary16: 1, −2, least denormal, 65504, −∞, NaN, 0.333…; the upper half of a binary32: 1, −2, π to 8 bits.
  const bytes = file({ h: entry('F16', [7], 0, 14), b: entry('BF16', [3], 14, 20) }, [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7b, 0x00, 0xfc, 0x00, 0x7e, 0x55, 0x35, 0x80, 0x3f, 0x00, 0xc0, 0x49, 0x40]); // prettier-ignore
  const { tensors } = readSafetensors(bytes);
  expect([...tensors.h!.values]).toEqual([1, -2, 2 ** -24, 65504, -Infinity, NaN, 0.333251953125]);
  expect([...tensors.b!.values]).toEqual([1, -2, 3.140625]);
});

describe('refused', () => {
  const two = { a: entry('F32', [1], 0, 4), b: entry('F32', [1], 4, 8) };
  const data = [0, 0, 0, 0, 0, 0, 0, 0];
  test('files that are cut off', () => {
    expect(() => readSafetensors(new Uint8Array(5))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: a file has at least 8 bytes; got 5]`,
    );
    expect(() => readSafetensors(file(two, data, 500))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: the header is there; got 123 bytes of 508]`,
    );
    expect(() => readSafetensors(file(two, data, 2 ** 40))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: a header has at most 100000000 bytes; got 1099511627776]`,
    );
    expect(() => readSafetensors(file(two, data.slice(1)))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: the file ends with its last tensor; got 7 bytes of data for 8]`,
    );
    expect(() => readSafetensors(file(two, [...data, 1]))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: the file ends with its last tensor; got 9 bytes of data for 8]`,
    );
  });
  test('gaps and overlaps', () => {
    expect(() =>
      readSafetensors(file({ ...two, b: entry('F32', [1], 3, 7) }, data)),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: tensors follow one another without overlap; got "b" at 3 after 4]`,
    );
    expect(() =>
      readSafetensors(file({ ...two, b: entry('F32', [1], 5, 9) }, data)),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: tensors follow one another without gap; got "b" at 5 after 4]`,
    );
    expect(() => readSafetensors(file({ b: two.b }, data))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: tensors follow one another without gap; got "b" at 4 after 0]`,
    );
  });
  test('headers that say something else', () => {
    expect(() => readSafetensors(file('{"a"', data))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: the header is JSON; got something else]`,
    );
    expect(() => readSafetensors(file('[1]', data))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: the header is an object; got [1]]`,
    );
    expect(() => readSafetensors(file({ __metadata__: { step: 7 } }))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: metadata are texts by name; got {"step":7}]`,
    );
    expect(() => readSafetensors(file({ a: 3 }, data))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: numbers are F32, F16, BF16; got undefined for "a"]`,
    );
    expect(() => readSafetensors(file({ a: entry('I64', [1], 0, 8) }, data))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: numbers are F32, F16, BF16; got "I64" for "a"]`,
    );
    expect(() => readSafetensors(file({ a: entry('F32', [-1], 0, 4) }, data))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: a shape is a list of sizes; got [-1] for "a"]`,
    );
    expect(() => readSafetensors(file({ a: entry('F32', [1.5], 0, 6) }, data))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: a shape is a list of sizes; got [1.5] for "a"]`,
    );
    expect(() =>
      readSafetensors(file({ a: { ...two.a, data_offsets: [0] } }, data)),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: data_offsets are two byte offsets; got [0] for "a"]`,
    );
    expect(() => readSafetensors(file({ a: entry('F16', [1], 0, 4) }, data))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: readSafetensors: "a" of [1] takes 2 bytes; got 4]`,
    );
  });
  test('what cannot be written', () => {
    const values = Float32Array.of(1);
    expect(() => writeSafetensors({ tensors: { a: { shape: [2], values } } })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: writeSafetensors: a shape holds its values; got [2] and 1 of "a"]`,
    );
    expect(() =>
      writeSafetensors({ tensors: { __metadata__: { shape: [1], values } } }),
    ).toThrowErrorMatchingInlineSnapshot(`[DomainError: writeSafetensors: __metadata__ names no tensor; got one]`);
  });
});

describe('models', async () => {
  const runtime = createRuntime(await loadKernelsFromDisk());
  afterAll(() => runtime.free());
  class Model extends Module {
    readonly running = runtime.tensor([1, 2], [2]);
    readonly blocks: Linear[];
    readonly outProj: Linear;
    readonly tied: Linear;
    constructor(seed: number) {
      super();
      const random = createRandom(seed);
      this.blocks = [new Linear(runtime, 2, 3, { random }), new Linear(runtime, 3, 2, { random })];
      this.outProj = new Linear(runtime, 2, 1, { random });
      this.tied = this.outProj;
    }
  }

  test('parameters by dotted names; what lasts but is not learnt is saved too', () => {
    const model = new Model(1);
    const learnt = ['blocks.0.weight', 'blocks.0.bias', 'blocks.1.weight', 'blocks.1.bias', 'out_proj.weight', 'out_proj.bias']; // prettier-ignore
    expect(Object.keys(model.namedParameters())).toEqual(learnt);
    expect(Object.keys(model.stateDict())).toEqual(['running', ...learnt]);
  });

  test('saved and loaded, with what fits and nothing else', () => {
    const [from, to] = [new Model(1), new Model(2)];
    from.running.set([5, 6]);
    const bytes = saveTensors(from.stateDict(), { step: '3' });
    expect(loadTensors(to.stateDict(), bytes)).toEqual({ step: '3' });
    for (const [name, tensor] of Object.entries(from.stateDict()))
      expect(to.stateDict()[name]!.values()).toEqual(tensor.values());
    const before = to.running.values();
    const { running, ...rest } = from.stateDict();
    expect(() => loadTensors(to.stateDict(), saveTensors(rest))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: loadTensors: the file has every tensor; got no ["running"]]`,
    );
    expect(() => loadTensors({ running: to.running }, bytes)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: loadTensors: the file has no other tensors; got ["blocks.0.weight", "blocks.0.bias", "blocks.1.weight", "blocks.1.bias", "out_proj.weight", "out_proj.bias"]]`,
    );
    const row = runtime.tensor([8, 9], [1, 2]);
    expect(() =>
      loadTensors({ running: to.running }, saveTensors({ running: row })),
    ).toThrowErrorMatchingInlineSnapshot(`[ShapeError: loadTensors: "running" has shape [2]; got [1, 2]]`);
    expect(to.running.values()).toEqual(before);
    expect(running!.shape).toEqual([2]);
  });
});
