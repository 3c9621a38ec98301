/** Imports run downhill: the table of rooms in the README, walked over every import line. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** What the files of a room may import of ours, beside their own room; a room is a folder, the deepest one counts. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'src/lib': [],
  'src/wasm': ['src/lib'],
  'src/nn': ['src/lib', 'src/wasm'],
  'src/models': ['src/lib', 'src/nn', 'src/data'],
  'src/data': ['src/lib'],
  'src/finance': ['src/lib'],
  'src/demos': ['src/lib', 'src/wasm', 'src/nn', 'src/models', 'src/data', 'src/finance', 'src/components/chart'],
  'src/components/chart': ['src/lib'],
  'src/components/demo': ['src/lib', 'src/wasm', 'src/demos', 'src/components/chart', 'src/styles'],
  'src/components/prose': ['src/lib', 'src/components', 'src/demos', 'src/site', 'src/styles'],
  'src/components/site': ['src/lib', 'src/components', 'src/offline', 'src/site', 'src/styles'],
  'src/site': ['src/lib', 'src/demos', 'src/styles', 'src/embed', 'src/offline'],
  'src/embed': ['src/lib'],
  // The service worker and the build agree on the manifest's type.
  'src/offline': ['src/lib', 'src/site/offline/manifest'],
  'src/styles': [],
  'src/pages': ['src/lib', 'src/components', 'src/demos', 'src/site', 'src/styles', 'src/embed'],
};
const rooms = Object.keys(MAY).sort((a, b) => b.length - a.length);
/** The room of a file; the files at the top of src belong to the build, as site does. */
const roomOf = (file: string): string | undefined =>
  rooms.find((room) => file === room || file.startsWith(`${room}/`)) ??
  (dirname(file) === 'src' ? 'src/site' : undefined);

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s+(?:[\w*{][^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g;

/** The addresses that a source text imports; comments do not import. */
function importsOf(source: string): string[] {
  const code = source
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/<!--[^]*?-->/g, '');
  return [...code.matchAll(IMPORT)].map((match) => (match[1] ?? match[2] ?? match[3])!.replace(/\?.*$/, ''));
}

/** Where an import of ours leads, from the root on; undefined for packages. */
function target(file: string, address: string): string | undefined {
  if (address.startsWith('@/')) return `src/${address.slice(2)}`;
  if (address === '@prose') return 'src/components/prose/index.ts';
  if (address.startsWith('.')) return relative(root, resolve(root, dirname(file), address)).replaceAll('\\', '/');
  return undefined;
}

const files = globSync('src/**/*.{ts,mjs,svelte,astro,css}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.startsWith('src/content/docs'));

test('every file of src stands in a room', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !roomOf(file))).toEqual([]);
});

test('imports run downhill', () => {
  const uphill: string[] = [];
  for (const file of files) {
    const room = roomOf(file)!;
    for (const address of importsOf(readFileSync(join(root, file), 'utf8'))) {
      const to = target(file, address);
      if (!to || to === 'package.json') continue;
      const allowed = roomOf(to) === room || MAY[room]!.some((may) => to === may || to.startsWith(`${may}/`));
      if (!allowed) uphill.push(`${file} imports ${to}`);
    }
  }
  expect(uphill).toEqual([]);
});

test('the numeric rooms know neither Svelte, nor Astro, nor the DOM', () => {
  const rooms = /^src\/(lib|wasm|nn|models|data|finance)\//;
  const DOM = /\b(document|window|localStorage|HTMLElement)\s*[.[]/;
  const strangers: string[] = [];
  for (const file of files.filter((f) => rooms.test(f))) {
    const source = readFileSync(join(root, file), 'utf8');
    const packages = importsOf(source).filter((address) => /^(svelte|astro|@astrojs)\b/.test(address));
    strangers.push(...packages.map((name) => `${file} imports ${name}`));
    const code = source.replace(/\/\*[^]*?\*\//g, '').replace(/\/\/.*$/gm, '');
    if (DOM.test(code)) strangers.push(`${file} speaks of ${DOM.exec(code)![1]}`);
  }
  expect(strangers).toEqual([]);
});

test('a card is light: lib, and files of its folder that are light too', () => {
  const heavy = (file: string): string[] => {
    const code = readFileSync(join(root, file), 'utf8').replace(/\bimport\([^)]*\)/g, '');
    return importsOf(code).flatMap((address) => {
      const to = target(file, address);
      if (to && dirname(to) === dirname(file)) return heavy(`${to}.ts`);
      return to?.startsWith('src/lib/') ? [] : [`${file} imports ${address}`];
    });
  };
  const cards = files.filter((file) => /^src\/demos\/[^/]+\/demo\.ts$/.test(file));
  expect(cards.length).toBeGreaterThan(0);
  expect(cards.flatMap(heavy)).toEqual([]);
});

test('a demo imports no other demo', () => {
  const wrong: string[] = [];
  for (const file of files.filter((f) => /^src\/demos\/[^/]+\//.test(f))) {
    const folder = file.split('/').slice(0, 3).join('/');
    for (const address of importsOf(readFileSync(join(root, file), 'utf8'))) {
      const to = target(file, address);
      if (to?.startsWith('src/demos/') && !to.startsWith(`${folder}/`)) wrong.push(`${file} imports ${to}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('chapters import from components/prose only', () => {
  const wrong: string[] = [];
  for (const file of globSync('content/**/*.mdx', { cwd: root })) {
    for (const address of importsOf(readFileSync(join(root, file), 'utf8'))) {
      if (address !== '@prose' && !address.startsWith('@/components/prose')) wrong.push(`${file} imports ${address}`);
    }
  }
  expect(wrong).toEqual([]);
});

describe('import lines are found', () => {
  test.each([
    [`import a from './a';`, './a'],
    [`import type { A } from '@/lib/a';`, '@/lib/a'],
    [`import {\n  a,\n  b,\n} from "./ab";`, './ab'],
    [`import './a.css';`, './a.css'],
    [`export * from './a';`, './a'],
    [`const a = () => import('./a');`, './a'],
    [`import url from './worker?worker&url';`, './worker'],
    [`new Worker(new URL('./w.ts', import.meta.url))`, './w.ts'],
    [`import { a } from './a';import b from './b';`, './a,./b'],
  ])('%s', (line, address) => {
    expect(importsOf(line).join()).toBe(address);
  });
  test('none in comments and texts', () => {
    expect(importsOf(`// import a from './a';\n/* import b from './b'; */\nconst s = 'we import from here';`)).toEqual(
      [],
    );
  });
});
