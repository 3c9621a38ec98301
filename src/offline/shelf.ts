/**
 * The shelf: what the service worker keeps beyond the shell, whether visited or downloaded. One cache; every file under
 * its address and revision, so that a file of an older edition is known by its key.
 */
import type { Entry } from '../site/offline/manifest';

type Groups = Readonly<Record<string, readonly Entry[]>>;
/** A file still to be fetched, and its weight over the wire in bytes. */
export type Missing = { readonly key: string; readonly size: number };

/** Files fetched at the same time. */
const AT_ONCE = 8;

/** A file that a host would not give. */
export class MissingFileError extends Error {
  override name = 'MissingFileError';
}

export interface Shelf {
  /** Whether the book has a file at this path. */
  has(pathname: string): boolean;
  /** The file at this path. */
  match(pathname: string): Promise<Response | undefined>;
  /** What an older edition had at this path: better than nothing, for want of a network. */
  matchOlder(pathname: string): Promise<Response | undefined>;
  /** Keeps a response that came by on its way to the reader. */
  keep(pathname: string, response: Response): Promise<void>;
  /** The files of these groups that are not here. */
  missing(groups: readonly string[]): Promise<Missing[]>;
  /** Fetches files and keeps them. @throws {MissingFileError} the host answers otherwise than with the file */
  fetch(keys: readonly string[]): Promise<void>;
  /** Fetches what is at these paths, and not here yet. */
  fetchPaths(pathnames: readonly string[]): Promise<void>;
  /** The groups that the reader asked to have, and the same after a change. */
  asked(): Promise<readonly string[]>;
  ask(groups: readonly string[]): Promise<void>;
  /** After an update: renews what an older edition left here, completes the groups asked for, drops the rest. */
  renew(): Promise<void>;
}

/**
 * @param groups  the files that may be kept
 * @param scope   the site's root in full, ends in '/'
 * @param open    the cache
 * @param load    fetch
 */
export function createShelf(groups: Groups, scope: string, open: () => Promise<Cache>, load: typeof fetch): Shelf {
  const keyOf = ([url, revision]: Entry) => new URL(url, scope).href + (revision === null ? '' : `?__r=${revision}`);
  const keys = new Map<string, string>(); // by pathname
  for (const entry of Object.values(groups).flat()) keys.set(new URL(entry[0], scope).pathname, keyOf(entry));
  const record = `${scope}?__asked`;
  const absent = async (cache: Cache, key: string) => !(await cache.match(key, { ignoreVary: true }));

  async function bring(cache: Cache, key: string): Promise<void> {
    const [address, revision] = key.split('?__r=') as [string, string?];
    // A name with a hash never changes its content; anything else is asked for anew.
    const response = await load(address, { cache: revision ? 'no-cache' : 'default' });
    if (!response.ok) throw new MissingFileError(`fetch: the host has ${address}; got status ${response.status}`);
    await cache.put(key, plain(response));
  }

  const shelf: Shelf = {
    has: (pathname) => keys.has(pathname),
    async match(pathname) {
      const key = keys.get(pathname);
      return key ? (await open()).match(key, { ignoreVary: true }) : undefined;
    },
    async matchOlder(pathname) {
      const key = keys.get(pathname);
      return key ? (await open()).match(key, { ignoreVary: true, ignoreSearch: true }) : undefined;
    },
    async keep(pathname, response) {
      const key = keys.get(pathname);
      if (key && response.ok && !response.redirected) await (await open()).put(key, response);
    },
    async missing(names) {
      const have = new Set((await (await open()).keys()).map((request) => request.url));
      const wanted = new Map(names.flatMap((name) => groups[name] ?? []).map((entry) => [keyOf(entry), entry[2]]));
      return [...wanted].filter(([key]) => !have.has(key)).map(([key, size]) => ({ key, size }));
    },
    async fetch(wanted) {
      const cache = await open();
      for (let i = 0; i < wanted.length; i += AT_ONCE) {
        await Promise.all(wanted.slice(i, i + AT_ONCE).map((key) => bring(cache, key)));
      }
    },
    async fetchPaths(pathnames) {
      const cache = await open();
      for (const key of pathnames.map((pathname) => keys.get(pathname))) {
        if (key && (await absent(cache, key))) await bring(cache, key);
      }
    },
    async asked() {
      const kept = await (await open()).match(record);
      return kept ? ((await kept.json()) as string[]) : [];
    },
    async ask(names) {
      await (await open()).put(record, Response.json([...new Set([...(await shelf.asked()), ...names])]));
    },
    async renew() {
      const cache = await open();
      for (const { url } of await cache.keys()) {
        const current = keys.get(new URL(url).pathname);
        if (url === record || url === current) continue;
        // The old file stays until the new one is here.
        if (current && (await absent(cache, current))) await bring(cache, current);
        await cache.delete(url);
      }
      await shelf.fetch((await shelf.missing(await shelf.asked())).map(({ key }) => key));
    },
  };
  return shelf;
}

/** A navigation may not be answered with a response that was redirected on its way; a copy of it will do. */
const plain = (response: Response) =>
  response.redirected ? new Response(response.body, { status: response.status, headers: response.headers }) : response;
