/** What the tasks are: what model, words and picture agree on. */
export type TaskName = 'copy' | 'reverse' | 'brackets';

export type Row = {
  readonly tokens: readonly number[];
  /** How many brackets are open around it, its own pair included; empty for other tasks. */
  readonly depths: readonly number[];
  /** The answer at each place, an index into `answers`; −1 where none is asked for. */
  readonly answers: readonly number[];
  /** Where the answer stands; −1 where none is asked for. */
  readonly matches: readonly number[];
};

export type Task = {
  readonly length: number;
  /** What tokens and answers are called. */
  readonly tokens: readonly string[];
  readonly answers: readonly string[];
  readonly depths: number;
};

const LETTERS = [...'ABCDEF'];
export const TASKS: Readonly<Record<TaskName, Task>> = {
  copy: { length: 8, tokens: LETTERS, answers: LETTERS, depths: 0 },
  reverse: { length: 8, tokens: LETTERS, answers: LETTERS, depths: 0 },
  brackets: { length: 10, tokens: ['(', '[', '{', '?'], answers: [')', ']', '}'], depths: 6 },
};
