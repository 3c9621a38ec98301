import { DomainError, require, show } from '@/lib/errors';

export interface Tokenizer {
  /** Number of tokens; each is a whole number below it. */
  readonly size: number;
  encode(text: string): number[];
  decode(tokens: ArrayLike<number>): string;
}

/**
 * One token for each character (code point) of a text, in the order of their numbers.
 *
 * encode throws a DomainError at a character that the text did not have, decode at a token that there is none of.
 *
 * @throws {DomainError} an empty text
 * @example createCharacterTokenizer('hello').encode('hole') // [1, 3, 2, 0]
 */
export function createCharacterTokenizer(text: string): Tokenizer & { readonly characters: readonly string[] } {
  const characters = [...new Set(text)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  require(characters.length > 0, 'createCharacterTokenizer', 'the text has characters', text);
  const places = new Map(characters.map((character, token) => [character, token]));
  return {
    characters,
    size: characters.length,
    encode: (text) =>
      Array.from(text, (character) => {
        const token = places.get(character);
        if (token === undefined)
          throw new DomainError(`encode: a character is one of the ${characters.length} known; got ${show(character)}`);
        return token;
      }),
    decode: (tokens) =>
      Array.from(tokens, (token) => {
        const character = characters[token];
        if (character === undefined)
          throw new DomainError(`decode: a token is a whole number below ${characters.length}; got ${show(token)}`);
        return character;
      }).join(''),
  };
}
