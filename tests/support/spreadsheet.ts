/** A spreadsheet in small, to recompute the formulas that we write. */
import { cellAddress, type FormulaTable } from '@/finance/interchange/sheet';

/** The cells of a table by address, as they stand in the sheet: the header is row 1. */
export const cellsOf = ({ rows }: FormulaTable): Record<string, unknown> =>
  Object.fromEntries(rows.flatMap((row, r) => row.map((cell, c) => [cellAddress(r + 1, c), cell])));

/** By halving, from the definition. */
function rateOf(...flows: number[]): number {
  const worth = (rate: number) => flows.reduce((sum, flow, t) => sum + flow / (1 + rate) ** t, 0);
  let [low, high] = [-0.99, 10];
  for (let k = 0; k < 200; k++) {
    const middle = (low + high) / 2;
    if (worth(middle) < 0 === worth(low) < 0) low = middle;
    else high = middle;
  }
  return low;
}

/** What a spreadsheet does: evaluates A1 formulas over the other cells. Knows SUM, MIN, MAX, EXP, LN, SQRT and IRR (of flows with one rate between −99 % and 1000 %). */
export function evaluateCell(cells: Record<string, unknown>, at: string): number {
  const cell = cells[at];
  if (typeof cell === 'number') return cell;
  const { formula } = cell as { formula: string };
  const range = (from: string, to: string) => {
    const [column, first, last] = [/[A-Z]+/.exec(from)![0], Number(/\d+/.exec(from)![0]), Number(/\d+/.exec(to)![0])];
    return Array.from({ length: last - first + 1 }, (_, i) => evaluateCell(cells, `${column}${first + i}`)).join(',');
  };
  const code = formula
    .replace(/([A-Z]+\d+):([A-Z]+\d+)/g, (_, a: string, b: string) => range(a, b))
    .replace(/\b[A-Z]+\d+\b/g, (a) => `(${evaluateCell(cells, a)})`)
    .replaceAll('^', '**');
  const f = {
    SUM: (...xs: number[]) => xs.reduce((a, b) => a + b, 0),
    MIN: Math.min,
    MAX: Math.max,
    EXP: Math.exp,
    LN: Math.log,
    SQRT: Math.sqrt,
    IRR: rateOf,
  };
  return (new Function(...Object.keys(f), `return (${code});`) as (...fs: unknown[]) => number)(...Object.values(f));
}

/** The formulas whose cells do not compute what they carry, one line each. */
export function wrongFormulas(table: FormulaTable, abs = 1e-9): string[] {
  const cells = cellsOf(table);
  return Object.entries(cells).flatMap(([at, cell]) => {
    if (typeof cell !== 'object' || cell === null || !('formula' in cell)) return [];
    const { formula, value } = cell as { formula: string; value: number };
    const computed = evaluateCell(cells, at);
    const bound = abs * Math.max(1, Math.abs(value));
    return Math.abs(computed - value) <= bound ? [] : [`${at} = ${formula} gives ${computed}; carries ${value}`];
  });
}
