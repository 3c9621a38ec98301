import { gzipSync } from 'node:zlib';
import { JSDOM, type DOMWindow } from 'jsdom';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMBED_SANDBOX, embedCode } from '@/lib/addresses';
import { embedScriptText } from '@/site/embedScript';

const root = 'https://book.example/b/';
let text: string;
beforeAll(async () => {
  text = await embedScriptText();
});

/** A page of another site with `html` in it and embed.js run. */
function host(html: string): { window: DOMWindow; element: HTMLElement; frame: () => HTMLIFrameElement } {
  const { window } = new JSDOM(`<!doctype html><html lang="en-GB"><body>${html}`, {
    url: 'https://blog.example/post/',
    runScripts: 'outside-only',
  });
  // jsdom runs a script from its text only; this is how it would find itself.
  Object.defineProperty(window.document, 'currentScript', { value: { src: `${root}embed.js` } });
  window.eval(text);
  const element = window.document.querySelector<HTMLElement>('book-demo')!;
  return { window, element, frame: () => element.shadowRoot!.querySelector('iframe')! };
}

const say = (window: DOMWindow, source: Window | null, data: unknown) =>
  window.dispatchEvent(new window.MessageEvent('message', { data, source: source as never }));

describe('embed.js', () => {
  it('weighs at most 1.2 kB', () => {
    expect(gzipSync(text).length).toBeLessThanOrEqual(1200);
  });

  it('is a classic script', () => {
    expect(text).not.toMatch(/\bimport\b|\bexport\b/);
  });
});

describe('<book-demo>', () => {
  it('frames the demo that the snippet names', () => {
    const card = { id: 'cap-table', title: { zh: '股权表', en: 'The cap table' } };
    const { frame } = host(embedCode(card, 'zh', '?cap-table=1;pool:10', root).script);
    expect(frame().src).toBe(`${root}embed/zh/cap-table/?cap-table=1;pool:10`);
    expect(frame().title).toBe('股权表');
    expect(frame().getAttribute('sandbox')).toBe(EMBED_SANDBOX);
    expect(frame().loading ?? frame().getAttribute('loading')).toBe('lazy');
  });

  it('speaks the language of the page where it is not told another', () => {
    expect(host('<book-demo name="x"></book-demo>').frame().src).toBe(`${root}embed/en/x/`);
    expect(host('<div lang="zh-TW"><book-demo name="x"></book-demo></div>').frame().src).toBe(`${root}embed/zh/x/`);
  });

  it('grows with what its frame says, within bounds, and heeds nobody else', () => {
    const { window, frame } = host('<book-demo name="x" height="300"></book-demo>');
    expect(frame().style.height).toBe('300px');
    const size = (height: unknown, source: Window | null = frame().contentWindow) =>
      say(window, source, { type: 'book-embed:size', height });
    size(555);
    expect(frame().style.height).toBe('555px');
    size(9, window as unknown as Window);
    size('nonsense');
    size(-1);
    expect(frame().style.height).toBe('555px');
    size(1e9);
    expect(frame().style.height).toBe('4000px');
    size(1);
    expect(frame().style.height).toBe('80px');
  });

  it('hands a change of theme on, and loads anew for any other', () => {
    const { element, frame } = host('<book-demo name="x" theme="light"></book-demo>');
    const before = frame();
    expect(before.src).toBe(`${root}embed/en/x/?theme=light`);
    element.setAttribute('theme', 'dark');
    expect(frame()).toBe(before);
    element.setAttribute('state', '1;rate:2');
    expect(frame().src).toBe(`${root}embed/en/x/?x=1;rate:2&theme=dark`);
  });

  it('may be loaded twice', () => {
    const { window } = host('<book-demo name="x"></book-demo>');
    expect(() => window.eval(text)).not.toThrow();
  });
});
