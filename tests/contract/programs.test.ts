/** Programs that a chapter prints run as printed, and come to the numbers beside them. */
import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { frameAt } from '@/components/demo/firstFrame';
import network from '@/demos/neural-network/demo';
import { createRandom } from '@/lib/random';
import * as nn from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernelsFromDisk('simd');
});

/** The text of every ```js fence, by page. */
const programs = globSync('content/{zh,en}/02-1-*.mdx').map((file) => ({
  file,
  codes: [...readFileSync(file, 'utf8').matchAll(/^```js[^\n]*\n([\s\S]*?)^```$/gm)].map(([, code]) => code!),
}));

/** What a program logs, run with our API and nothing else in reach. */
function logOf(code: string): [epoch: number, loss: number][] {
  const log: [number, number][] = [];
  const scope = { ...nn, createRandom, kernels, log: (epoch: number, loss: number) => log.push([epoch, loss]) };
  // The code under evaluation is the book's own.
  (new Function(...Object.keys(scope), `'use strict';\n${code}`) as (...values: unknown[]) => void)(
    ...Object.values(scope),
  );
  return log;
}

/** Comments are in the page's language. */
const bare = (code: string) => code.replace(/\s*\/\/.*$/gm, '');

test('one program on either page, the same but for its comments', () => {
  expect(programs.map(({ codes }) => codes.length)).toEqual([1, 1]);
  expect(bare(programs[0]!.codes[0]!)).toBe(bare(programs[1]!.codes[0]!));
});

describe.each(programs)('$file', ({ codes }) => {
  test('logs the losses of the demo from the same start', async () => {
    const log = logOf(codes[0]!);
    const { trace } = await frameAt(network, 'normal-start', 1000);
    expect(log.map(([epoch]) => epoch)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    for (const [epoch, loss] of log) expect(loss).toBeCloseTo(trace.columns['loss']![epoch]!, 6);
  });
});
