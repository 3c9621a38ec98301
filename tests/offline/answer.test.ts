import { beforeEach, describe, expect, it } from 'vitest';
import { answerFor } from '@/offline/answer';
import { createShelf } from '@/offline/shelf';
import { host, memoryCache } from './memoryCache';

const origin = 'https://book.example';
const groups = {
  zh: [['zh/01-a/', 'r1', 1]],
  en: [['en/01-a/', 'r1', 1]],
  search: [['pagefind/pagefind.js', 'r1', 1]],
} as const;
const MISSING = '<div data-known="true">';

let server: ReturnType<typeof host>;
let cache: ReturnType<typeof memoryCache>;
let work: Promise<unknown>[];
beforeEach(() => {
  server = host({ '/b/zh/01-a/': 'chapter', '/b/pagefind/pagefind.js': 'search', '/b/other.json': '{}' });
  cache = memoryCache();
  work = [];
});

async function get(path: string, mode: 'navigate' | 'cors' = 'navigate') {
  const shelf = createShelf(groups, `${origin}/b/`, async () => cache, server.load);
  const missingPage = async (lang: string) => new Response(`<html lang="${lang}">${MISSING}`);
  const answer = answerFor({ root: '/b/', shelf, load: server.load, missingPage });
  // A Request that navigates cannot be made by hand.
  const request = Object.defineProperty(new Request(origin + path), 'mode', { value: mode });
  const response = await answer(request, new URL(origin + path), (promise) => work.push(promise));
  await Promise.all(work);
  return response;
}

describe('an answer', () => {
  it('comes from the network and is kept; then from the device, whatever the query', async () => {
    expect(await (await get('/b/zh/01-a/')).text()).toBe('chapter');
    server.files['/b/zh/01-a/'] = null;
    expect(await (await get('/b/zh/01-a/?neural-network=1;rate:2&theme=dark')).text()).toBe('chapter');
    expect(server.asked).toHaveLength(1);
  });

  it('for a page without its slash is the way to it, with its query', async () => {
    const response = await get('/b/zh/01-a?x=1');
    expect([response.status, response.headers.get('location')]).toEqual([301, `${origin}/b/zh/01-a/?x=1`]);
  });

  it('keeps a part of the search index for nobody', async () => {
    await get('/b/pagefind/pagefind.js', 'cors');
    expect(cache.addresses()).toEqual([]);
  });

  it('passes on what is not the book’s, errors too', async () => {
    expect((await get('/b/other.json', 'cors')).status).toBe(200);
    expect((await get('/b/nowhere/')).status).toBe(404);
    expect(cache.addresses()).toEqual([]);
  });
});

describe('without a network', () => {
  beforeEach(() => {
    for (const path of ['/b/zh/01-a/', '/b/en/01-a/', '/b/zh/nope/', '/b/en/nope/', '/b/x.json'])
      server.files[path] = null;
  });

  it.each([
    ['/b/zh/01-a/', 503, 'zh', 'true'],
    ['/b/en/01-a/', 503, 'en', 'true'],
    ['/b/zh/nope/', 404, 'zh', 'false'],
    ['/b/en/nope/', 404, 'en', 'false'],
  ])('%s is answered with %i in %s', async (path, status, lang, known) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(`<html lang="${lang}"><div data-known="${known}">`);
  });

  it('a page of an older edition is better than none; with a network it is not served', async () => {
    await cache.put(`${origin}/b/zh/01-a/?__r=r0`, new Response('older'));
    expect(await (await get('/b/zh/01-a/')).text()).toBe('older');
    server.files['/b/zh/01-a/'] = 'chapter';
    expect(await (await get('/b/zh/01-a/')).text()).toBe('chapter');
  });

  it('what a script asks for fails as it would without the worker', async () => {
    await expect(get('/b/x.json', 'cors')).rejects.toThrow(TypeError);
  });
});
