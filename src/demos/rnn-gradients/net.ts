/** One cell on the task, in the numeric core: what it learns from, and what can be read of its gradients. */
import { Adam, add, clipGradNorm, crossEntropy, linear, mul, reshape, snapshot, sum } from '@/nn';
import type { Runtime, Snapshot, Tensor } from '@/nn';
import { advance, NAMES, shapesOf, zeros } from './cells';
import type { CellState, CellTensors, GradientValues, Weights } from './cells';
import type { Cell } from './names';
import { INPUTS, LETTERS, oneHotOf, type Sequence } from './task';

const hypot = (...lists: readonly ArrayLike<number>[]) => Math.hypot(...lists.flatMap((list) => Array.from(list)));
const lettersOf = (sequences: readonly Sequence[]) => sequences.map(([letter]) => letter!);

/** A step as back-propagation saw it: the state before and after, and the loss's gradient by both. */
export type Passage = {
  readonly x: readonly number[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly gradientBefore: Snapshot;
  readonly gradientAfter: Snapshot;
};

export type Net = ReturnType<typeof createNet>;

export function createNet(runtime: Runtime, cell: Cell, values: GradientValues, start: Weights) {
  const { length: T, hidden: H } = values;
  const shapes = shapesOf(cell, values);
  const weights = Object.fromEntries(
    NAMES.map((name) => [name, runtime.parameter(start[name], shapes[name])]),
  ) as CellTensors;
  const optimiser = new Adam(weights, { lr: values.learningRate });
  /** The sequence that is shown, symbol by symbol, as something that a gradient reaches. */
  const symbols = Array.from({ length: T }, () => runtime.parameter(new Float32Array(INPUTS), [1, 1, INPUTS]));

  let copies: CellState | undefined;

  const nothing = (B: number): CellState => ({
    h: zeros(runtime, 1, B, H),
    ...(cell === 'lstm' && { c: zeros(runtime, 1, B, H) }),
  });
  const next = (x: Tensor, state: CellState) => advance(cell, values, weights, x, state);
  /** (1,B,H) -> logits (B,LETTERS) */
  const read = ({ h }: CellState) => linear(reshape(h, [h.shape[1]!, H]), weights.readWeight, weights.readBias);
  const logitsOf = (sequences: readonly Sequence[]) =>
    read(next(runtime.tensor(oneHotOf(sequences), [T, sequences.length, INPUTS]), nothing(sequences.length)));
  const numbersOf = (state: CellState, of: (tensor: Tensor) => ArrayLike<number>): Snapshot =>
    Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, Array.from(of(tensor))]));

  return {
    cell,
    optimiser,
    snapshot: () => snapshot(weights) as Weights,

    /** Loss, and the part of the letters that it gets right. */
    test: (sequences: readonly Sequence[]) =>
      runtime.scope(() => {
        const logits = logitsOf(sequences);
        const [list, n] = [logits.values(), LETTERS.length];
        const right = sequences.filter(([letter], b) => {
          const row = [...list.slice(b * n, (b + 1) * n)];
          return row.indexOf(Math.max(...row)) === letter;
        });
        return {
          loss: crossEntropy(logits, lettersOf(sequences)).item(),
          accuracy: right.length / sequences.length,
        };
      }),

    /** The loss of one sequence back through time, a step at a time, so that the gradient by every state can be read. */
    through: (sequence: Sequence, at: number) =>
      runtime.scope(() => {
        const { kernels } = runtime;
        const x = oneHotOf([sequence]);
        symbols.forEach((symbol, t) => {
          symbol.set(x.slice(t * INPUTS, (t + 1) * INPUTS));
          kernels.fill(symbol.grad, 0, symbol.size);
        });
        const states = [nothing(1)];
        for (const symbol of symbols) states.push(next(symbol, states.at(-1)!));
        runtime.backward(crossEntropy(read(states.at(-1)!), lettersOf([sequence])));
        const gradient = (tensor: Tensor) => tensor.gradient();
        const passage: Passage = {
          x: [...x.slice((at - 1) * INPUTS, at * INPUTS)],
          before: numbersOf(states[at - 1]!, (tensor) => tensor.values()),
          after: numbersOf(states[at]!, (tensor) => tensor.values()),
          gradientBefore: numbersOf(states[at - 1]!, gradient),
          gradientAfter: numbersOf(states[at]!, gradient),
        };
        return {
          norms: states.slice(1).map((state) => hypot(...Object.values(numbersOf(state, gradient)))),
          inputs: symbols.map((symbol) => hypot(symbol.gradient())),
          states: states.slice(1).map((state) => numbersOf(state, (tensor) => tensor.values())),
          passage,
        };
      }),

    /**
     * ∂stateₜ/∂stateₜ₋₁ for t = 2 … T, each (S,S), S the numbers of a state. Row r is the gradient of number r of the state
     * after: all rows of all T − 1 steps are one batch of copies of the states before.
     */
    jacobians: (sequence: Sequence, states: readonly Snapshot[]) =>
      runtime.scope(() => {
        const parts = Object.keys(states[0]!) as ('h' | 'c')[];
        const S = parts.length * H;
        const B = (T - 1) * S;
        const each = (n: number, of: (t: number, row: number) => ArrayLike<number>) => {
          const all = new Float32Array(B * n);
          for (let b = 0; b < B; b++) all.set(of(Math.floor(b / S), b % S), b * n);
          return all;
        };
        const x = oneHotOf([sequence]);
        copies ??= Object.fromEntries(
          parts.map((part) => [part, runtime.parameter(new Float32Array(B * H), [1, B, H])]),
        ) as CellState;
        for (const part of parts) {
          copies[part]!.set(each(H, (t) => states[t]![part]!));
          runtime.kernels.fill(copies[part]!.grad, 0, B * H);
        }
        const symbols = each(INPUTS, (t) => x.subarray((t + 1) * INPUTS, (t + 2) * INPUTS));
        const after = next(runtime.tensor(symbols, [1, B, INPUTS]), copies);
        const picked = parts.map((part, p) => {
          const one = each(H, (_, row) => Array.from({ length: H }, (_, j) => Number(row === p * H + j)));
          return sum(mul(after[part]!, runtime.tensor(one, [1, B, H])));
        });
        runtime.backward(picked.reduce((a, b) => add(a, b)));
        const gradients = parts.map((part) => copies![part]!.gradient());
        return Array.from({ length: T - 1 }, (_, t) =>
          Float64Array.from({ length: S * S }, (_, i) => {
            const [row, column] = [Math.floor(i / S), i % S];
            return gradients[Math.floor(column / H)]![(t * S + row) * H + (column % H)]!;
          }),
        );
      }),

    /** How far apart the outputs for two sequences are. */
    distance: (a: Sequence, b: Sequence) =>
      runtime.scope(() => {
        const out = logitsOf([a, b]).values();
        return Math.hypot(...LETTERS.map((_, i) => out[i]! - out[i + LETTERS.length]!));
      }),

    /** Leaves the batch's gradient with the optimiser, clipped if asked for; returns its norm before. */
    learn: (sequences: readonly Sequence[]) =>
      runtime.scope(() => {
        optimiser.zeroGrad();
        runtime.backward(crossEntropy(logitsOf(sequences), lettersOf(sequences)));
        return clipGradNorm(Object.values(weights), values.clip ? values.maxNorm : Number.MAX_VALUE);
      }),
  };
}
