import { describe, expect, it } from 'vitest';
import { headersFile } from '@/site/headers';

/** Reads `_headers` as its hosts do: a line at the margin is a path, an indented one a header of that path. */
function parse(text: string): { path: string; headers: Map<string, string> }[] {
  const rules: { path: string; headers: Map<string, string> }[] = [];
  for (const line of text.split('\n').filter(Boolean)) {
    if (!line.startsWith(' ')) rules.push({ path: line, headers: new Map() });
    else {
      const [, name, value] = /^ {2}([\w-]+): (.+)$/.exec(line)!;
      rules.at(-1)!.headers.set(name!, value!);
    }
  }
  return rules;
}

/** All headers of `path`, each with every value that a matching rule sets. */
function headersOf(path: string, base = '/'): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path: pattern, headers } of parse(headersFile(base))) {
    const matches = pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
    if (matches) for (const [name, value] of headers) found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

describe('headersFile', () => {
  it('stands under the base', () => {
    for (const { path } of parse(headersFile('/sub/path'))) expect(path).toMatch(/^\/sub\/path\/[^/]/);
    expect(headersOf('/sub/path/sw.js', '/sub/path').get('Cache-Control')).toEqual(['no-cache']);
    expect(headersOf('/sw.js', '/sub/path').size).toBe(0);
  });

  it.each([
    '/',
    '/zh/',
    '/_astro/a.12345678.js',
    '/pagefind/index/zh-cn_1.pf_index',
    '/sw.js',
    '/embed.js',
    '/oembed/zh/x.json',
  ])('sets no header twice for %s', (path) => {
    for (const [name, values] of headersOf(path)) expect(values, name).toHaveLength(1);
    expect(headersOf(path).get('X-Content-Type-Options')).toEqual(['nosniff']);
  });

  it('lets other sites read what an embed needs, and no page', () => {
    for (const path of ['/_astro/kernel.simd-12345678.wasm', '/embed.js', '/oembed/zh/x.json', '/demos.json']) {
      expect(headersOf(path).get('Access-Control-Allow-Origin'), path).toEqual(['*']);
    }
    expect(headersOf('/zh/').has('Access-Control-Allow-Origin')).toBe(false);
  });

  it('keeps hashed files for ever, and neither pages nor the service worker', () => {
    expect(headersOf('/_astro/a.12345678.js').get('Cache-Control')?.[0]).toContain('immutable');
    for (const path of ['/zh/', '/sw.js', '/demos.json', '/pagefind/pagefind-entry.json']) {
      expect(headersOf(path).get('Cache-Control')?.[0] ?? '', path).not.toContain('immutable');
    }
  });
});
