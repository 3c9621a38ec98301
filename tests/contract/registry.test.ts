/** What every card promises, and that each promise is tested. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { demos } from '@/demos';
import type { Card } from '@/lib/demo';
import { allows, complete, defaults, LINK_VERSION, readSettings, writeSettings } from '@/lib/params';
import { LANGS, type Text } from '@/lib/text';

const root = resolve(import.meta.dirname, '../..');

test('the list holds every folder of src/demos, once, under its own name', () => {
  const folders = readdirSync(join(root, 'src/demos'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(demos.map(({ id }) => id).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test('it is in the order of the book', () => {
  expect(demos.map(({ chapter }) => chapter)).toEqual(demos.map(({ chapter }) => chapter).sort((a, b) => a - b));
});

/** Every Text in a value, by where it stands. */
function textsOf(value: unknown, at = ''): [string, Text][] {
  if (value === null || typeof value !== 'object') return [];
  if ('zh' in value && 'en' in value) return [[at, value as Text]];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${at}.${key}`));
}

describe.each(demos.map((card) => [card.id, card] as const))('%s', (id, card: Card) => {
  test('has an id that addresses can hold', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  test('speaks both languages everywhere', () => {
    const texts = textsOf(card);
    expect(texts.length).toBeGreaterThan(5);
    for (const [at, text] of texts) {
      expect(Object.keys(text).sort(), at).toEqual([...LANGS].sort());
      for (const lang of LANGS) expect(text[lang].trim(), `${at}.${lang}`).not.toBe('');
      expect(text.en, `${at} is in English`).not.toMatch(/[\u4e00-\u9fff]/);
    }
    for (const text of [card.title, card.summary, card.watch]) expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
  });

  test('has defaults that its own params allow', () => {
    for (const [key, param] of Object.entries(card.params)) expect(allows(param, param.default), key).toBe(true);
  });

  test('shows by example what may be typed', () => {
    for (const [key, param] of Object.entries(card.params)) {
      if (param.kind !== 'text' || param.hidden) continue;
      expect(param.example, key).not.toBe(param.default);
      expect(allows(param, param.example), key).toBe(true);
    }
  });

  test('has settings that survive a link', () => {
    const read = readSettings(card.params, writeSettings(card.params, defaults(card.params)));
    expect(read).toEqual({ values: defaults(card.params), problems: [] });
    for (const { values } of card.presets) {
      const wanted = complete(card.params, values);
      expect(readSettings(card.params, writeSettings(card.params, wanted))).toEqual({ values: wanted, problems: [] });
    }
    for (const word of ['step', 'hide']) expect(Object.keys(card.params)).not.toContain(word);
    expect(LINK_VERSION).toBeGreaterThan(0);
  });

  test('has presets of different names, the first of them the default setting', () => {
    expect(card.presets.length).toBeGreaterThan(0);
    expect(new Set(card.presets.map((preset) => preset.id)).size).toBe(card.presets.length);
    expect(complete(card.params, card.presets[0]!.values)).toEqual(defaults(card.params));
    const settings = card.presets.map(({ values }) => JSON.stringify(complete(card.params, values)));
    expect(new Set(settings).size, 'each preset sets something else').toBe(settings.length);
  });

  test('asks for no step beyond its run', () => {
    const most = card.run?.steps ?? 0;
    for (const { steps = 0 } of [...card.presets, ...(card.tour ?? [])]) {
      expect(steps).toBeGreaterThanOrEqual(0);
      expect(steps).toBeLessThanOrEqual(most);
    }
  });

  test('has a tour whose stops can be set', () => {
    for (const { values } of card.tour ?? []) expect(() => complete(card.params, values)).not.toThrow();
  });

  test('loads its model, its words and its picture', async () => {
    expect((await card.model()).createModel).toBeTypeOf('function');
    const { sentence, tables } = await card.describe();
    expect([typeof sentence, typeof tables]).toEqual(['function', 'function']);
  });

  test('has a test that names each preset', () => {
    const file = join(root, 'tests/demos', `${id}.test.ts`);
    expect(existsSync(file), file).toBe(true);
    const source = readFileSync(file, 'utf8');
    const unnamed = card.presets
      .map((preset) => preset.id)
      .filter((name) => !new RegExp(`['"\`]${name}['"\`]`).test(source));
    expect(unnamed, 'presets that no test names').toEqual([]);
  });
});
