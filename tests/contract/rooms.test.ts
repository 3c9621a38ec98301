/** Rooms as the README draws them, and files that one person can hold in mind. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** What is in the repository, or about to be. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter(Boolean);

/** The tree of a README: what a line names, and what it says about it, by path. */
function treeOf(readme: string): Map<string, string> {
  const block = /```text\n([^]*?)```/.exec(readme)?.[1] ?? '';
  const found = new Map<string, string>();
  let parent = '';
  for (const line of block.split('\n')) {
    const match = /^( *)(\S+\/)(?:\s+(.+))?$/.exec(line);
    if (!match) continue;
    const [, indent, name, says = ''] = match;
    if (!indent) parent = name!;
    found.set((indent ? parent : '') + name, says);
  }
  return found;
}

describe.each(['README.md', 'README.zh.md'])('%s', (name) => {
  const tree = treeOf(readFileSync(join(root, name), 'utf8'));

  test('names every room of the repository and of src, with a line about each', () => {
    const top = new Set(files.filter((f) => f.includes('/') && !f.startsWith('.')).map((f) => `${f.split('/')[0]}/`));
    const src = new Set(files.filter((f) => /^src\/[^/]+\//.test(f)).map((f) => `src/${f.split('/')[1]}/`));
    expect([...tree.keys()].filter((path) => path.split('/').length === 2).sort()).toEqual([...top].sort());
    expect([...tree.keys()].filter((path) => path.startsWith('src/') && path !== 'src/').sort()).toEqual(
      [...src].sort(),
    );
  });

  test('names no folder or file that is not there', () => {
    const readme = readFileSync(join(root, name), 'utf8');
    const named = [
      ...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)|`((?:src|tests|content|assembly|scripts)\/[\w./-]+)`/g),
    ];
    const paths = named.map((match) => (match[1] ?? match[2])!).filter((path) => !path.includes('NN-'));
    const missing = paths.filter((path) => !files.some((f) => f === path || f.startsWith(path.replace(/\/?$/, '/'))));
    expect(missing).toEqual([]);
  });
});

test('no file is longer than 400 lines', () => {
  const code = files.filter((file) => /\.(ts|mjs|js|svelte|astro|css)$/.test(file));
  const long = code
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 400);
  expect(code.length).toBeGreaterThan(50);
  expect(long).toEqual([]);
});

test('a tree in a README is read', () => {
  expect([...treeOf('```text\nsrc/   code\n  lib/   leaves\ntests/ tests\n```')]).toEqual([
    ['src/', 'code'],
    ['src/lib/', 'leaves'],
    ['tests/', 'tests'],
  ]);
});
