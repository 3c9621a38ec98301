import { require } from '@/lib/errors';
import { createBpeTokenizer, mergePair, piecesOf } from './bpe';
import type { BpeTokenizer, Pair } from './bpe';
import { LETTERS, toLetters } from './bytes';

/** A piece of the text as it is merged so far, and how often it comes. */
type Word = { readonly parts: string[]; readonly count: number };

/**
 * Learns merges from a text: again and again the pair of neighbours that comes most often becomes a token; of several the
 * one whose letters come first. Tokens 0–255 are the bytes in GPT-2's order, the others follow as they are learnt.
 *
 * @param size tokens in all, at least 256; fewer are learnt when no pair is left that comes twice
 * @throws {DomainError} a size that is no whole number from 256 on
 * @example trainBpe('low low lower', 258).model.merges // [['l', 'o'], ['lo', 'w']]
 * @source Sennrich et al. 2015, arXiv:1508.07909, algorithm 1
 */
export function trainBpe(text: string, size: number): BpeTokenizer {
  require(Number.isInteger(size) && size >= 256, 'trainBpe', 'the size is a whole number from 256 on', size);
  const times = new Map<string, number>();
  for (const piece of piecesOf(text)) times.set(piece, (times.get(piece) ?? 0) + 1);
  const pairs = new Map<string, { count: number; readonly words: Set<Word> }>();
  const count = (word: Word, sign: 1 | -1) => {
    for (let i = 0; i + 1 < word.parts.length; i++) {
      const name = `${word.parts[i]} ${word.parts[i + 1]}`; // a space is no letter
      let pair = pairs.get(name);
      if (!pair) pairs.set(name, (pair = { count: 0, words: new Set() }));
      pair.count += sign * word.count;
      if (sign > 0) pair.words.add(word);
      else if (pair.count === 0) pairs.delete(name);
    }
  };
  for (const [piece, n] of times) count({ parts: [...toLetters(piece)], count: n }, 1);

  const vocabulary = new Map(byteOrder().map((letter, token) => [letter, token]));
  const merges: Pair[] = [];
  while (vocabulary.size < size) {
    const found = mostFrequent(pairs);
    if (!found) break;
    const [name, { words }] = found;
    const pair = name.split(' ') as [string, string];
    merges.push(pair);
    vocabulary.set(pair.join(''), vocabulary.size);
    // Only words that had the pair are counted anew; some of them may have lost it to an earlier merge.
    for (const word of words) {
      count(word, -1);
      mergePair(word.parts, pair);
      count(word, 1);
    }
  }
  return createBpeTokenizer({ vocabulary, merges });
}

/** Printable bytes first, then the others, as GPT-2's vocabulary has them. */
const byteOrder = () => [...LETTERS].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);

function mostFrequent<P extends { readonly count: number }>(pairs: ReadonlyMap<string, P>): [string, P] | undefined {
  let best: [string, P] | undefined;
  let most = 1; // what comes once is no gain
  for (const [name, pair] of pairs)
    if (pair.count > most || (best && pair.count === most && name < best[0])) {
      best = [name, pair];
      most = pair.count;
    }
  return best;
}
