/** assembly/kernels, the door and the three modules agree; every kernel says what it must. */
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { BUILDS } from '@/wasm/kernels';
import { compileKernels } from '../../src/site/compileKernels.mjs';

const files = globSync('assembly/kernels/*.ts').sort();
const read = (file: string) => readFileSync(file, 'utf8');

test('the door has one line per kernel file, and nothing else', () => {
  const lines = files.map((file) => `export * from './kernels/${basename(file, '.ts')}';`);
  expect(read('assembly/index.ts').trim().split('\n')).toEqual(lines);
});

test('every module exports what the files export, and imports nothing', async () => {
  const names = files.flatMap((file) => [...read(file).matchAll(/^export function (\w+)/gm)].map((match) => match[1]!));
  expect(names.length).toBeGreaterThan(20);
  for (const build of BUILDS) {
    const module = await WebAssembly.compile(readFileSync(`src/wasm/kernel.${build}.wasm`));
    expect(WebAssembly.Module.imports(module)).toEqual([]);
    const exports = WebAssembly.Module.exports(module).map(({ name }) => name);
    expect(exports.sort()).toEqual([...names, 'memory', 'table'].sort());
  }
});

test.each(files)('%s: named after its export, opens with what it computes, its contract and its accuracy', (file) => {
  const source = read(file);
  const name = basename(file, '.ts');
  expect(source).toMatch(new RegExp(`^export function ${name}\\(`, 'm'));
  const [head] = /^\/\*\*[^]*?\*\//.exec(source) ?? [''];
  for (const part of ['Caller ensures: ', 'Accuracy: ', ' f32 ']) expect(head).toContain(part);
});

test('compileKernels does nothing when nothing has changed', async () => {
  expect(await compileKernels()).toEqual([]);
});
