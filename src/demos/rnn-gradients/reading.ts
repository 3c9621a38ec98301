/** What a state of this demo holds: plain numbers about each cell, and the arithmetic of one step of one of them. */
import type { State } from '@/lib/demo';
import type { Weights } from './cells';
import type { Cell } from './names';

export type Reading = {
  /** |∂L/∂stateₜ|, t = 1 … T; the LSTM's state is h and c together. Empty when a number left the range of f32. */
  readonly norms: readonly number[];
  /** |∂L/∂xₜ|, t = 1 … T. */
  readonly inputs: readonly number[];
  /** |∂L/∂θ| over all weights for the batch that comes next, before clipping. */
  readonly gradient: number;
  /** How far the output moves when the first letter is another, and when every symbol is. */
  readonly first: number;
  readonly all: number;
  /** On sequences that are not trained on: the loss, and how many of their letters are right, a fraction. */
  readonly loss: number;
  readonly accuracy: number;
};

/** One product in a sum. */
export type Term = {
  readonly unit: number;
  readonly weight: number;
  readonly slope: number;
  readonly gradient: number;
};

export const product = ({ weight, slope, gradient }: Term): number => weight * slope * gradient;

/** How the largest number of ∂L/∂stateₜ₋₁ comes about. `unit` counts from 0; `total` is what the core's backward pass says. */
export type Arithmetic =
  | {
      readonly cell: 'rnn';
      readonly unit: number;
      /** The largest products of the sum, and what the `others` add up to. */
      readonly terms: readonly Term[];
      readonly others: number;
      readonly rest: number;
      readonly total: number;
    }
  | {
      readonly cell: 'lstm';
      readonly unit: number;
      readonly forget: number;
      readonly output: number;
      /** tanh(cₜ) */
      readonly squashed: number;
      /** ∂L/∂cₜ from the step after, and ∂L/∂hₜ. */
      readonly dc: number;
      readonly dh: number;
      readonly total: number;
    }
  | { readonly cell: 'gru'; readonly unit: number; readonly keep: number; readonly dh: number; readonly total: number };

export type GradientState = State & {
  /** The cell that is looked into: whose numbers these are, when the settings already ask for another. */
  readonly cell: Cell;
  /** The sequence whose gradient is shown. */
  readonly sequence: string;
  readonly cells: Readonly<Record<Cell, Reading>>;
  /** Of the cell that is looked into: the largest singular value of ∂stateₜ/∂stateₜ₋₁, t = 2 … T. */
  readonly bounds: readonly number[];
  /** The step that is worked out, 2 … T. */
  readonly at: number;
  readonly arithmetic?: Arithmetic;
  /** After the first step; before it they follow from the settings. */
  readonly weights?: Readonly<Record<Cell, Weights>>;
  /** What the optimiser remembers, likewise. */
  readonly moments?: Readonly<Record<Cell, Readonly<Record<string, readonly number[]>>>>;
};

/** By how much the gradient changed on its way from step t back to t − 1, t = 2 … T; no entry where it was 0 already. */
export const factorsOf = ({ norms }: Reading): { t: number; factor: number }[] =>
  norms.slice(1).flatMap((after, i) => (after > 0 ? [{ t: i + 2, factor: norms[i]! / after }] : []));

/** The factor that T − 1 equal steps would each have; undefined where the gradient is 0 at an end. */
export function meanFactor({ norms }: Reading): number | undefined {
  const [early, late] = [norms[0], norms.at(-1)];
  return early && late ? (early / late) ** (1 / (norms.length - 1)) : undefined;
}

/** The gradient of all weights as the optimiser gets it. */
export const clipped = (gradient: number, { clip, maxNorm }: { clip: boolean; maxNorm: number }): number =>
  clip ? Math.min(gradient, maxNorm) : gradient;
