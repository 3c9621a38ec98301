/** The JavaScript of the built book: what each file weighs over the wire, and what it makes the browser load. */
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dist, read } from './site';

/** Bytes over the wire, compressed as hosts do. */
export const gzip = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length;
export const weigh = (name: string): number => gzip(readFileSync(posix.join(dist, name)));
export const sum = (names: Iterable<string>): number => [...names].reduce((total, name) => total + weigh(name), 0);

/** Files of `folder` by a pattern, as names from the root of the site. */
export const find = (pattern: string): string[] =>
  globSync(pattern, { cwd: dist })
    .map((name) => name.replaceAll('\\', '/'))
    .sort();

const STATIC = /\b(?:from|import)\s*(["'`])(\.{1,2}\/[^"'`]+\.js)\1/g;
const DYNAMIC = /\bimport\(\s*(["'`])(\.{1,2}\/[^"'`]+\.js)\1\s*\)/g;

const matches = (name: string, source: string, pattern: RegExp): string[] =>
  [...source.matchAll(pattern)].map((match) => posix.join(posix.dirname(name), match[2]!));

/** What a chunk imports at once. */
export const importsOf = (name: string): string[] => matches(name, read(name), STATIC);
/** What it may import later. */
export const laterOf = (name: string): string[] => matches(name, read(name), DYNAMIC);

/** `names` and everything that they load at once; with `later`, also what they may load on their own accord. */
export function closure(names: Iterable<string>, later = false, found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    closure([...importsOf(name), ...(later ? laterOf(name) : [])], later, found);
  }
  return found;
}

/**
 * The chunk of a demo's card, found by what it says, `id: "x", chapter: …`, and those that the card loads: model, words
 * and picture.
 *
 * @throws {Error} a card, or one of its chunks, is not found: then this reader no longer fits what the bundler writes
 */
export function chunksOfCard(id: string): { card: string; model: string; describe: string; view: string } {
  for (const name of find('_astro/*.js')) {
    const source = read(name);
    const start = source.search(new RegExp(`\\bid:\\s*["'\`]${id}["'\`],\\s*chapter:`));
    if (start < 0) continue;
    const loaded = matches(name, source.slice(start), DYNAMIC).slice(0, 3);
    const of = (what: string) => {
      const chunk = loaded.find((file) => posix.basename(file).startsWith(what));
      if (!chunk) throw new Error(`chunksOfCard: the card ${id} imports a chunk ${what}…; got ${loaded.join(', ')}`);
      return chunk;
    };
    return { card: name, model: of('model'), describe: of('describe'), view: of('View') };
  }
  throw new Error(`chunksOfCard: some chunk holds the card of ${id}; got none in ${dist}`);
}
