/** The working of a result as a sheet: every step a formula over the cells that hold its inputs. */
import { require } from '@/lib/errors';
import type { DerivationStep } from '../derivation';
import { cellAddress, type FormulaCell, type FormulaTable } from './sheet';

/** What a formula may call, in the spreadsheet's words. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  sum: 'SUM',
  min: 'MIN',
  max: 'MAX',
  exp: 'EXP',
  ln: 'LN',
  sqrt: 'SQRT',
};

const NAME = /[\p{L}_][\p{L}\p{N}_′]*/u;
/** A number, a name, or one sign. */
const TOKENS = /\d+(?:\.\d+)?(?:e[+-]?\d+)?|[\p{L}_][\p{L}\p{N}_′]*|[^\s]/giu;

/**
 * A formula of a derivation in the spreadsheet's language, names replaced by addresses. A sign becomes a factor −1: in a
 * spreadsheet −2^2 is 4.
 *
 * @param address the cell, or range, of every name
 * @throws {DomainError} a name without an address, or a power of a bare sign, a^−b
 * @example spreadsheetFormula('TV / (1 + r)^T', { TV: 'C2', r: 'C3', T: 'C4' }) // 'C2/(1+C3)^C4'
 * @example spreadsheetFormula('−x^2 + sum(PV)', { x: 'C2', PV: 'C3:C5' }) // '(-1)*C2^2+SUM(C3:C5)'
 */
export function spreadsheetFormula(formula: string, address: Readonly<Record<string, string>>): string {
  let before = '(';
  return [...formula.matchAll(TOKENS)]
    .map(([token]) => {
      const sign = (token === '−' || token === '-') && /^[(,+\-−*/·^]$/.test(before);
      require(!(sign && before === '^'), 'spreadsheetFormula', 'a negative power stands in brackets', formula);
      before = token;
      if (sign) return '(-1)*';
      if (token === '·') return '*';
      if (token === '−') return '-';
      if (!NAME.test(token) || /^\d/.test(token)) return token;
      if (Object.hasOwn(address, token)) return address[token]!;
      require(Object.hasOwn(FUNCTIONS, token), 'spreadsheetFormula', `${formula} names what has a cell`, token);
      return FUNCTIONS[token]!;
    })
    .join('');
}

const column = (zh: string, en: string) => ({ label: { zh, en } });

/**
 * A sheet of the working: a row for each input that no earlier step made, a row for each entry of a list, a row for each
 * step with its live formula.
 *
 * @param caption names the sheet
 * @param steps   of explain; at least one
 * @throws {DomainError} no step, or a formula that the spreadsheet does not know
 * @example workingSheet({ zh: '', en: '' }, [{ symbol: 'y', name: { zh: '', en: '' }, formula: 'a + 1', inputs: { a: 2 }, unit: 'number', value: 3 }]).rows[1][2] // { formula: 'C2+1', value: 3 }
 */
export function workingSheet(caption: FormulaTable['caption'], steps: readonly DerivationStep[]): FormulaTable {
  require(steps.length > 0, 'workingSheet', 'there is at least one step', steps);
  const rows: FormulaCell[][] = [];
  const same = (text: string) => ({ zh: text, en: text });
  /** Writes a row and gives the address of its value: column C. */
  const put = (symbol: string, name: FormulaTable['caption'], cell: FormulaCell, note: string) => {
    rows.push([same(symbol), name, cell, same(note)]);
    return cellAddress(rows.length, 2);
  };
  /** Where the value of a name stands, as long as it is the same value. */
  const known = new Map<string, { address: string; value: number | readonly number[] }>();
  const place = (name: string, value: number | readonly number[]) => {
    const earlier = known.get(name);
    if (earlier && JSON.stringify(earlier.value) === JSON.stringify(value)) return earlier.address;
    const input = { zh: '输入', en: 'input' };
    const list = typeof value === 'number' ? [value] : value;
    require(list.length > 0, 'workingSheet', `the list ${name} is not empty`, list);
    const cells = list.map((x, i) => put(list === value ? `${name}${i + 1}` : name, input, x, ''));
    const address = typeof value === 'number' ? cells[0]! : `${cells[0]}:${cells.at(-1)}`;
    known.set(name, { address, value });
    return address;
  };
  for (const { symbol, name, formula, inputs, value } of steps) {
    const addresses = Object.fromEntries(Object.entries(inputs).map(([key, x]) => [key, place(key, x)]));
    const address = put(
      symbol,
      name,
      { formula: spreadsheetFormula(formula, addresses), value },
      `${symbol} = ${formula}`,
    );
    known.set(symbol, { address, value });
  }
  return {
    caption,
    columns: [column('符号', 'symbol'), column('名称', 'name'), column('数值', 'value'), column('公式', 'formula')],
    rows,
  };
}
