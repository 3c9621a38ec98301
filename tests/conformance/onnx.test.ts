/**
 * Operators as the ONNX project means them: the cases of the folder ONNX_CASES (one `<Op>.json.gz` each, published inputs
 * and outputs), run through src/nn by the adapters beside this file.
 */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createRuntime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { assertClose } from '../support/assertClose';
import type { CaseRecord, Operators, Outputs } from './case';
import { Case, isTensor, plain, readRecords } from './case';
import { attention } from './operators/attention';
import { elementwise } from './operators/elementwise';
import { layers } from './operators/layers';
import { losses } from './operators/losses';
import { matmul } from './operators/matmul';
import { optimisers } from './operators/optimisers';
import { reductions } from './operators/reductions';
import { shapes } from './operators/shapes';

const FAMILIES: readonly Operators[] = [attention, elementwise, layers, losses, matmul, optimisers, reductions, shapes];
const operators: Operators = Object.assign({}, ...FAMILIES);
/** A fair gate for a float32 kernel: the published outputs are f32 too. */
const TOLERANCE = { rel: 1e-5, abs: 1e-5 };
/** Cases whose inputs and outputs were written down with four decimals: 2.5564 / 9 is published as 0.2841. */
const FOUR_DECIMALS = new Set(['averagepool_2d_ceil_last_window_starts_on_pad']);

const runtime = createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

/** Runs a case; throws unless every output that it publishes comes out, in its shape. */
function judge(record: CaseRecord, run: (c: Case) => Outputs): void {
  const outputs = runtime.scope(() =>
    run(new Case(runtime, record)).map((out) =>
      out && isTensor(out) ? { shape: out.shape, data: out.values() } : out,
    ),
  );
  const tolerance = FOUR_DECIMALS.has(record.name) ? { rel: 0, abs: 1e-4 } : TOLERANCE;
  let judged = 0;
  record.outputs.forEach((output, i) => {
    if (output.data === null) return;
    const expected = plain(output);
    expect(outputs[i]?.shape, `shape of output ${i}`).toEqual(expected.shape);
    if (expected.data.length) assertClose(outputs[i]!.data, expected.data, tolerance);
    judged++;
  });
  expect(judged).toBeGreaterThan(0);
}

const folder = process.env['ONNX_CASES'];
if (folder === undefined) {
  test('the cases of a folder', ({ skip }) => {
    const why = "skipped: ONNX_CASES names no folder of operator cases; they are the ONNX project's and not kept here";
    console.info(why); // the reporter shows no reason
    skip(why);
  });
} else {
  const files = globSync('**/*.json.gz', { cwd: folder }).sort();
  test('the folder holds cases', () => expect(files).not.toEqual([]));
  describe.each(files)('%s', (file) => {
    const records = readRecords(join(folder, file));
    test(`${basename(file)} holds cases`, () => expect(records).not.toEqual([]));
    test.each(records)('$name', (record) => {
      const run = operators[record.op];
      if (!run) throw new Error(`src/nn has the operator; got ${record.op}, for which there is no adapter`);
      judge(record, run);
    });
  });
}

test('a family names no operator that another has', () => {
  const names = FAMILIES.flatMap((family) => Object.keys(family));
  expect(names).toHaveLength(new Set(names).size);
});

describe('the judge', () => {
  const record = (data: number[], shape: number[]): CaseRecord => ({
    name: 'relu',
    op: 'Relu',
    attrs: {},
    inputs: [{ name: 'x', shape: [2], data: [-1, '3' as string] }],
    outputs: [{ name: 'y', shape, data }],
  });
  const relu = operators['Relu']!;
  test('passes what is right', () => judge(record([0, 3], [2]), relu));
  test('refuses a wrong value, a wrong shape, a missing output, and a case without outputs', () => {
    expect(() => judge(record([0, 3.0001], [2]), relu)).toThrow(/^assertClose/);
    expect(() => judge(record([0, 3], [2, 1]), relu)).toThrow(/shape of output 0/);
    expect(() => judge(record([0, 3], [2]), () => [])).toThrow(/shape of output 0/);
    expect(() => judge({ ...record([0, 3], [2]), outputs: [] }, relu)).toThrow();
  });
});
