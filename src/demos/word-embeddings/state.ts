/** What the demo shows of a step: what model, words and picture agree on. */
import type { State } from '@/lib/demo';
import type { Values } from '@/lib/params';
import type { Text } from '@/lib/text';
import type { params } from './demo';
import { nameOf } from './generated';
import type { Pair } from './pair';

export type EmbeddingValues = Values<typeof params>;

/** A word, and the cosine of the angle between its vector and the one that is asked about. */
export type Near = { readonly word: string; readonly cosine: number };

export type Analogy = {
  /** a is to b as c is to … */
  readonly of: readonly [a: string, b: string, c: string];
  /** Nearest to b − a + c, the three left out. */
  readonly answers: readonly Near[];
  /** What the rule of the generated sentences says. */
  readonly expected?: string;
};

/** A row of a table that is small enough to be shown. */
export type Row = {
  readonly word: string;
  readonly values: readonly number[];
  /** How often the text looks it up. */
  readonly count: number;
  /** How far it is from where it started. */
  readonly moved: number;
};

export type EmbeddingState = State & {
  /** Mean over the pairs of the step; before the first one (1 + negatives) ln 2. */
  readonly loss: number;
  /** Rows of the table of vectors, and words of the text that an epoch goes through. */
  readonly words: number;
  readonly tokens: number;
  /** What the reader asked for and the text does not have: its own stands in. */
  readonly missing: { readonly text?: true; readonly word?: string; readonly analogy?: string };
  readonly word: string;
  readonly neighbours: readonly Near[];
  readonly analogy?: Analogy;
  /** Of all analogies that the generated sentences have an answer to. */
  readonly score?: { readonly right: number; readonly of: number };
  /** Where words lie along the two principal components of the vectors of `fitted` words, each of length 1. */
  readonly points: readonly { readonly word: string; readonly x: number; readonly y: number }[];
  readonly fitted: number;
  readonly shares: readonly [number, number];
  readonly rows?: readonly Row[];
  /** A pair such as the next step learns from, and the learning rate of that step. */
  readonly pair: Pair;
  readonly rate: number;
};

/** The name of a word: those of the generated sentences have one in each language. */
export const labelOf = (word: string): Text =>
  nameOf(word) ?? (word === 'the₂' ? { zh: '第二个 the', en: 'second the' } : { zh: word, en: word });

/** The loss of one that knows nothing: every score is 0, every probability ½. */
export const guessLoss = (negatives: number): number => (1 + negatives) * Math.LN2;
