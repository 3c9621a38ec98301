import { DomainError, require, show } from '@/lib/errors';

export interface Vocabulary {
  /** Each word once, the most frequent first, of equals the one that came first. */
  readonly words: readonly string[];
  /** How often each comes. */
  readonly counts: readonly number[];
  /** The number of a word. @throws {DomainError} a word that it does not hold */
  indexOf(word: string): number;
  has(word: string): boolean;
}

/**
 * The words of a text, from its tokens.
 *
 * @param minCount  words that come less often are left out
 * @throws {DomainError} a minCount that is no positive whole number, or no word left
 * @example createVocabulary(['b', 'a', 'a']).words // ['a', 'b']
 */
export function createVocabulary(tokens: readonly string[], { minCount = 1 } = {}): Vocabulary {
  require(Number.isInteger(minCount) &&
    minCount > 0, 'createVocabulary', 'minCount is a positive whole number', minCount);
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  // The sort is stable: equals stay in the order of their first coming.
  const kept = [...counts].filter(([, count]) => count >= minCount).sort((a, b) => b[1] - a[1]);
  require(kept.length > 0, 'createVocabulary', `a word comes at least ${minCount} times`, tokens);
  const words = kept.map(([word]) => word);
  const numbers = new Map(words.map((word, i) => [word, i]));
  return {
    words,
    counts: kept.map(([, count]) => count),
    has: (word) => numbers.has(word),
    indexOf(word) {
      const i = numbers.get(word);
      if (i === undefined) throw new DomainError(`indexOf: the vocabulary holds the word; got ${show(word)}`);
      return i;
    },
  };
}
