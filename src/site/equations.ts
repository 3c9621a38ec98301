/** Which equations of a page carry a number. */
import { DomainError, show } from '../lib/errors.ts';
import { withoutCode } from './mdx.ts';

export const LABEL = /\\label\{([^}]+)\}/;

/**
 * The numbers of a page's labelled display equations, by label.
 *
 * @param chapter comes before the point; none for pages that are no chapter
 * @throws {DomainError} a label used twice
 * @example equations('$$ a \\label{a} $$ $$ b $$ $$ c \\label{c} $$', 1).get('c') // '1.2'
 */
export function equations(source: string, chapter?: number): Map<string, string> {
  const numbers = new Map<string, string>();
  for (const [display] of withoutCode(source).matchAll(/\$\$[\s\S]*?\$\$/g)) {
    const label = LABEL.exec(display)?.[1];
    if (label === undefined) continue;
    if (numbers.has(label)) throw new DomainError(`math: a label is used once on a page; got ${show(label)} twice`);
    numbers.set(label, `${chapter === undefined ? '' : `${chapter}.`}${numbers.size + 1}`);
  }
  return numbers;
}
