/** The arithmetic of one number, down to each product: what the panel, the tables and the tests read. */
import { formatSignificant } from '@/lib/format';
import type { Lang } from '@/lib/text';
import { checkOf, type Check, type Held } from './exact';
import { matrixOf, symbolOf, type Axis, type Matrix } from './matrices';
import { innerOf, outerOf, type SentenceState } from './sentence';
import { stagesOf, type MatrixName, type Operand, type Stage } from './stages';
import { tokensOf } from './tokens';

/** A number of the state: a place in the matrix that the stage makes, of one head. */
export type Place = { readonly head: number; readonly i: number; readonly j: number };

export type Working = {
  /** “S[猫, 球]” */
  readonly entry: string;
  /** Names of the columns of `rows`; of a sum of products the last is the product. */
  readonly heads: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly number[]; readonly own?: boolean }[];
  /** Of the last column. */
  readonly sum?: number;
  /** What is done with the sum, line by line. */
  readonly lines: readonly string[];
  readonly value: number;
};

export const stageOf = (state: SentenceState): Stage => stagesOf(state.setup)[state.at]!;

/** Four significant digits; −∞ is what the mask writes. */
export const write = (x: number, lang: Lang, digits = 4): string =>
  Number.isFinite(x) ? formatSignificant(x, digits, lang) : '−∞';
const inner = (x: number, lang: Lang) => (x < 0 ? `(${write(x, lang)})` : write(x, lang));

/** The place that settings ask for, moved into the matrix where it lies outside. */
export function placeOf(state: SentenceState, head: number, cell: readonly number[]): Place {
  const h = Math.min(head, state.setup.heads) - 1;
  const { rows, columns } = matrixOf(state, stageOf(state).makes, h)!;
  const within = (x: number, n: number) => Math.min(n - 1, Math.floor(x));
  return { head: h, i: within(cell[0]!, rows), j: within(cell[1]!, columns) };
}

export const at = ({ values, columns }: Matrix, i: number, j: number): number => values[i * columns + j]!;

/** What row or column n is called: its token, or its number from 1. */
export function nameOf(state: SentenceState, axis: Axis, n: number, lang: Lang): string {
  return axis === 'tokens' ? tokensOf(state.setup.text, lang)[n]! : String(n + 1);
}
const entryOf = (state: SentenceState, m: Matrix, i: number, j: number, lang: Lang) =>
  `${m.symbol}[${nameOf(state, m.rowAxis, i, lang)}, ${nameOf(state, m.columnAxis, j, lang)}]`;

/** The numbers of a factor, and what they are counted by. */
function factor(state: SentenceState, { of, along, at: by }: Operand, { head, i, j }: Place) {
  const matrix = matrixOf(state, of, head)!;
  const fixed = by === 'i' ? i : j;
  const n = along === 'row' ? matrix.columns : matrix.rows;
  const axis = along === 'row' ? matrix.columnAxis : matrix.rowAxis;
  const numbers = Array.from({ length: n }, (_, k) => (along === 'row' ? at(matrix, fixed, k) : at(matrix, k, fixed)));
  return { symbol: symbolOf(of), numbers, axis };
}

/** “1/√4 ÷ 温度 2”, of the factor that a product is multiplied by; nothing where it is 1. */
function factorName({ setup }: SentenceState, kind: 'inner' | 'outer', lang: Lang): string | undefined {
  const root = `1/√${setup.size}`;
  if (kind === 'outer') return setup.scale === 'printed' ? root : undefined;
  const heat = setup.temperature === 1 ? undefined : write(setup.temperature, lang, 3);
  if (setup.scale === 'inside') return heat ? `1/(√${setup.size} × ${heat})` : root;
  return heat && `1/${heat}`;
}

export function workingOf(state: SentenceState, place: Place, lang: Lang): Working {
  const { how, makes } = stageOf(state);
  const { head, i, j } = place;
  const made = matrixOf(state, makes, head)!;
  const value = at(made, i, j);
  const entry = entryOf(state, made, i, j, lang);
  const base = { entry, heads: [], rows: [], lines: [], value };
  const matrix = (name: MatrixName) => matrixOf(state, name, head)!;
  const result = write(value, lang);
  const token = (n: number) => nameOf(state, 'tokens', n, lang);

  if (how.kind === 'product') {
    const [a, b] = [factor(state, how.a, place), factor(state, how.b, place)];
    const rows = a.numbers.map((x, n) => ({
      label: nameOf(state, a.axis, n, lang),
      cells: [x, b.numbers[n]!, x * b.numbers[n]!],
    }));
    const sum = rows.reduce((all, { cells }) => all + cells[2]!, 0);
    const name = how.factor && factorName(state, how.factor, lang);
    const by = how.factor === 'inner' ? innerOf(state.setup) : outerOf(state.setup);
    const lines = name
      ? [`${entry} = ${inner(sum, lang)} × ${name} = ${inner(sum, lang)} × ${write(by, lang)} = ${result}`]
      : [`${entry} = ${result}`];
    return { ...base, heads: [a.symbol, b.symbol, `${a.symbol} × ${b.symbol}`], rows, sum, lines };
  }
  switch (how.kind) {
    case 'softmax': {
      const scores = matrixOf(state, state.setup.causal ? 'M' : 'S', head)!;
      const row = Array.from({ length: scores.columns }, (_, k) => at(scores, i, k));
      const top = Math.max(...row);
      const rows = row.map((s, k) => ({ label: token(k), cells: [s, Math.exp(s - top)], own: k === j }));
      const sum = rows.reduce((all, { cells }) => all + cells[1]!, 0);
      const lines = [`${entry} = ${write(rows[j]!.cells[1]!, lang)} / ${write(sum, lang)} = ${result}`];
      return { ...base, heads: ['s', `e^(s − ${inner(top, lang)})`], rows, sum, lines };
    }
    case 'softmaxBack': {
      const [p, dp] = [matrix('P'), matrix('dP')];
      const rows = Array.from({ length: p.columns }, (_, k) => {
        const [x, g] = [at(p, i, k), at(dp, i, k)];
        return { label: token(k), cells: [x, g, x * g], own: k === j };
      });
      const sum = rows.reduce((all, { cells }) => all + cells[2]!, 0);
      const [x, g] = rows[j]!.cells as [number, number];
      const lines = [
        `${entry} = P × (dP − Σ)`,
        `= ${write(x, lang)} × [${write(g, lang)} − ${inner(sum, lang)}] = ${result}`,
      ];
      return { ...base, heads: ['P', 'dP', 'P × dP'], rows, sum, lines };
    }
    case 'difference': {
      if (i === made.rows - 1)
        return {
          ...base,
          lines: [
            `${entry} = 0`,
            lang === 'zh'
              ? '最后一个词元后面没有词元，不算损失。'
              : 'Nothing follows the last token: it has no part in the loss.',
          ],
        };
      const [y, next] = [at(matrix('Y'), i, j), at(matrix('X'), i + 1, j)];
      const sides = `Y[${token(i)}, ${j + 1}] − X[${token(i + 1)}, ${j + 1}]`;
      return { ...base, lines: [`${entry} = ${sides}`, `= ${write(y, lang)} − ${inner(next, lang)} = ${result}`] };
    }
    case 'mask': {
      const seen = j <= i;
      const why = { zh: seen ? `“${token(j)}”不在“${token(i)}”后面：分数不变。` : `“${token(j)}”在“${token(i)}”后面：不许看，e^(−∞) = 0。`,
        en: seen ? `“${token(j)}” does not come after “${token(i)}”: the score stays.` : `“${token(j)}” comes after “${token(i)}”: it may not be seen, and e^(−∞) = 0.` }[lang]; // prettier-ignore
      return { ...base, lines: [`${entry} = ${result}`, why] };
    }
    case 'given': {
      const row = state.setup.tokens[i]! + 1;
      const why = {
        zh: `“${token(i)}”是这句话里第 ${row} 个不同的词元：取向量表的第 ${row} 行，由种子 ${state.setup.seed} 从正态分布抽出，没有含义。`,
        en: `“${token(i)}” is different token number ${row} of the sentence: row ${row} of a table drawn from a normal distribution by seed ${state.setup.seed}. It means nothing.`,
      }[lang];
      return { ...base, lines: [`${entry} = ${result}`, why] };
    }
    case 'update': {
      const [w, g] = [at(matrix('WQ'), i, j), at(matrix('dWQ'), i, j)];
      const rate = write(state.setup.learningRate, lang, 3);
      const others = lang === 'zh' ? 'Wk、Wv、Wo 也一样更新。' : 'Wk, Wv and Wo move in the same way.';
      return {
        ...base,
        lines: [`${entry} = Wq − η dWq`, `= ${write(w, lang)} − ${rate} × ${inner(g, lang)} = ${result}`, others],
      };
    }
  }
}

/** What a gradient is the gradient of. */
const OF: Readonly<Partial<Record<MatrixName, Held['name']>>> = {
  dY: 'Y', dO: 'O', dV: 'V', dP: 'P', dS: 'S', dQ: 'Q', dK: 'K', dWQ: 'WQ',
}; // prettier-ignore

/** The gradient of the place beside its finite difference; nothing where the stage makes no gradient. */
export function checkAt(state: SentenceState, { head, i, j }: Place): (Check & { readonly name: string }) | undefined {
  const { makes } = stageOf(state);
  const name = OF[makes];
  if (!name) return undefined;
  const made = matrixOf(state, makes, head)!;
  const largest = Math.max(...made.values.map(Math.abs));
  return { name: symbolOf(name), ...checkOf(state, { name, head, i, j }, at(made, i, j), largest) };
}
