/** Runs the examples in the docstrings of what carries the book: site, embed, offline. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as size from '@/embed/size';
import * as download from '@/offline/download';
import * as offlineWords from '@/offline/words';
import * as csp from '@/site/csp';
import * as findPlace from '@/site/findPlace';
import { findExamples, runExample } from '../support/runExamples';

const files = {
  'embed/size': size,
  'offline/download': download,
  'offline/words': offlineWords,
  'site/csp': csp,
  'site/findPlace': findPlace,
};

const cases = Object.entries(files).flatMap(([file, scope]) => {
  const source = readFileSync(new URL(`../../src/${file}.ts`, import.meta.url), 'utf8');
  return findExamples(source).map((example) => ({ title: `${file}: ${example.call}`, example, scope }));
});

test.each(cases)('$title', ({ example, scope }) => {
  expect(runExample(example, scope)).toBeUndefined();
});

test('each of these files has one', () => {
  expect(new Set(cases.map(({ title }) => title.split(':')[0]))).toEqual(new Set(Object.keys(files)));
});
