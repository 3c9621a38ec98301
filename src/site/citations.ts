/** What a page cites, and where. */
import { tags, withoutCode } from './mdx.ts';

export type Citation = {
  readonly id: string;
  /** In a row of a table, which has no margin of its own. */
  readonly inTable: boolean;
};

/**
 * Every <Cite> of a page, in order.
 *
 * @example citations('a <Cite id="b" />') // [{ id: 'b', inTable: false }]
 * @example citations('| a <Cite id="b" /> |') // [{ id: 'b', inTable: true }]
 */
export function citations(source: string): Citation[] {
  const plain = withoutCode(source);
  return tags(source, ['Cite']).map(({ attributes, offset }) => ({
    id: attributes['id'] ?? '',
    inTable: /^[ \t]*\|/.test(plain.slice(plain.lastIndexOf('\n', offset) + 1)),
  }));
}

/**
 * Ids of the errata that a page shows, each once.
 *
 * @example errataOn('<AsPrinted id="E1" />') // ['E1']
 */
export const errataOn = (source: string): string[] => [
  ...new Set(tags(source, ['AsPrinted']).map((tag) => tag.attributes['id'] ?? '')),
];
