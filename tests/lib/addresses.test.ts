import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import {
  EMBED_SANDBOX,
  chapterAddress,
  embedAddress,
  embedCode,
  galleryAddress,
  oembedAddress,
  pageAddress,
  rootOf,
  sourceAddress,
} from '@/lib/addresses';

const card = { id: 'cap-table', title: { zh: '股权表', en: 'Who owns "what" & <why>' } };

describe('addresses', () => {
  it.each(['/', '/sub/path', '/sub/path/', 'https://book.example', 'https://book.example/b/'])(
    'keep the base %s',
    (base) => {
      const all = [
        chapterAddress(card, 'zh', base, '06-money'),
        galleryAddress('zh', base),
        pageAddress(card, 'en', base),
        sourceAddress(card, 'zh', base),
        embedAddress(card, 'en', base),
        oembedAddress(card, 'zh', base),
      ];
      const root = new URL(base.endsWith('/') ? base : `${base}/`, 'https://elsewhere.example').href;
      expect(all.map((address) => new URL(address, 'https://elsewhere.example').href)).toEqual([
        `${root}zh/06-money/#cap-table`,
        `${root}zh/demos/`,
        `${root}en/demos/cap-table/`,
        `${root}zh/source/cap-table/`,
        `${root}embed/en/cap-table/`,
        `${root}oembed/zh/cap-table.json`,
      ]);
      for (const address of all) expect(address.replace('://', '')).not.toContain('//');
    },
  );

  it('gives a base one slash at its end', () => {
    expect(['', '/', '/a', '/a/', '/a//'].map(rootOf)).toEqual(['/', '/', '/a/', '/a/', '/a/']);
  });
});

describe('embedCode', () => {
  const query = '?cap-table=1;amounts:1_5_8';
  const parse = (html: string) => new JSDOM(`<!doctype html><body>${html}`).window.document;

  it('is a script and an element that holds a link for readers without scripts', () => {
    const page = parse(embedCode(card, 'en', query, 'https://book.example/b/').script);
    expect(page.querySelector('script')?.src).toBe('https://book.example/b/embed.js');
    const element = page.querySelector('book-demo')!;
    expect(Object.fromEntries([...element.attributes].map((a) => [a.name, a.value]))).toEqual({
      name: 'cap-table',
      lang: 'en',
      state: '1;amounts:1_5_8',
    });
    expect(element.querySelector('a')?.href).toBe('https://book.example/b/en/demos/cap-table/');
    expect(element.textContent).toBe(card.title.en);
  });

  it('is, as a frame, the same demo with the same settings', () => {
    const frame = parse(embedCode(card, 'en', query, 'https://book.example/').frame).querySelector('iframe')!;
    expect(frame.src).toBe(`https://book.example/embed/en/cap-table/${query}`);
    expect(frame.title).toBe(card.title.en);
    expect(frame.getAttribute('sandbox')).toBe(EMBED_SANDBOX);
  });

  it('leaves default settings out', () => {
    const { script, frame } = embedCode(card, 'zh', '', 'https://book.example/');
    expect(script).not.toContain('state');
    expect(frame).toContain('src="https://book.example/embed/zh/cap-table/"');
  });
});
