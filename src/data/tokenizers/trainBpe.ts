import { require } from '@/lib/errors';
import { createBpeTokenizer, piecesOf } from './bpe';
import type { BpeTokenizer, Pair } from './bpe';
import { LETTERS, toLetters } from './bytes';

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
  const counts = new Map<string, number>();
  for (const piece of piecesOf(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const words = [...counts].map(([piece, count]) => ({ parts: [...toLetters(piece)], count }));
  const vocabulary = new Map(byteOrder().map((letter, token) => [letter, token]));
  const merges: Pair[] = [];
  while (vocabulary.size < size) {
    const pair = mostFrequent(words);
    if (!pair) break;
    const [left, right] = pair;
    merges.push(pair);
    vocabulary.set(left + right, vocabulary.size);
    for (const { parts } of words)
      for (let i = 0; i + 1 < parts.length; i++)
        if (parts[i] === left && parts[i + 1] === right) parts.splice(i, 2, left + right);
  }
  return createBpeTokenizer({ vocabulary, merges });
}

/** Printable bytes first, then the others, as GPT-2's vocabulary has them. */
const byteOrder = () => [...LETTERS].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);

function mostFrequent(words: readonly { parts: string[]; count: number }[]): Pair | undefined {
  const counts = new Map<string, { pair: Pair; count: number }>();
  for (const { parts, count } of words)
    for (let i = 0; i + 1 < parts.length; i++) {
      const name = `${parts[i]} ${parts[i + 1]}`;
      const entry = counts.get(name);
      if (entry) entry.count += count;
      else counts.set(name, { pair: [parts[i]!, parts[i + 1]!], count });
    }
  let best: { pair: Pair; count: number; name: string } | undefined;
  for (const [name, { pair, count }] of counts)
    if (!best || count > best.count || (count === best.count && name < best.name)) best = { pair, count, name };
  return best && best.count > 1 ? best.pair : undefined;
}
