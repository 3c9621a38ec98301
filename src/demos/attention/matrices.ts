/** The matrices of a state, of one head, as rows and columns. */
import { startOf, WIDTH, type SentenceState, type Weights } from './sentence';
import type { MatrixName } from './stages';

/** What the rows or columns are: the tokens of the sentence, or numbers of a vector. */
export type Axis = 'tokens' | 'numbers';
export type Role = 'input' | 'weight-pos' | 'activation' | 'gradient';

export type Matrix = {
  readonly name: MatrixName;
  readonly symbol: string;
  readonly role: Role;
  readonly rows: number;
  readonly columns: number;
  readonly rowAxis: Axis;
  readonly columnAxis: Axis;
  /** Row by row. */
  readonly values: readonly number[];
};

const SYMBOLS: Readonly<Partial<Record<MatrixName, string>>> = {
  WQ: 'Wq', WK: 'Wk', WV: 'Wv', WO: 'Wo', WOall: 'Wo', dWQ: 'dWq', moved: 'Wq′', C: 'O', next: 'X₊₁',
}; // prettier-ignore
export const symbolOf = (name: MatrixName): string => SYMBOLS[name] ?? name;

const roleOf = (name: MatrixName): Role =>
  name === 'X' || name === 'next'
    ? 'input'
    : name === 'moved' || name.startsWith('W')
      ? 'weight-pos'
      : name.startsWith('d')
        ? 'gradient'
        : 'activation';

const starts = new WeakMap<SentenceState['setup'], ReturnType<typeof startOf>>();
function start({ setup }: SentenceState) {
  const known = starts.get(setup) ?? startOf(setup);
  starts.set(setup, known);
  return known;
}
/** The vectors of the tokens (T,C). */
export const inputOf = (state: SentenceState): readonly number[] => start(state).x;
export const weightsOf = (state: SentenceState): Weights => state.weights ?? start(state).weights;

/** Columns from … to of rows of `width`. */
const cut = (values: readonly number[], width: number, from: number, to: number) =>
  values.filter((_, n) => n % width >= from && n % width < to);

/**
 * @param head from 0
 * @returns the matrix, or nothing if the round has not come to it yet
 */
export function matrixOf(state: SentenceState, name: MatrixName, head: number): Matrix | undefined {
  const { setup, kept, moved } = state;
  const { heads: H, size: D } = setup;
  const T = setup.tokens.length;
  const make = (values: readonly number[] | undefined, columns: number, rowAxis: Axis, columnAxis: Axis) =>
    values && {
      ...{ name, symbol: symbolOf(name), role: roleOf(name), rows: values.length / columns, columns },
      ...{ rowAxis, columnAxis, values },
    };
  const ofHead = (values: readonly number[] | undefined, size: number) => values?.slice(head * size, (head + 1) * size);
  const columnsOf = (values: readonly number[] | undefined) => values && cut(values, H * D, head * D, (head + 1) * D);
  switch (name) {
    case 'X':
      return make(inputOf(state), WIDTH, 'tokens', 'numbers');
    case 'next':
      return make([...inputOf(state).slice(WIDTH), ...(kept.Y ?? []).slice(-WIDTH)], WIDTH, 'tokens', 'numbers');
    case 'Y':
    case 'dY':
      return make(kept[name], WIDTH, 'tokens', 'numbers');
    case 'WQ':
    case 'WK':
    case 'WV':
      return make(columnsOf(weightsOf(state)[name]), D, 'numbers', 'numbers');
    case 'dWQ':
      return make(columnsOf(kept.dWQ), D, 'numbers', 'numbers');
    case 'moved':
      return make(columnsOf(moved?.weights.WQ), D, 'numbers', 'numbers');
    case 'WO':
      return make(ofHead(weightsOf(state).WO, D * WIDTH), WIDTH, 'numbers', 'numbers');
    case 'WOall':
      return make(weightsOf(state).WO, WIDTH, 'numbers', 'numbers');
    case 'C': {
      const { O } = kept;
      const at = (n: number) => [Math.floor(n / (H * D)), Math.floor((n % (H * D)) / D), n % D] as const;
      const side = O && O.map((_, n) => { const [t, h, d] = at(n); return O[(h * T + t) * D + d]!; }); // prettier-ignore
      return make(side, H * D, 'tokens', 'numbers');
    }
    case 'M':
      return make(
        ofHead(kept.S, T * T)?.map((s, n) => (n % T > Math.floor(n / T) ? -Infinity : s)),
        T,
        'tokens',
        'tokens',
      );
    case 'S':
    case 'P':
    case 'dP':
    case 'dS':
      return make(ofHead(kept[name], T * T), T, 'tokens', 'tokens');
    default:
      return make(ofHead(kept[name], T * D), D, 'tokens', 'numbers');
  }
}
