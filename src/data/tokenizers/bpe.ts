/**
 * Byte-level byte-pair encoding, as GPT-2 has it: a text falls into pieces (words with the space before them, numbers,
 * punctuation), each piece into bytes, and neighbours that were learnt as a pair merge, the pair learnt first before the others.
 *
 * Source: Sennrich et al. 2015, arXiv:1508.07909, §3.2; Radford et al. 2019, §2.2; openai/gpt-2, `encoder.py`.
 */
import { DomainError, require, show } from '@/lib/errors';
import { LETTERS, toBytes, toLetters } from './bytes';
import type { Tokenizer } from './characters';

/** GPT-2's pieces. Space here is Unicode's White_Space, which JavaScript's \s is not quite (U+0085, U+FEFF). */
const PIECES =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/**
 * The pieces of a text; together they are the text.
 *
 * @example piecesOf("I'm 25,  ok") // ['I', "'m", ' 25', ',', ' ', ' ok']
 */
export const piecesOf = (text: string): string[] => text.match(PIECES) ?? [];

export type Pair = readonly [left: string, right: string];

/** Everything that a byte-level tokenizer is; tokens and merges are written in the letters of bytes.ts. */
export interface BpeModel {
  /** The number of each token. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Pairs that merge, the first learnt first. */
  readonly merges: readonly Pair[];
  /** Tokens that stand in the text as they are, such as <|endoftext|>, with their numbers. */
  readonly special?: ReadonlyMap<string, number>;
}

export interface BpeTokenizer extends Tokenizer {
  readonly model: BpeModel;
  /** The texts of special tokens, if in the text, become those tokens only when `special` is set. */
  encode(text: string, options?: { special?: boolean }): number[];
  /** The bytes of one token. */
  bytesOf(token: number): Uint8Array<ArrayBuffer>;
}

const key = (left: string, right: string) => `${left} ${right}`;

/**
 * A tokenizer of a model: learnt by trainBpe, or read by readTokenizer or readVocabulary.
 *
 * decode puts U+FFFD where tokens cut a character apart, and throws a DomainError at a token that there is none of.
 *
 * @throws {DomainError} a byte without token, a token that is no bytes, a number that is no token's or two's, or a merge of
 * or to what is no token
 */
export function createBpeTokenizer(model: BpeModel): BpeTokenizer {
  const { vocabulary, merges, special = new Map<string, number>() } = model;
  const tokens = checkModel(vocabulary, merges, special);
  const ranks = new Map(merges.map(([left, right], rank) => [key(left, right), rank]));
  const known = new Map<string, readonly number[]>();

  /** Merges one piece. */
  function merge(piece: string): readonly number[] {
    const parts = [...piece];
    for (;;) {
      let best = Infinity;
      for (let i = 0; i + 1 < parts.length; i++) {
        const rank = ranks.get(key(parts[i]!, parts[i + 1]!));
        if (rank !== undefined && rank < best) best = rank;
      }
      if (best === Infinity) return parts.map((part) => vocabulary.get(part)!);
      mergePair(parts, merges[best]!);
    }
  }
  const plain = (text: string): number[] =>
    piecesOf(text).flatMap((piece) => {
      let found = known.get(piece);
      if (!found) known.set(piece, (found = merge(toLetters(piece))));
      return found;
    });
  // The longest first, so that one which begins like another is seen.
  const names = [...special.keys()].sort((a, b) => b.length - a.length);
  const cut = names.length
    ? new RegExp(`(${names.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')})`, 'u')
    : undefined;
  const bytesOf = (token: number) => {
    const bytes = tokens.get(token);
    if (!bytes) throw new DomainError(`decode: a token is one of the ${tokens.size} known; got ${show(token)}`);
    return bytes;
  };
  return {
    model,
    size: Math.max(...tokens.keys()) + 1,
    bytesOf,
    encode: (text, { special: withSpecial = false } = {}) =>
      withSpecial && cut
        ? text.split(cut).flatMap((part) => (special.has(part) ? [special.get(part)!] : plain(part)))
        : plain(text),
    decode(list) {
      const parts = Array.from(list, bytesOf);
      const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(all);
    },
  };
}

/** Merges every place of the pair at once, from the left. */
export function mergePair(parts: string[], [left, right]: Pair): void {
  for (let i = 0; i + 1 < parts.length; i++)
    if (parts[i] === left && parts[i + 1] === right) parts.splice(i, 2, left + right);
}

/** The bytes of every token by its number. */
function checkModel(
  vocabulary: BpeModel['vocabulary'],
  merges: readonly Pair[],
  special: NonNullable<BpeModel['special']>,
): Map<number, Uint8Array<ArrayBuffer>> {
  const where = 'createBpeTokenizer';
  const tokens = new Map<number, Uint8Array<ArrayBuffer>>();
  const put = (name: string, token: number, bytes: () => Uint8Array<ArrayBuffer>) => {
    require(Number.isInteger(token) && token >= 0, where, 'the number of a token is a whole number from 0 on', token);
    require(!tokens.has(token), where, 'tokens have numbers of their own', [name, token]);
    tokens.set(token, bytes());
  };
  for (const [name, token] of special) put(name, token, () => new TextEncoder().encode(name));
  for (const [name, token] of vocabulary) if (special.get(name) !== token) put(name, token, () => toBytes(name));
  const missing = LETTERS.find((letter) => !vocabulary.has(letter));
  require(missing === undefined, where, 'every byte has a token', missing);
  for (const pair of merges)
    for (const part of [...pair, pair.join('')])
      require(vocabulary.has(part), where, 'what merges, and what comes of it, are tokens', pair);
  return tokens;
}
