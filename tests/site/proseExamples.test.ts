/** Runs the examples in the docstrings of what turns chapters into pages. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findExamples, runExample } from '../support/runExamples';

type Exports = Record<string, unknown>;
const names = [
  'chapterOf',
  'citations',
  'cite',
  'equations',
  'href',
  'mdx',
  'numberOf',
  'numbering',
  'program',
  'readingTime',
  'words',
];
const drawing = ['mermaid/pathPoints', 'mermaid/textMetrics', 'mermaid/transform'];

const cases = (
  await Promise.all(
    [...names, ...drawing].map(async (name) => {
      const file = new URL(`../../src/site/${name}.ts`, import.meta.url);
      const scope = (await import(file.href)) as Exports;
      const examples = findExamples(readFileSync(file, 'utf8'));
      if (examples.length === 0) throw new Error(`${name}: has an example; got none`);
      return examples.map((example) => ({ title: `${name}: ${example.call}`, example, scope }));
    }),
  )
).flat();

test.each(cases)('$title', ({ example, scope }) => {
  expect(runExample(example, scope)).toBeUndefined();
});
