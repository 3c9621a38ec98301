/** How a reference is written, in the text and in full. */
import type { Lang } from '../lib/text.ts';
import type { Reference } from './schemas/reference.ts';

/** "K. He" is a person, "U.S. Bureau of Labor Statistics" is not: initials stand apart. */
const PERSON = /^(?:\p{Lu}\.(?:-\p{Lu}\.)?\s+)+(?<family>.+)$/u;

/**
 * The authors as the text names them: one or two by family name, more by the first.
 *
 * @example shortAuthors('K. He, X. Zhang, S. Ren, J. Sun', 'en') // 'He et al.'
 * @example shortAuthors('S. Noy, W. Zhang', 'zh') // 'Noy 和 Zhang'
 * @example shortAuthors('N. Maslej and others (Stanford HAI)', 'zh') // 'Maslej 等'
 */
export function shortAuthors(authors: string, lang: Lang): string {
  const plain = authors.replace(/\s*\([^)]*\)/g, '').trim();
  const [named = '', others] = plain.split(/\s+(and others)$/);
  const names = named.split(/,\s+/).map((name) => PERSON.exec(name)?.groups?.['family'] ?? name);
  const [first = '', second] = names;
  if (names.length > 2 || others) return `${first} ${lang === 'zh' ? '等' : 'et al.'}`;
  return second === undefined ? first : `${first} ${lang === 'zh' ? '和' : 'and'} ${second}`;
}

/** What stands in the text in place of a reference. */
export const inText = (entry: Reference, lang: Lang): string =>
  `${entry.short?.[lang] ?? shortAuthors(entry.authors, lang)}, ${entry.year}`;

/** By first author, then year: the order of a bibliography. */
export function byAuthor(a: Reference, b: Reference): number {
  const key = (entry: Reference) => `${shortAuthors(entry.authors, 'en')} ${entry.year} ${entry.title}`;
  return key(a).localeCompare(key(b), 'en');
}
