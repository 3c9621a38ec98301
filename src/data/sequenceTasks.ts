/**
 * Tasks from one sequence of tokens to another, for nets that write. Tokens 0, 1, 2 are padding, begin and end; symbols
 * follow from FIRST_SYMBOL on. Sources and targets come without begin, end and padding; `padRows` puts them into a table.
 */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import type { Random } from '@/lib/random';

export const PAD = 0;
export const BEGIN = 1;
export const END = 2;
export const FIRST_SYMBOL = 3;

export interface SequencePair {
  readonly source: readonly number[];
  readonly target: readonly number[];
}

export interface SequenceTaskOptions {
  readonly count: number;
  /** Symbols of a source: from minLength, by default 1, to this many. */
  readonly maxLength: number;
  readonly minLength?: number;
  /** How many symbols there are; kinds of brackets for `brackets`, each with an opening and a closing symbol. */
  readonly symbols: number;
  readonly seed: number;
}

type Task = (length: number, symbols: number, random: Random) => SequencePair;

/** Any symbols, and what comes of them. */
const ofSymbols =
  (answer: (source: readonly number[]) => readonly number[]): Task =>
  (length, symbols, random) => {
    const source = Array.from({ length }, () => FIRST_SYMBOL + random.below(symbols));
    return { source, target: answer(source) };
  };

const TASKS = {
  /** The same again. */
  copy: ofSymbols((source) => source),
  /** The same from the end. */
  reverse: ofSymbols((source) => [...source].reverse()),
  /** Brackets opened and closed, some still open; the answer closes them, the last opened first. It may be empty. */
  brackets: (length, kinds, random) => {
    const open: number[] = [];
    const source = Array.from({ length }, () => {
      if (open.length && random.uniform() < 0.4) return closing(open.pop()!);
      const symbol = FIRST_SYMBOL + 2 * random.below(kinds);
      open.push(symbol);
      return symbol;
    });
    return { source, target: open.reverse().map(closing) };
  },
} as const satisfies Record<string, Task>;

export type SequenceTask = keyof typeof TASKS;

/** Of a kind of brackets, the opening one is even steps from FIRST_SYMBOL, the closing one follows it. */
const closing = (opening: number) => opening + 1;

/**
 * @throws {DomainError} a task that there is none of, or counts that are not positive whole numbers
 * @example createSequences('reverse', { count: 1, maxLength: 1, symbols: 1, seed: 1 }) // [{ source: [3], target: [3] }]
 */
export function createSequences(
  task: SequenceTask,
  { count, maxLength, minLength = 1, symbols, seed }: SequenceTaskOptions,
): SequencePair[] {
  require(Object.hasOwn(TASKS, task), 'createSequences', `a task is one of ${Object.keys(TASKS)}`, task);
  checkNumbers('createSequences', { count, maxLength, symbols }, { whole: true, min: 1 });
  checkNumbers('createSequences', { minLength }, { whole: true, min: 1, max: maxLength });
  const random = createRandom(seed);
  return Array.from({ length: count }, () =>
    TASKS[task](minLength + random.below(maxLength - minLength + 1), symbols, random),
  );
}

/**
 * Rows of tokens as a table, padding at their end, by default as wide as the longest.
 *
 * @returns values row by row, and a mask that is 1 for tokens, 0 for padding
 * @throws {DomainError} no rows, or one that is longer than the width
 * @example padRows([[3, 4], [5]]) // { values: [3, 4, 5, 0], mask: [1, 1, 1, 0], shape: [2, 2] }
 */
export function padRows(
  rows: readonly (readonly number[])[],
  width: number = Math.max(1, ...rows.map((row) => row.length)),
): { values: number[]; mask: number[]; shape: [number, number] } {
  require(rows.length > 0, 'padRows', 'there are rows', rows);
  const long = rows.find((row) => row.length > width);
  require(long === undefined, 'padRows', `a row has at most ${width} tokens`, long);
  const places = rows.flatMap((row) => Array.from({ length: width }, (_, t) => row[t]));
  return {
    values: places.map((token) => token ?? PAD),
    mask: places.map((token) => Number(token !== undefined)),
    shape: [rows.length, width],
  };
}
