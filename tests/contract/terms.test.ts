/** What the text names in the lists exists there, and what the lists hold the text names. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LANGS } from '../../src/lib/text';
import { LISTS, parseList } from '../../src/site/lists';
import { tags } from '../../src/site/mdx';

const list = <K extends keyof typeof LISTS>(name: K) =>
  parseList<{ id: string }>(readFileSync(LISTS[name].file, 'utf8'), LISTS[name].entry as never, LISTS[name].file);

const glossary = list('glossary').map(({ id }) => id);
const references = list('references').map(({ id }) => id);
const errata = list('errata') as { id: string; source: string[] }[];

/** Every mention of a component, with its page. */
const mentions = (lang: string, name: string) =>
  globSync(`content/${lang}/**/*.mdx`).flatMap((file) =>
    tags(readFileSync(file, 'utf8'), [name]).map(({ attributes }) => ({ file, id: attributes['id'] ?? '' })),
  );
const unknown = (lang: string, name: string, known: readonly string[]) =>
  mentions(lang, name)
    .filter(({ id }) => !known.includes(id))
    .map(({ file, id }) => `${file}: <${name} id="${id}" />`);
const unnamed = (lang: string, name: string, known: readonly string[]) => {
  const named = new Set(mentions(lang, name).map(({ id }) => id));
  return known.filter((id) => !named.has(id));
};

describe.each(LANGS)('%s', (lang) => {
  test('every term, citation and erratum exists', () => {
    expect(unknown(lang, 'Term', glossary)).toEqual([]);
    expect(unknown(lang, 'Cite', references)).toEqual([]);
    expect(
      unknown(
        lang,
        'AsPrinted',
        errata.map(({ id }) => id),
      ),
    ).toEqual([]);
  });
  test('every entry of the glossary is used', () => {
    expect(unnamed(lang, 'Term', glossary)).toEqual([]);
  });
  test('every reference is cited, in the text or by an erratum', () => {
    const sources = new Set(errata.flatMap(({ source }) => source));
    expect(unnamed(lang, 'Cite', references).filter((id) => !sources.has(id))).toEqual([]);
  });
  test('every erratum stands where its section is treated', () => {
    expect(
      unnamed(
        lang,
        'AsPrinted',
        errata.map(({ id }) => id),
      ),
    ).toEqual([]);
  });
});

test('every erratum names a reference', () => {
  expect(errata.flatMap(({ source }) => source).filter((source) => !references.includes(source))).toEqual([]);
});

test('a mention of nothing is found', () => {
  expect(mentions('zh', 'Cite').length).toBeGreaterThan(10);
  expect(unknown('zh', 'Cite', [])).toHaveLength(mentions('zh', 'Cite').length);
});
