/** A sentence as tokens: every Chinese character is one, every word in letters or digits, and every other mark. */
import type { Lang, Text } from '@/lib/text';

/** Fewer have nobody to look at; more do not fit a phone as a matrix that can be read. */
export const LEAST = 2;
export const MOST = 12;

/** Stands in while the reader has typed nothing. As many tokens in both languages, so the numbers are the same. */
export const EXAMPLE: Text = { zh: '小猫追着球跑', en: 'my cat chases the ball home' };

const PIECE = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}'’-])+|\S/gu;

/**
 * @example tokenise('GPT会做梦？') // ['GPT', '会', '做', '梦', '？']
 * @example tokenise("It isn't on.") // ['It', "isn't", 'on', '.']
 */
export const tokenise = (text: string): string[] => text.match(PIECE) ?? [];

/** The tokens of what was typed; of the example in the reader's language when nothing was. */
export const tokensOf = (text: string, lang: Lang): string[] => tokenise(text.trim() === '' ? EXAMPLE[lang] : text);

/** Whether a sentence has as many tokens as the demo takes; none at all means the example. */
export function fits(text: string): boolean {
  const { length } = tokenise(text);
  return text.trim() === '' || (length >= LEAST && length <= MOST);
}

/**
 * Each token's place in the vocabulary of its own sentence, in the order of first sight; capitals make no difference.
 *
 * @example vocabularyOf(['the', 'cat', 'and', 'The', 'dog']) // [0, 1, 2, 0, 3]
 */
export function vocabularyOf(tokens: readonly string[]): number[] {
  const known = [...new Set(tokens.map((token) => token.toLowerCase()))];
  return tokens.map((token) => known.indexOf(token.toLowerCase()));
}
