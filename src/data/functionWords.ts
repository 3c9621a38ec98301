import { isFunctionCharacter } from './tokenizers/chineseWords';

const ENGLISH = new Set(
  (
    'the and a an is are was be of to in on at for from with by as into that this what which who how where when it its ' +
    'they them their you we i he she has have had does do did can not no or so but if then than there'
  ).split(' '),
);

/**
 * Whether a word is one of those that stand beside all others and say little about a text: articles, prepositions,
 * pronouns; single characters of that kind in Chinese.
 *
 * @example ['the', '的', 'loss', '损失'].filter(isFunctionWord) // ['the', '的']
 */
export const isFunctionWord = (word: string): boolean => ENGLISH.has(word) || isFunctionCharacter(word);
