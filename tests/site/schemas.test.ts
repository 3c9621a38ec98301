import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inText, shortAuthors } from '../../src/site/cite';
import { LISTS, parseList } from '../../src/site/lists';
import { chapter } from '../../src/site/schemas/chapter';

describe.each(Object.entries(LISTS))('%s', (_, { file, entry }) => {
  test('reads', () => {
    expect(parseList(readFileSync(file, 'utf8'), entry as never, file).length).toBeGreaterThan(0);
  });
});

describe('parseList says what is wrong, and where', () => {
  const glossary = (yaml: string) => () => parseList(yaml, LISTS.glossary.entry, 'content/glossary/glossary.yaml');
  const entry = 'id: loss\n  zh: 损失\n  en: loss\n  definition: { zh: 甲, en: A }';

  test('reads an entry, and fills what may be left out', () => {
    expect(glossary(`- ${entry}`)()).toEqual([
      { id: 'loss', zh: '损失', en: 'loss', definition: { zh: '甲', en: 'A' }, also: [] },
    ]);
  });
  test('one language missing', () => {
    expect(glossary('- id: loss\n  zh: 损失\n  en: loss\n  definition: { zh: 甲 }')).toThrowErrorMatchingInlineSnapshot(
      `[Error: content/glossary/glossary.yaml: entry loss: definition.en: Invalid input: expected string, received undefined; got undefined]`,
    );
  });
  test('an id that is none', () => {
    expect(glossary(`- ${entry.replace('loss', 'the loss')}`)).toThrowErrorMatchingInlineSnapshot(
      `[Error: content/glossary/glossary.yaml: entry the loss: id: an id is letters, digits and hyphens, a letter first; got "the loss"]`,
    );
  });
  test('an id twice', () => {
    expect(glossary(`- ${entry}\n- ${entry}`)).toThrowErrorMatchingInlineSnapshot(
      `[Error: content/glossary/glossary.yaml: an id names one entry; got "loss" twice]`,
    );
  });
  test('a word that no entry has', () => {
    expect(glossary(`- ${entry}\n  note: x`)).toThrowErrorMatchingInlineSnapshot(
      `[Error: content/glossary/glossary.yaml: entry loss: Unrecognized key: "note"; got {"id":"loss","zh":"损失","en":"loss","definition":{"zh":"甲","en":"A"},"note":"x"}]`,
    );
  });
  test('no list', () => {
    expect(glossary('loss: x')).toThrowErrorMatchingInlineSnapshot(
      `[Error: content/glossary/glossary.yaml: a list of entries; got {"loss":"x"}]`,
    );
  });
  test('no YAML', () => {
    expect(glossary('- id: "loss')).toThrow(/^content\/glossary\/glossary\.yaml: .*quote/);
  });
  test('a date that YAML took for something else', () => {
    const yaml = '- { id: a, authors: A, year: 2020, title: T, where: W, date: 2020 }';
    expect(() =>
      parseList(yaml, LISTS.references.entry, 'content/references/references.yaml'),
    ).toThrowErrorMatchingInlineSnapshot(
      `[Error: content/references/references.yaml: entry a: date: Invalid input: expected string, received number; got 2020]`,
    );
  });
  test('a section that YAML took for a number', () => {
    const yaml =
      '- { id: E1, section: 1.1, printed: { zh: 甲, en: A }, why: { zh: 甲, en: A }, correct: { zh: 甲, en: A }, source: [x] }';
    expect(() => parseList(yaml, LISTS.errata.entry, 'content/errata/errata.yaml')).toThrow(
      /entry E1: section: .*got 1\.1/,
    );
  });
});

describe('a chapter’s front matter', () => {
  test('all of it is optional, and kept', () => {
    expect(chapter.parse({})).toEqual({});
    const full = { chapter: 1, question: 'q', goals: ['g'], closing: ['c'], upNext: 'n' };
    expect(chapter.parse(full)).toEqual(full);
  });
  test.each([{ chapter: 0 }, { chapter: 1.5 }, { chapter: '1' }, { goals: 'one' }, { closing: [''] }])(
    '%j is refused',
    (data) => {
      expect(chapter.safeParse(data).success).toBe(false);
    },
  );
});

describe('how the text names authors', () => {
  test.each([
    ['OpenAI', 'OpenAI', 'OpenAI'],
    ['S. Noy, W. Zhang', 'Noy 和 Zhang', 'Noy and Zhang'],
    ['D. E. Rumelhart, G. E. Hinton, R. J. Williams', 'Rumelhart 等', 'Rumelhart et al.'],
    ['A. van den Oord, S. Dieleman, H. Zen and others', 'van den Oord 等', 'van den Oord et al.'],
    ['N. Maslej and others (Stanford HAI)', 'Maslej 等', 'Maslej et al.'],
    ['J. Devlin, M.-W. Chang', 'Devlin 和 Chang', 'Devlin and Chang'],
    ['U.S. Bureau of Labor Statistics', 'U.S. Bureau of Labor Statistics', 'U.S. Bureau of Labor Statistics'],
  ])('%s', (authors, zh, en) => {
    expect(shortAuthors(authors, 'zh')).toBe(zh);
    expect(shortAuthors(authors, 'en')).toBe(en);
  });
  test('a name of their own goes first', () => {
    const entry = {
      id: 'z',
      authors: 'Beijing Zhipu',
      short: { zh: '智谱', en: 'Zhipu' },
      year: 2025,
      title: 'T',
      where: 'W',
    };
    expect(inText(entry, 'zh')).toBe('智谱, 2025');
  });
});
