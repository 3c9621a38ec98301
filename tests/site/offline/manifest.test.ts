import { describe, expect, it } from 'vitest';
import { buildManifest, groupOf, GROUPS, type BuiltFile } from '@/site/offline/manifest';

const ofDemos = new Set(['_astro/View.12345678.js', '_astro/tfjs.12345678.js']);
const file = (path: string, text = path, size = 10): BuiltFile => ({ path, content: Buffer.from(text), size });
const all = (files: BuiltFile[], byDemo = {}) => buildManifest(files, byDemo);

describe('groupOf', () => {
  it.each([
    ['index.html', 'shell'],
    ['favicon.svg', 'shell'],
    ['zh/offline/index.html', 'shell'],
    ['_astro/page.12345678.js', 'shell'],
    ['_astro/kernel.simd-12345678.wasm', 'shell'],
    ['_astro/inter-latin-wght-normal.12345678.woff2', 'shell'],
    ['_astro/KaTeX_Main-Regular.12345678.woff2', 'demos'],
    ['zh/index.html', 'zh'],
    ['en/01-overview/index.html', 'en'],
    ['pagefind/fragment/zh-cn_69b4232.pf_fragment', 'zh'],
    ['pagefind/pagefind.en_f71374a43f.pf_meta', 'en'],
    ['pagefind/wasm.zh-cn.pagefind', 'zh'],
    ['pagefind/wasm.unknown.pagefind', 'search'],
    ['pagefind/pagefind-entry.json', 'search'],
    ['_astro/View.12345678.js', 'demos'],
    ['_astro/figure.12345678.webp', 'demos'],
    ['_astro/tfjs.12345678.js', 'compare'],
    ['_astro/tfjs-backend-wasm-simd.12345678.wasm', 'compare'],
  ])('%s is of %s', (path, group) => {
    expect(groupOf(path, ofDemos)).toBe(group);
  });

  it.each([
    '_astro/page.12345678.js.map',
    '_astro/KaTeX_Main-Regular.12345678.ttf',
    '_astro/KaTeX_Main-Regular.12345678.woff',
    'pagefind/pagefind-ui.js',
    'pagefind/pagefind-modular-ui.css',
    'embed/zh/x/index.html',
    'oembed/zh/x.json',
    'demos.json',
    'embed.js',
    'sw.js',
    '404.html',
    '_headers',
    'sitemap-0.xml',
    'robots.txt',
  ])('%s is not kept', (path) => {
    expect(groupOf(path, ofDemos)).toBeUndefined();
  });
});

describe('buildManifest', () => {
  it('addresses pages by their folder, the landing page by the root', () => {
    const { groups } = all([file('index.html'), file('zh/index.html'), file('zh/01-a/index.html')]);
    expect(groups.shell.map(([url]) => url)).toEqual(['./']);
    expect(groups.zh.map(([url]) => url)).toEqual(['zh/01-a/', 'zh/']);
  });

  it('gives a revision to names that stay when their content changes, and to no others', () => {
    const of = (text: string) => all([file('zh/index.html', text), file('_astro/a.12345678.js', text)]).groups;
    expect(of('one').zh[0]![1]).toMatch(/^[0-9a-f]{12}$/);
    expect(of('one').zh[0]![1]).toBe(of('one').zh[0]![1]);
    expect(of('one').zh[0]![1]).not.toBe(of('two').zh[0]![1]);
    expect(of('one').shell[0]![1]).toBeNull();
  });

  it('adds up the weight of each group', () => {
    const { sizes } = all([file('zh/index.html', '', 7), file('zh/a/index.html', '', 5), file('sw.js', '', 99)]);
    expect(sizes).toEqual({ shell: 0, zh: 12, en: 0, search: 0, demos: 0, compare: 0 });
    expect(Object.keys(sizes)).toEqual([...GROUPS]);
  });

  it('says what a page needs beyond the shell: its pictures, its demos; never TensorFlow.js', () => {
    const html =
      '<img src="/b/_astro/pic.12345678.png"><script src="/b/_astro/page.12345678.js"></script><section data-demo="x">';
    const files = [
      file('zh/index.html', html),
      ...['_astro/pic.12345678.png', '_astro/page.12345678.js', ...ofDemos].map((path) => file(path)),
    ];
    const { needs, demos } = all(files, { x: [...ofDemos] });
    expect(needs).toEqual({ 'zh/': ['#x', '_astro/pic.12345678.png'] });
    expect(demos).toEqual({ x: ['_astro/View.12345678.js'] });
  });

  it('does not depend on the order in which the files are found', () => {
    const files = [file('zh/index.html'), file('index.html'), file('_astro/a.12345678.js')];
    expect(all(files)).toEqual(all(files.toReversed()));
  });
});
