/** The arithmetic of one step as lines of text: what the panel, the tables and the tests read. */
import { formatFixed, formatSignificant } from '@/lib/format';
import type { Lang } from '@/lib/text';
import type { Cell } from './names';
import { meanFactor, type Arithmetic, type GradientState, type Reading } from './reading';

export const CELL_NAMES = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' } as const satisfies Record<Cell, string>;

export const write = (x: number, lang: Lang, digits = 3): string => formatSignificant(x, digits, lang);
const inner = (x: number, lang: Lang) => (x < 0 ? `(${write(x, lang)})` : write(x, lang));
/** @example subscript(29) // '₂₉' */
export const subscript = (n: number): string => [...String(n)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');

/** How the state of a cell is written: the LSTM's is h and c together. */
export const stateName = (cell: Cell, t: number): string =>
  cell === 'lstm' ? `(h${subscript(t)}, c${subscript(t)})` : `h${subscript(t)}`;
const slopeBy = (cell: Cell, t: number) => `∂L/∂${stateName(cell, t)}`;

/** “|∂L/∂h₂₉| / |∂L/∂h₃₀| = 0.000174 / 0.000254 = 0.686”, and the most that it could be. */
export function stepLines(state: GradientState, cell: Cell, lang: Lang): string[] {
  const { at, bounds } = state;
  const { norms } = state.cells[cell];
  const [before, after, bound] = [norms[at - 2], norms[at - 1], bounds[at - 2]];
  if (before === undefined || after === undefined || bound === undefined) return [];
  const [a, b] = [`|${slopeBy(cell, at - 1)}|`, `|${slopeBy(cell, at)}|`];
  const ratio = after > 0 ? ` = ${write(before / after, lang)}` : '';
  const most =
    lang === 'zh'
      ? `雅可比矩阵 ∂${stateName(cell, at)}/∂${stateName(cell, at - 1)} 的最大奇异值 ${write(bound, lang)}：这一步再多也放大不过它`
      : `largest singular value of the Jacobian ∂${stateName(cell, at)}/∂${stateName(cell, at - 1)}: ${write(bound, lang)}, the most that this step can stretch any gradient`;
  return [`${a} / ${b} = ${write(before, lang)} / ${write(after, lang)}${ratio}`, most];
}

/** One number of the gradient before the step, as sum and products. */
export function numberLines(
  arithmetic: Arithmetic,
  at: number,
  { activation, printed }: { activation: string; printed: boolean },
  lang: Lang,
) {
  const w = (x: number) => inner(x, lang);
  const [k, t, s] = [arithmetic.unit + 1, subscript(at), subscript(at - 1)];
  const total = write(arithmetic.total, lang);
  switch (arithmetic.cell) {
    case 'rnn': {
      const { terms, others, rest } = arithmetic;
      const more =
        lang === 'zh'
          ? `其余 ${others} 项之和 ${write(rest, lang)}`
          : `the sum of ${others} more: ${write(rest, lang)}`;
      const slope = activation === 'tanh' ? '(1 − hⱼ²)' : 'relu′ⱼ';
      return [
        `∂L/∂h${s}[${k}] = Σⱼ ${printed ? '(Wₓ + Wₕ)' : 'Wₕ'}[${k},j] × ${slope} × ∂L/∂h${t}[j]`,
        ...terms.map(
          (term, i) =>
            `${i ? '+' : '='} ${w(term.weight)} × ${w(term.slope)} × ${w(term.gradient)}${lang === 'zh' ? `（j = ${term.unit + 1}）` : ` (j = ${term.unit + 1})`}`,
        ),
        ...(others > 0 ? [`+ ${more}`] : []),
        `= ${total}`,
      ];
    }
    case 'lstm': {
      const { forget, output, squashed, dc, dh } = arithmetic;
      return [
        `∂L/∂c${s}[${k}] = f × (∂L/∂c${t}[${k}] + o × (1 − tanh²c) × ∂L/∂h${t}[${k}])`,
        `= ${w(forget)} × (${w(dc)} + ${w(output)} × (1 − ${w(squashed)}²) × ${w(dh)})`,
        `= ${w(forget)} × ${w(dc + output * (1 - squashed ** 2) * dh)} = ${total}`,
      ];
    }
    case 'gru': {
      const { keep, dh } = arithmetic;
      const direct = keep * dh;
      const rest = arithmetic.total - direct;
      return [
        lang === 'zh'
          ? `∂L/∂h${s}[${k}] = z × ∂L/∂h${t}[${k}] + 经过候选与门的部分`
          : `∂L/∂h${s}[${k}] = z × ∂L/∂h${t}[${k}] + what comes through candidate and gates`,
        `= ${w(keep)} × ${w(dh)} + ${w(rest)} = ${w(direct)} + ${w(rest)} = ${total}`,
      ];
    }
  }
}

/** “0.490 × 0.677⁴⁹ = 2.42×10⁻⁹”: the whole way at its mean factor. */
export function wholeWay(reading: Reading, lang: Lang): string | undefined {
  const { norms } = reading;
  const factor = meanFactor(reading);
  if (factor === undefined) return undefined;
  const power = [...String(norms.length - 1)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
  return `${write(norms.at(-1)!, lang)} × ${formatFixed(factor, 3, lang)}${power} = ${write(norms[0]!, lang)}`;
}
