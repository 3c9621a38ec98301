/** How long a page takes to read. */
import { withoutCode } from './mdx.ts';

/** Han characters a minute, and words a minute in other scripts: unhurried adult reading of technical prose. */
const PACE = { characters: 400, words: 220 };

/** The words a reader reads: without front matter, code, imports, tags and the innards of formulas. */
const prose = (source: string) =>
  withoutCode(source)
    .replace(/^(import|export)\s[^\n]*$/gm, ' ')
    .replace(/\$\$[\s\S]*?\$\$|\$[^$\n]+\$/g, ' x ')
    .replace(/<\/?[A-Za-z](?:"[^"]*"|'[^']*'|\{[^}]*\}|[^>"'{])*>/g, ' ')
    .replace(/\]\([^)]*\)|\{#[\w-]+\}/g, ' ');

/**
 * Whole minutes, at least one. Chinese is counted in characters, everything else in words, so mixed text is fair.
 *
 * @example readingTime('金'.repeat(1000)) // 3
 * @example readingTime('gold '.repeat(440)) // 2
 */
export function readingTime(source: string): number {
  const text = prose(source);
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.replace(/\p{Script=Han}/gu, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
  return Math.max(1, Math.ceil(characters / PACE.characters + words / PACE.words));
}
