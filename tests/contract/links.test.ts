/** Every link of the built book leads somewhere: pages, files and the places in them. */
import { existsSync, statSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { base, dist, pages } from '../support/site';

type Link = { readonly url: URL; readonly written: string };
type Parsed = { readonly ids: ReadonlySet<string>; readonly links: readonly Link[] };

/** The book seen as served from its base. */
const HOST = 'http://localhost';

function parse(html: string, path: string): Parsed {
  const { document } = new JSDOM(html).window;
  const links: Link[] = [];
  for (const [selector, attribute] of [
    ['a[href]', 'href'],
    ['link[href]:not([rel="canonical"], [rel="alternate"], [rel="sitemap"])', 'href'],
    ['script[src]', 'src'],
    ['img[src]', 'src'],
    ['iframe[src]', 'src'],
  ] as const) {
    for (const element of document.querySelectorAll(selector)) {
      const written = element.getAttribute(attribute)!;
      if (/^(mailto|data|tel):/.test(written)) continue;
      links.push({ written, url: new URL(written, `${HOST}${base}${path}`) });
    }
  }
  return { ids: new Set([...document.querySelectorAll('[id]')].map(({ id }) => id)), links };
}

const parsed = new Map(pages.map(({ path, file }) => [path, parse(readFileSync(file, 'utf8'), path)]));

/** Why a link leads nowhere; undefined when it does. */
function fault({ url }: Link): string | undefined {
  if (url.origin !== HOST) return url.protocol === 'https:' ? undefined : 'another origin, not over https';
  const path = decodeURIComponent(url.pathname);
  if (!path.startsWith(base)) return `outside of ${base}`;
  const name = path.slice(base.length);
  const file = join(dist, name);
  if (!existsSync(file)) return 'no such file';
  if (statSync(file).isDirectory() && !(name === '' || name.endsWith('/'))) return 'a folder without its slash';
  const page = parsed.get(name);
  if (!page && statSync(file).isDirectory()) return 'no such page';
  const id = decodeURIComponent(url.hash.slice(1));
  if (page && id && id !== '_top' && !page.ids.has(id)) return `no place "${id}" on that page`;
  return undefined;
}

describe('links', () => {
  test.each(pages.map(({ path }) => path))('of /%s', (path) => {
    const faults = parsed.get(path)!.links.flatMap((link) => {
      const why = fault(link);
      return why ? [`${link.written}: ${why}`] : [];
    });
    expect(faults).toEqual([]);
  });

  test('there are many', () => {
    const count = [...parsed.values()].reduce((n, { links }) => n + links.length, 0);
    expect(count).toBeGreaterThan(100);
  });

  test.each([
    ['no/such/page/', 'no such file'],
    ['#no-such-place', 'no place "no-such-place" on that page'],
    ['/elsewhere/', base === '/' ? 'no such file' : `outside of ${base}`],
    ['http://plain.example/', 'another origin, not over https'],
  ])('%s is found broken', (written, why) => {
    expect(fault({ written, url: new URL(written, `${HOST}${base}`) })).toBe(why);
  });
});
