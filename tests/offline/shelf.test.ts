import { describe, expect, it } from 'vitest';
import { createShelf } from '@/offline/shelf';
import { host, memoryCache } from './memoryCache';

const scope = 'https://book.example/b/';
const groups = {
  zh: [
    ['zh/', 'r1', 100],
    ['zh/01-a/', 'r2', 200],
  ],
  demos: [['_astro/View.12345678.js', null, 50]],
} as const;
const files = () => ({ '/b/zh/': 'start', '/b/zh/01-a/': 'chapter', '/b/_astro/View.12345678.js': 'view' });

function shelfOn(server = host(files()), cache = memoryCache(), listed: typeof groups | object = groups) {
  const shelf = createShelf(listed as typeof groups, scope, async () => cache, server.load);
  return { shelf, cache, server };
}
const textAt = async ({ shelf }: ReturnType<typeof shelfOn>, path: string) => (await shelf.match(path))?.text();

describe('the shelf', () => {
  it('knows the files of its groups, and no others', () => {
    const { shelf } = shelfOn();
    expect(['/b/zh/', '/b/zh/01-a/', '/b/_astro/View.12345678.js'].every(shelf.has)).toBe(true);
    expect(['/zh/', '/b/zh', '/b/en/', '/b/'].some(shelf.has)).toBe(false);
  });

  it('is empty at first, and says what is missing and how heavy it is', async () => {
    const { shelf } = shelfOn();
    expect(await shelf.match('/b/zh/')).toBeUndefined();
    expect(await shelf.missing(['zh', 'demos'])).toEqual([
      { key: `${scope}zh/?__r=r1`, size: 100 },
      { key: `${scope}zh/01-a/?__r=r2`, size: 200 },
      { key: `${scope}_astro/View.12345678.js`, size: 50 },
    ]);
  });

  it('keeps what comes by', async () => {
    const here = shelfOn();
    await here.shelf.keep('/b/zh/', new Response('start'));
    expect(await textAt(here, '/b/zh/')).toBe('start');
    expect((await here.shelf.missing(['zh'])).map(({ size }) => size)).toEqual([200]);
  });

  it('keeps neither errors, nor redirects, nor what is not in the book', async () => {
    const { shelf, cache } = shelfOn();
    const redirected = Object.defineProperty(new Response('login'), 'redirected', { value: true });
    await shelf.keep('/b/zh/', new Response('gone', { status: 500 }));
    await shelf.keep('/b/zh/', redirected);
    await shelf.keep('/b/admin/', new Response('no'));
    expect(cache.addresses()).toEqual([]);
  });

  it('fetches what it is told, and asks the host anew for names without a hash', async () => {
    const here = shelfOn();
    await here.shelf.fetch((await here.shelf.missing(['zh', 'demos'])).map(({ key }) => key));
    expect(await here.shelf.missing(['zh', 'demos'])).toEqual([]);
    expect(await textAt(here, '/b/zh/01-a/')).toBe('chapter');
    expect(here.server.asked).toEqual([
      { path: '/b/zh/', cache: 'no-cache' },
      { path: '/b/zh/01-a/', cache: 'no-cache' },
      { path: '/b/_astro/View.12345678.js', cache: 'default' },
    ]);
  });

  it('does not fetch twice what a page needs', async () => {
    const { shelf, server } = shelfOn();
    for (let i = 0; i < 2; i++) await shelf.fetchPaths(['/b/zh/', '/b/_astro/View.12345678.js', '/b/unknown']);
    expect(server.asked.map(({ path }) => path)).toEqual(['/b/zh/', '/b/_astro/View.12345678.js']);
  });

  it('says which file the host would not give, and keeps nothing for it', async () => {
    const { shelf, cache } = shelfOn(host({}));
    await expect(shelf.fetch([`${scope}zh/?__r=r1`])).rejects.toThrowErrorMatchingInlineSnapshot(
      `[MissingFileError: fetch: the host has https://book.example/b/zh/; got status 404]`,
    );
    expect(cache.addresses()).toEqual([]);
  });

  it('remembers what the reader asked for', async () => {
    const { shelf } = shelfOn();
    expect(await shelf.asked()).toEqual([]);
    await shelf.ask(['zh', 'search']);
    await shelf.ask(['en', 'search']);
    expect(await shelf.asked()).toEqual(['zh', 'search', 'en']);
  });
});

describe('a new edition', () => {
  const next = {
    zh: [
      ['zh/', 'r1', 100],
      ['zh/01-a/', 'r3', 200],
      ['zh/02-b/', 'r4', 300],
    ],
    demos: [['_astro/View.87654321.js', null, 50]],
  } as const;
  const newFiles = () => ({
    '/b/zh/': 'start',
    '/b/zh/01-a/': 'chapter, revised',
    '/b/zh/02-b/': 'new',
    '/b/_astro/View.87654321.js': 'view 2',
  });

  /** A shelf of the new edition over the cache that the old one left. */
  async function after(left: string[], server = host(newFiles()), asked: string[] = []) {
    const old = shelfOn();
    await old.shelf.fetchPaths(left);
    if (asked.length) await old.shelf.ask(asked);
    return shelfOn(server, old.cache, next);
  }

  it('fetches anew what changed, keeps what did not, and drops what is no longer in the book', async () => {
    const here = await after(['/b/zh/', '/b/zh/01-a/', '/b/_astro/View.12345678.js']);
    await here.shelf.renew();
    expect(here.cache.addresses().sort()).toEqual([`${scope}zh/01-a/?__r=r3`, `${scope}zh/?__r=r1`]);
    expect(await textAt(here, '/b/zh/01-a/')).toBe('chapter, revised');
    expect(here.server.asked.map(({ path }) => path)).toEqual(['/b/zh/01-a/']);
  });

  it('completes what the reader asked for, and nothing else', async () => {
    const visited = await after(['/b/zh/']);
    await visited.shelf.renew();
    expect(visited.shelf.has('/b/zh/02-b/')).toBe(true);
    expect(await visited.shelf.match('/b/zh/02-b/')).toBeUndefined();

    const downloaded = await after(['/b/zh/', '/b/zh/01-a/'], undefined, ['zh']);
    await downloaded.shelf.renew();
    expect(await downloaded.shelf.missing(['zh'])).toEqual([]);
    expect(await downloaded.shelf.asked()).toEqual(['zh']);
  });

  it('has the old page, as such, until the new one is here', async () => {
    const here = await after(['/b/zh/01-a/'], host({ '/b/zh/01-a/': null }));
    await expect(here.shelf.renew()).rejects.toThrow(TypeError);
    expect(await here.shelf.match('/b/zh/01-a/')).toBeUndefined();
    expect(await (await here.shelf.matchOlder('/b/zh/01-a/'))?.text()).toBe('chapter');

    here.server.files['/b/zh/01-a/'] = 'chapter, revised';
    await here.shelf.renew();
    expect(await textAt(here, '/b/zh/01-a/')).toBe('chapter, revised');
  });
});
