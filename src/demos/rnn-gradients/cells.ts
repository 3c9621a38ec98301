/** The three cells: how their weights start, and one step of each in the numeric core. */
import { createRandom, type Random } from '@/lib/random';
import type { Values } from '@/lib/params';
import { gru, INITS, lstm, rnn } from '@/nn';
import type { Runtime, Tensor } from '@/nn';
import type { params } from './demo';
import type { Cell } from './names';
import { spectralRadius } from './spectral';
import { INPUTS, LETTERS } from './task';

export type GradientValues = Values<typeof params>;

/** Gates side by side, in the order of src/nn; `candidate` is the one that computes what is new, `keep` the one that keeps. */
const GATES = {
  rnn: { count: 1, candidate: 0, keep: -1 },
  lstm: { count: 4, candidate: 2, keep: 1 },
  gru: { count: 3, candidate: 2, keep: 1 },
} as const;

/** Parameters of a cell and of the reading of its last state, by name. */
export const NAMES = ['wx', 'wh', 'bias', 'otherBias', 'readWeight', 'readBias'] as const;
export type Weights = Readonly<Record<(typeof NAMES)[number], readonly number[]>>;

/** A random matrix, scaled to the spectral radius that is asked for. */
function recurrent(random: Random, n: number, radius: number): number[] {
  const drawn = INITS.normal(random, n * n, n);
  const factor = radius / spectralRadius(drawn, n);
  return Array.from(drawn, (x) => Math.fround(x * factor));
}

/**
 * What the cells start with. Of one seed all three have the same candidate: the RNN’s only matrices are the LSTM’s g and the
 * GRU’s n. Inputs and reading from U(−1/√H, 1/√H), biases 0 but for that of the gate that keeps.
 */
export function startWeights({ hidden: H, scale, gateBias, printed, seed }: GradientValues): Record<Cell, Weights> {
  const random = createRandom(seed);
  const uniform = (size: number) => [...INITS.default(random, size, H)];
  const inputs = uniform(INPUTS * H);
  const [matrix, reading] = [recurrent(random, H, scale), uniform(H * LETTERS.length)];
  const make = (cell: Cell): Weights => {
    const { count, candidate, keep } = GATES[cell];
    const blocks = Array.from({ length: count }, (_, g) =>
      g === candidate ? { x: inputs, h: matrix } : { x: uniform(INPUTS * H), h: recurrent(random, H, scale) },
    );
    const beside = (of: (block: (typeof blocks)[number]) => readonly number[], rows: number) =>
      Array.from({ length: rows }, (_, r) => blocks.flatMap((block) => of(block).slice(r * H, (r + 1) * H))).flat();
    return {
      // As printed the input's matrix multiplies the state, so it has the state's size.
      wx: cell === 'rnn' && printed ? uniform(H * H) : beside(({ x }) => x, INPUTS),
      wh: beside(({ h }) => h, H),
      bias: Array.from({ length: count * H }, (_, i) => (Math.floor(i / H) === keep ? Math.fround(gateBias) : 0)),
      otherBias: Array<number>(count * H).fill(0),
      readWeight: reading,
      readBias: Array<number>(LETTERS.length).fill(0),
    };
  };
  return { rnn: make('rnn'), lstm: make('lstm'), gru: make('gru') };
}

export const shapesOf = (cell: Cell, { hidden: H, printed }: GradientValues) => {
  const G = GATES[cell].count * H;
  return {
    wx: [cell === 'rnn' && printed ? H : INPUTS, G],
    wh: [H, G],
    bias: [G],
    otherBias: [G],
    readWeight: [H, LETTERS.length],
    readBias: [LETTERS.length],
  };
};

/** State after a step: h, and the LSTM's cell c. Each (1,B,H). */
export type CellState = { readonly h: Tensor; readonly c?: Tensor };
export type CellTensors = Readonly<Record<(typeof NAMES)[number], Tensor>>;

/** @param x (T,B,INPUTS): as many steps as it has rows */
export function advance(
  cell: Cell,
  { activation, printed }: Pick<GradientValues, 'activation' | 'printed'>,
  { wx, wh, bias, otherBias }: CellTensors,
  x: Tensor,
  { h, c }: CellState,
): CellState {
  const weights = [{ wx, wh, bias, otherBias }];
  if (cell === 'lstm') {
    const { hn, cn } = lstm(x, weights, { h0: h, c0: c });
    return { h: hn, c: cn };
  }
  if (cell === 'gru') return { h: gru(x, weights, { h0: h }).hn };
  if (!printed) return { h: rnn(x, weights, { h0: h, nonlinearity: activation }).hn };
  // Word for word: the state takes the input's place, and there are no biases.
  let state = h;
  for (let t = 0; t < x.shape[0]!; t++) state = rnn(state, [{ wx, wh }], { h0: state, nonlinearity: activation }).hn;
  return { h: state };
}

export const zeros = (runtime: Runtime, ...shape: number[]): Tensor =>
  runtime.tensor(new Float32Array(shape.reduce((a, b) => a * b)), shape);
