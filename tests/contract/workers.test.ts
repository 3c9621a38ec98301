/**
 * A Worker's first script is imported by no other. WebKit runs it a second time when one of its own chunks imports from
 * it, and the second copy, which knows nothing of the run, takes over the messages. Bundlers like to put shared code there.
 */
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { find, importsOf, laterOf } from '../support/chunks';
import { read } from '../support/site';

const scripts = find('_astro/*.js');
/** Named in a text of another script, but imported by none at once or later: it is started. */
const workers = scripts.filter((name) => /(^|[/.])worker[.-]/.test(name));

test('there is a training Worker', () => {
  expect(workers.length).toBeGreaterThan(0);
});

test.each(workers)('%s is imported by no chunk, and exports nothing', (worker) => {
  const importers = scripts.filter((name) => [...importsOf(name), ...laterOf(name)].includes(worker));
  expect(importers.map((name) => posix.basename(name))).toEqual([]);
  expect(read(worker)).not.toMatch(/\bexport\s*\{/);
});
