/** What a reader downloads, against the budgets in package.json. Kilobytes are of 1000 bytes, compressed unless said. */
import { readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { JSDOM } from 'jsdom';
import { afterAll, describe, expect, test } from 'vitest';
import { demos } from '@/demos';
import { chunksOfCard, closure, find, gzip, laterOf, sum, weigh } from '../support/chunks';
import { base, dist, pages, read } from '../support/site';

const { budgets } = JSON.parse(readFileSync('package.json', 'utf8')) as { budgets: Record<string, number> };
const measured: string[] = [];
afterAll(() => console.log(measured.join('\n')));

function expectWithin(budget: string, what: string, bytes: number): void {
  const most = budgets[budget]!;
  expect(most, `package.json has a budget "${budget}"`).toBeGreaterThan(0);
  expect(bytes, what).toBeGreaterThan(0);
  const kB = bytes / 1000;
  measured.push(`${kB.toFixed(1).padStart(6)} of ${String(most).padStart(2)} kB  ${what}`);
  expect(kB, what).toBeLessThanOrEqual(most);
}

/** The name in the site of an address in a page. */
const nameOf = (address: string): string => posix.relative(base, address);

const chapters = pages.filter(({ path }) => /^(zh|en)\/\d\d-/.test(path));
const parse = (file: string) => new JSDOM(readFileSync(file, 'utf8')).window.document;

test('there is a chapter in each language', () => {
  expect(chapters.map(({ lang }) => lang).sort()).toEqual(expect.arrayContaining(['en', 'zh']));
});

describe.each(chapters)('/$path', ({ path, file }) => {
  test('its HTML', () => {
    expectWithin('chapter HTML, kB gzip', `HTML of /${path}`, gzip(readFileSync(file)));
  });

  test('its JavaScript without demos, with the search', () => {
    const document = parse(file);
    const scripts = [...document.querySelectorAll('script')].filter(({ type }) => !type || type === 'module');
    const files = closure(
      scripts.filter(({ src }) => src).map((script) => nameOf(script.getAttribute('src')!)),
      true,
    );
    const search = [...files].filter((name) => /ui-core|pagefind/i.test(name));
    expect(search, 'the chunk of the search box').toHaveLength(1);
    const inline = scripts.filter(({ src }) => !src).map(({ textContent }) => textContent);
    expectWithin('chapter JS without demos, kB gzip', `JS of /${path}`, sum(files) + gzip(inline.join('\n')));
  });
});

/** The frame: the island's component and Svelte, as every page with a demo loads them. */
const frame = (() => {
  const { file } = pages.find(({ path }) => /^zh\/demos\/[^/]+\/$/.test(path))!;
  const island = parse(file).querySelector('astro-island')!;
  return closure(['component-url', 'renderer-url'].map((name) => nameOf(island.getAttribute(name)!)));
})();

test('the demo frame with Svelte', () => {
  expectWithin('demo frame with Svelte, kB gzip', 'demo frame, Svelte, registry', sum(frame));
});

describe('demos', () => {
  /** What a demo adds to the frame when it is seen. */
  const added = new Map(
    demos.map((card) => {
      const { card: own, describe: words, view } = chunksOfCard(card.id);
      const files = [...closure([own, words, view])].filter((name) => !frame.has(name));
      return [card.id, files];
    }),
  );

  /** A model comes with the first change of a setting; that of a run is loaded by the Worker, from a chunk of its own. */
  test.each(demos.filter(({ run }) => !run).map(({ id }) => id))('%s: its model', (id) => {
    const files = [...closure([chunksOfCard(id).model])].filter(
      (name) => !frame.has(name) && !added.get(id)!.includes(name),
    );
    expectWithin("a demo's own chunk, kB gzip", `model of ${id}`, sum(files));
  });

  test.each(demos.map(({ id }) => id))('%s: its own chunks', (id) => {
    const shared = (name: string) => [...added].some(([other, files]) => other !== id && files.includes(name));
    const own = added.get(id)!.filter((name) => !shared(name));
    expectWithin(
      "a demo's own chunk, kB gzip",
      `demo ${id}: ${own.map((name) => posix.basename(name)).join(' ')}`,
      sum(own),
    );
    for (const later of new Set(own.flatMap(laterOf)))
      measured.push(`${''.padStart(11)}on demand: ${posix.basename(later)}`);
  });

  test('what they share is told', () => {
    const all = new Set([...added.values()].flat());
    for (const name of all) {
      const users = [...added].filter(([, files]) => files.includes(name)).map(([id]) => id);
      if (users.length > 1)
        measured.push(`${(weigh(name) / 1000).toFixed(1).padStart(6)} kB        shared by ${users.join(', ')}`);
    }
    expect(all.size).toBeGreaterThanOrEqual(demos.length);
  });
});

test.each(['base', 'simd', 'relaxed'])('the WASM core, %s', (build) => {
  const files = find(`_astro/kernel.${build}*.wasm`);
  expect(files).toHaveLength(1);
  expectWithin('WASM, kB gzip', `WASM, ${build}`, sum(files));
  expectWithin('WASM, kB raw', `WASM, ${build}, as it is`, statSync(posix.join(dist, files[0]!)).size);
});

test('TensorFlow.js and the training Worker come on demand only', () => {
  const all = find('_astro/*.js').filter((name) => /\/(tfjs|tensorflow|worker)[.-]/.test(name));
  for (const name of all) measured.push(`${(weigh(name) / 1000).toFixed(1).padStart(6)} kB        on demand: ${name}`);
  expect([...frame].filter((name) => all.includes(name))).toEqual([]);
  for (const { file } of chapters) expect(all.filter((name) => readFileSync(file, 'utf8').includes(name))).toEqual([]);
  expect(read('index.html')).not.toMatch(/tfjs|tensorflow/i);
});
