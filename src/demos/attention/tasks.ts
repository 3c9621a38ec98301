/**
 * Three tasks that a single layer of attention can only do by looking at the right place. Each row has a token at every
 * place, and at some of them an answer that stands at another place, or at its own:
 *
 *   copy      the symbol that stands here
 *   reverse   the symbol that stands as far from the end as this place from the beginning
 *   brackets  which kind of bracket closes here: that of the one it matches. All closing ones look alike in the row, and
 *             each bracket comes with its depth, since one layer cannot count it.
 */
import { createSequences, FIRST_SYMBOL } from '@/data/sequenceTasks';
import { TASKS, type Row, type TaskName } from './taskNames';

const KINDS = 3;
const CLOSING = KINDS;

/** @param symbols brackets that match, as createSequences numbers them: opening ones even, the closing one next to it */
function bracketRow(symbols: readonly number[]): Row {
  const open: number[] = [];
  const row = { tokens: [] as number[], depths: [] as number[], answers: [] as number[], matches: [] as number[] };
  symbols.forEach((symbol, i) => {
    const closes = symbol % 2 === 1;
    if (!closes) open.push(i);
    row.depths.push(open.length);
    row.tokens.push(closes ? CLOSING : symbol / 2);
    row.answers.push(closes ? (symbol - 1) / 2 : -1);
    row.matches.push(closes ? open.pop()! : -1);
  });
  return row;
}

function rowsOf(task: TaskName, count: number, seed: number): Row[] {
  const { length, tokens } = TASKS[task];
  if (task === 'brackets')
    return createSequences('brackets', { count: 8 * count, maxLength: length - 1, symbols: KINDS, seed })
      .map(({ source, target }) => [...source, ...target].map((token) => token - FIRST_SYMBOL))
      .filter((symbols) => symbols.length === length)
      .map(bracketRow);
  const from = (i: number) => (task === 'copy' ? i : length - 1 - i);
  return createSequences(task, {
    count: 2 * count,
    maxLength: length,
    minLength: length,
    symbols: tokens.length,
    seed,
  }).map(({ source, target }) => ({
    tokens: source.map((token) => token - FIRST_SYMBOL),
    depths: [],
    answers: target.map((token) => token - FIRST_SYMBOL),
    matches: source.map((_, i) => from(i)),
  }));
}

export const BATCH = 32;
const TRAINED = 32 * BATCH;
const HELD_OUT = 256;

/** Rows to learn from and rows to be tested on, no two of them alike. */
export function createTask(task: TaskName, seed: number): { trained: readonly Row[]; heldOut: readonly Row[] } {
  const all = rowsOf(task, TRAINED + HELD_OUT, seed);
  const rows = [...new Map(all.map((row) => [JSON.stringify([row.tokens, row.answers]), row])).values()];
  return { heldOut: rows.slice(0, HELD_OUT), trained: rows.slice(HELD_OUT, HELD_OUT + TRAINED) };
}
