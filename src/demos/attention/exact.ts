/** The layer in f64, apart from the kernels: the finite difference that judges their gradients. */
import { inputOf, weightsOf } from './matrices';
import { innerOf, outerOf, WIDTH, type SentenceState } from './sentence';

/** One number of the layer, held at a value of its own: entry (i, j) of a matrix of one head. */
export type Held = {
  readonly name: 'WQ' | 'Q' | 'K' | 'V' | 'S' | 'P' | 'O' | 'Y';
  readonly head: number;
  readonly i: number;
  readonly j: number;
  /** What is added to the entry. */
  readonly by: number;
};

type Rows = number[][];
const times = (a: Rows, b: Rows): Rows =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, n) => sum + x * b[n]![j]!, 0)));
const scaled = (a: Rows, by: number): Rows => a.map((row) => row.map((x) => by * x));
const flip = (a: Rows): Rows => a[0]!.map((_, j) => a.map((row) => row[j]!));
const rowsOf = (values: readonly number[], width: number): Rows =>
  Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));

function softmax(row: readonly number[]): number[] {
  const top = Math.max(...row);
  const e = row.map((s) => Math.exp(s - top));
  const sum = e.reduce((all, x) => all + x, 0);
  return e.map((x) => x / sum);
}

/** The loss of the state's layer, in f64, one of its numbers moved. */
export function lossOf(state: SentenceState, held?: Held): number {
  const { setup } = state;
  const { heads, size, causal } = setup;
  const move = (name: Held['name'], head: number, rows: Rows): Rows => {
    if (held?.name === name && held.head === head) rows[held.i]![held.j]! += held.by;
    return rows;
  };
  const x = rowsOf(inputOf(state), WIDTH);
  const weights = weightsOf(state);
  const output: Rows = x.map(() => []);
  for (let h = 0; h < heads; h++) {
    const own = (name: 'WQ' | 'WK' | 'WV') =>
      rowsOf(weights[name], heads * size).map((row) => row.slice(h * size, (h + 1) * size));
    const q = move('Q', h, times(x, move('WQ', h, own('WQ'))));
    const k = move('K', h, times(x, own('WK')));
    const v = move('V', h, times(x, own('WV')));
    const s = move('S', h, scaled(times(q, flip(k)), innerOf(setup)));
    const seen = s.map((row, i) => row.map((score, j) => (causal && j > i ? -Infinity : score)));
    const o = move('O', h, scaled(times(move('P', h, seen.map(softmax)), v), outerOf(setup)));
    o.forEach((row, t) => output[t]!.push(...row));
  }
  const y = move('Y', held?.head ?? 0, times(output, rowsOf(weights.WO, WIDTH)));
  return (
    y.slice(0, -1).reduce((sum, row, t) => sum + row.reduce((all, c, n) => all + (c - x[t + 1]![n]!) ** 2, 0), 0) / 2
  );
}

/** h of the difference: its own error is of order h², rounding of order 1e-16 / h. */
export const STEP = 1e-4;
/** An f32 has 7 digits, of which sums that cancel lose some: of a matrix, so much of its largest gradient. */
const TOLERANCE = 1e-5;

export type Check = { readonly up: number; readonly down: number; readonly slope: number; readonly agrees: boolean };

/**
 * ∂L/∂entry by [L(entry + h) − L(entry − h)] / 2h, beside a gradient that is to be judged.
 *
 * @param largest the largest gradient of the matrix: rounding is in proportion to it
 */
export function checkOf(state: SentenceState, entry: Omit<Held, 'by'>, gradient: number, largest: number): Check {
  const [up, down] = [STEP, -STEP].map((by) => lossOf(state, { ...entry, by })) as [number, number];
  const slope = (up - down) / (2 * STEP);
  return { up, down, slope, agrees: Math.abs(slope - gradient) <= TOLERANCE * (1 + largest) };
}
