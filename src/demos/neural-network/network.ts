/** The shape of the 3-4-1 network and the names of its 21 parameters: what model, words and picture agree on. */
import type { State } from '@/lib/demo';
import type { Values } from '@/lib/params';
import type { params } from './demo';

export const INPUTS = 3;
export const HIDDEN = 4;
export const SAMPLES = 3;

export type NetworkValues = Values<typeof params>;

/** What one sample makes of the network on its way through it. */
export type Pass = {
  /** Pre-activations z of the hidden neurons (4). */
  readonly z: readonly number[];
  /** Their outputs h = activation(z) (4). */
  readonly h: readonly number[];
  /** Pre-activation of the output neuron. */
  readonly zOut: number;
  /** Its output, the prediction. */
  readonly out: number;
};

export type NetworkState = State & {
  /** W1 (3,4), b1 (4), W2 (4,1), b2 (1), row by row: 21 numbers, each an f32. */
  readonly weights: readonly number[];
  /** dLoss/dweights at these weights, in the same order: the step that comes next goes against them. */
  readonly gradients: readonly number[];
  /** One for each of the three samples. */
  readonly passes: readonly Pass[];
  /** The same for an input that is never trained on. */
  readonly probe: Pass;
  readonly loss: number;
};

/** Input i → hidden j, hidden j → output, or the bias of a neuron; `to` is HIDDEN for the output neuron. */
export type Parameter =
  | {
      readonly kind: 'weight';
      readonly layer: 1 | 2;
      readonly from: number;
      readonly to: number;
      readonly name: string;
    }
  | { readonly kind: 'bias'; readonly layer: 1 | 2; readonly to: number; readonly name: string };

const subscript = (n: number) => '₀₁₂₃₄₅₆₇₈₉'[n]!;
export const inputName = (i: number): string => `x${subscript(i + 1)}`;
export const hiddenName = (j: number): string => `h${subscript(j + 1)}`;
export const OUTPUT_NAME = 'ŷ';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** The parameters in the order of NetworkState.weights. */
export const PARAMETERS: readonly Parameter[] = [
  ...range(INPUTS).flatMap((from) =>
    range(HIDDEN).map(
      (to) => ({ kind: 'weight', layer: 1, from, to, name: `${inputName(from)} → ${hiddenName(to)}` }) as const,
    ),
  ),
  ...range(HIDDEN).map((to) => ({ kind: 'bias', layer: 1, to, name: `b(${hiddenName(to)})` }) as const),
  ...range(HIDDEN).map(
    (from) => ({ kind: 'weight', layer: 2, from, to: HIDDEN, name: `${hiddenName(from)} → ${OUTPUT_NAME}` }) as const,
  ),
  { kind: 'bias', layer: 2, to: HIDDEN, name: `b(${OUTPUT_NAME})` },
];

/** Places in NetworkState.weights. */
export const W1 = (from: number, to: number): number => from * HIDDEN + to;
export const B1 = (to: number): number => INPUTS * HIDDEN + to;
export const W2 = (from: number): number => INPUTS * HIDDEN + HIDDEN + from;
export const B2 = INPUTS * HIDDEN + HIDDEN + HIDDEN;

/** The row of the sample that the picture shows: 0–2, or undefined for the input that is never trained on. */
export const sampleRow = (values: NetworkValues): number | undefined =>
  values.sample === 'probe' ? undefined : Number(values.sample) - 1;

/** The three inputs of sample `row`; those of the untrained one when there is no row. */
export const inputsOf = (values: NetworkValues, row: number | undefined): readonly number[] =>
  row === undefined ? values.probe : values.inputs.slice(row * INPUTS, (row + 1) * INPUTS);

export const passOf = (state: NetworkState, row: number | undefined): Pass =>
  row === undefined ? state.probe : state.passes[row]!;

/** A prediction counts as right when it lies nearer than one half to its target. */
export const isRight = (out: number, target: number): boolean => Math.abs(out - target) < 0.5;

/** The loss of always answering the mean of the targets, whatever the input: what a network has to beat. */
export function guessLoss({ targets, loss }: Pick<NetworkValues, 'targets' | 'loss'>): number {
  const mean = targets.reduce((sum, y) => sum + y, 0) / targets.length;
  const squares = targets.reduce((sum, y) => sum + (mean - y) ** 2, 0);
  return loss === 'mean' ? squares / targets.length : squares / 2;
}
