/** The lock file installs anywhere: every platform's packages are in it, and no private registry is. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { missingOptional } from '../../scripts/completeLock.mjs';

const root = resolve(import.meta.dirname, '../..');
const lock = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8'));
const { dependencies, devDependencies } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));

test('no optional package is left out (node scripts/completeLock.mjs adds them)', () => {
  expect(missingOptional(lock).map(({ path }) => path)).toEqual([]);
});

test('a left-out package is seen', () => {
  const packages = { 'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-darwin-arm64': '1.0.0' } } };
  expect(missingOptional({ packages }).map(({ path }) => path)).toEqual(['node_modules/a-darwin-arm64']);
});

test('packages come from the public registry, or from the reader’s own', () => {
  const hosts = Object.values<{ resolved?: string }>(lock.packages).map(
    ({ resolved }) => resolved && new URL(resolved).host,
  );
  expect([...new Set(hosts)].filter((host) => host && host !== 'registry.npmjs.org')).toEqual([]);
});

test('versions are exact', () => {
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d/.test(version as string),
  );
  expect(loose).toEqual([]);
});
