/** Which equations of a page carry a number. */
import { DomainError, show } from '../lib/errors.ts';
import { withoutCode } from './mdx.ts';

export const LABEL = /\\label\{([^}]+)\}/;

/**
 * The numbers of a page's labelled display equations, by label.
 *
 * @param page its number (numberOf), which comes before the point; none for pages that have none
 * @throws {DomainError} a label used twice
 * @example equations('$$ a \\label{a} $$ $$ b $$ $$ c \\label{c} $$', '1').get('c') // '1.2'
 */
export function equations(source: string, page?: string): Map<string, string> {
  const numbers = new Map<string, string>();
  for (const [display] of withoutCode(source).matchAll(/\$\$[\s\S]*?\$\$/g)) {
    const label = LABEL.exec(display)?.[1];
    if (label === undefined) continue;
    if (numbers.has(label)) throw new DomainError(`math: a label is used once on a page; got ${show(label)} twice`);
    numbers.set(label, `${page === undefined ? '' : `${page}.`}${numbers.size + 1}`);
  }
  return numbers;
}
