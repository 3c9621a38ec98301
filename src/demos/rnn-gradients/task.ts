/**
 * The task: a letter, then digits that mean nothing; after the last one, which letter was it? What a net learns of it has to
 * come through every step between.
 */
import { createRandom } from '@/lib/random';

export const LETTERS = ['A', 'B', 'C', 'D'] as const;
const DIGITS = 4;
/** Numbers of an input: one place for each letter, one for each digit. */
export const INPUTS = LETTERS.length + DIGITS;

/** Symbols of a sequence: a letter 0–3, then digits 4–7. */
export type Sequence = readonly number[];

/**
 * @param length symbols of each, the letter among them
 * @example drawSequences(1, 1, 3).map(written) // ['C']
 */
export function drawSequences(count: number, length: number, seed: number): Sequence[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => [
    random.below(LETTERS.length),
    ...Array.from({ length: length - 1 }, () => LETTERS.length + random.below(DIGITS)),
  ]);
}

/** @example written([2, 4, 7]) // 'C03' */
export const written = (sequence: Sequence): string =>
  sequence.map((symbol) => LETTERS[symbol] ?? String(symbol - LETTERS.length)).join('');

/** Sequences of one length as (T,B,INPUTS), each symbol a 1 among zeros. */
export function oneHotOf(sequences: readonly Sequence[]): Float32Array<ArrayBuffer> {
  const [B, T] = [sequences.length, sequences[0]!.length];
  const x = new Float32Array(T * B * INPUTS);
  sequences.forEach((sequence, b) => sequence.forEach((symbol, t) => (x[(t * B + b) * INPUTS + symbol] = 1)));
  return x;
}
