/** Both languages are the same book: the same pages, and on every page the same headings, figures, numbers and sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { LANGS, type Lang } from '../../src/lib/text';
import { equations } from '../../src/site/equations';
import { tags, withoutCode } from '../../src/site/mdx';
import { numbering } from '../../src/site/numbering';

const pagesOf = (lang: Lang) =>
  readdirSync(`content/${lang}`)
    .filter((file) => file.endsWith('.mdx'))
    .sort();
const read = (lang: Lang, file: string) => readFileSync(`content/${lang}/${file}`, 'utf8');

/** `## Title {#id}`, in order, with its level. */
const headings = (source: string) =>
  [...withoutCode(source).matchAll(/^(#{2,6}) .*$/gm)].map(
    ([line, level]) => `${level} ${/\{#([\w-]+)\}/.exec(line)?.[1] ?? '(no id)'}`,
  );

/** Attributes in the order of their names; the words that differ by language left out. */
const written = (source: string, name: string) =>
  tags(source, [name]).map(({ attributes }) =>
    Object.entries(attributes)
      .filter(([key]) => !['caption', 'title'].includes(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${value}`)
      .join(' '),
  );
/** Money is told in 万 in Chinese and in millions in English: the same value under two names, to other digits. */
const unitless = (attributes: string) =>
  attributes.replace(/^digits=\d+ of=(\w+?)(?:Wan|Yi|Millions|Billions)(?= |$)/, 'of=$1 in the units of the language');
const sorted = (list: readonly string[]) => [...list].sort();
const unique = (list: readonly string[]) => sorted([...new Set(list)]);

const frontMatter = (source: string) => parse(/^---\n([\s\S]*?)\n---/.exec(source)![1]!) as Record<string, unknown>;
const shape = (source: string) =>
  Object.fromEntries(
    Object.entries(frontMatter(source)).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.length : typeof value === 'string' ? 'text' : value,
    ]),
  );

test('both have the same pages', () => {
  expect(pagesOf('zh').length).toBeGreaterThan(0);
  expect(pagesOf('en')).toEqual(pagesOf('zh'));
});

describe.each(pagesOf('zh'))('%s', (file) => {
  const [zh, en] = LANGS.map((lang) => read(lang, file)) as [string, string];

  test('front matter: the same fields, as many goals and closing sentences', () => {
    expect(shape(en)).toEqual(shape(zh));
  });
  test('headings: the same ids, levels and order', () => {
    expect(headings(en)).toEqual(headings(zh));
    expect(headings(zh).filter((heading) => heading.includes('(no id)'))).toEqual([]);
    expect(unique(headings(zh).map((heading) => heading.split(' ')[1]!))).toHaveLength(headings(zh).length);
  });
  test('figures, tables, demos and exercises: the same, under the same numbers', () => {
    expect(numbering(en, '1')).toEqual(numbering(zh, '1'));
  });
  test('equations: the same labels under the same numbers', () => {
    expect([...equations(en, '1')]).toEqual([...equations(zh, '1')]);
  });
  test.each(['Value', 'Try', 'Ref', 'AsPrinted'])('%s: as often, with the same attributes', (name) => {
    expect(sorted(written(en, name).map(unitless))).toEqual(sorted(written(zh, name).map(unitless)));
  });
  test.each(['Cite', 'Term'])('%s: the same entries', (name) => {
    expect(unique(written(en, name))).toEqual(unique(written(zh, name)));
  });
  test('diagrams: as many', () => {
    const count = (source: string) => source.match(/^```mermaid/gm)?.length ?? 0;
    expect(count(en)).toBe(count(zh));
  });
});

test('what is compared is really read', () => {
  const source = read('zh', '01-overview.mdx');
  expect(headings(source).length).toBeGreaterThan(10);
  expect(numbering(source, '1').length).toBeGreaterThan(3);
  expect(equations(source).size).toBeGreaterThan(3);
  expect(written(source, 'Value').length).toBeGreaterThan(10);
});
