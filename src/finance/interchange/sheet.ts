/**
 * Results that leave the page: as CSV, and as a spreadsheet whose cells compute themselves, so that a person can check
 * and go on from them.
 */
import type { Column, Table } from '@/lib/demo';
import { require } from '@/lib/errors';
import type { Lang, Text } from '@/lib/text';

/** A cell that computes itself: the formula in A1 references without '=', and its value as we computed it. */
export type Formula = { readonly formula: string; readonly value: number };
export type FormulaCell = number | Text | Formula;

/** A table that may hold formulas. Its header is row 1 of the sheet, its first row is row 2, its first column is A. */
export type FormulaTable = {
  readonly caption: Text;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly FormulaCell[])[];
};

const isFormula = (cell: FormulaCell): cell is Formula => typeof cell === 'object' && 'formula' in cell;

/**
 * The same table with values for formulas, for toCsv and the screen.
 *
 * @example valuesOf({ caption: { zh: '', en: '' }, columns: [{ label: { zh: '', en: 'x' } }], rows: [[{ formula: '1+1', value: 2 }]] }).rows // [[2]]
 */
export const valuesOf = (table: FormulaTable): Table => ({
  ...table,
  rows: table.rows.map((row) => row.map((cell) => (isFormula(cell) ? cell.value : cell))),
});

/**
 * The address of a cell from its place, both counted from 0; the header is row 0.
 *
 * @example cellAddress(1, 27) // 'AB2'
 */
export function cellAddress(row: number, column: number): string {
  let letters = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

/** Excel refuses these in the name of a sheet, and names of more than 31 letters. */
const sheetName = (caption: string, i: number, lang: Lang) =>
  caption.replace(/[\s[\]/\\:*?]+/g, ' ').trim().slice(0, 31) || (lang === 'zh' ? `表${i + 1}` : `Table ${i + 1}`); // prettier-ignore

/** Excel's format of a column: as many digits as the page shows. */
const formatOf = ({ digits }: Column) =>
  digits === undefined ? undefined : `#,##0${digits > 0 ? '.' : ''}${'0'.repeat(digits)}`;

/**
 * A spreadsheet (.xlsx): one sheet for each table. Formulas are live and carry the value that we computed, for viewers
 * that do not compute. The writer is loaded when it is first needed.
 *
 * @param tables at least one; captions name the sheets
 * @param lang   of the words
 * @returns      the bytes of the file
 * @throws {DomainError} no table, a row of another length than the header, a number that is not finite
 * @example toXlsx([{ caption: { zh: '表', en: 'T' }, columns: [{ label: { zh: '甲', en: 'a' } }], rows: [[1]] }], 'en') instanceof Promise // true
 */
export async function toXlsx(tables: readonly FormulaTable[], lang: Lang): Promise<Uint8Array<ArrayBuffer>> {
  require(tables.length > 0, 'toXlsx', 'there is at least one table', tables);
  const computed = tables.map(check);
  const names = tables.map(({ caption }, i) => sheetName(caption[lang], i, lang));
  // A name that is taken gets the number of its sheet.
  const unique = names.map((name, i) => (names.indexOf(name) === i ? name : `${name.slice(0, 27)} ${i + 1}`));
  const { default: writeXlsxFile } = await import('write-excel-file/universal');
  const sheets = tables.map(({ columns, rows }, i) => ({
    sheet: unique[i]!,
    stickyRowsCount: 1,
    columns: columns.map(() => ({ width: 18 })),
    data: [
      columns.map(({ label, unit }) => ({
        value: unit ? (lang === 'zh' ? `${label.zh}（${unit.zh}）` : `${label.en} (${unit.en})`) : label[lang],
        type: String,
        fontWeight: 'bold' as const,
      })),
      ...rows.map((row) =>
        row.map((cell, j) => {
          const format = formatOf(columns[j]!);
          const look = format ? { format } : {};
          if (typeof cell === 'number') return { value: cell, type: Number, ...look };
          if (isFormula(cell)) return { value: cell.formula, type: 'Formula' as const, ...look };
          return { value: cell[lang], type: String };
        }),
      ),
    ],
  }));
  const cached = {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          // The writer leaves formulas without a value; a viewer that does not compute would show nothing.
          transform: (xml: string, _: unknown, { sheetIndex }: { sheetIndex: number }) =>
            xml.replace(
              /<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)<\/f><\/c>/gs,
              (_cell, at: string, rest: string, formula: string) => {
                return `<c r="${at}"${rest}><f>${formula}</f><v>${computed[sheetIndex]!.get(at)}</v></c>`;
              },
            ),
        },
      },
    },
  };
  const blob = await writeXlsxFile(sheets, { features: [cached] }).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

/** The value of every formula of a table, by address. */
function check({ columns, rows }: FormulaTable): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  rows.forEach((row, r) => {
    require(row.length === columns.length, 'toXlsx', `every row has ${columns.length} cells`, row.length);
    row.forEach((cell, c) => {
      const value = isFormula(cell) ? cell.value : cell;
      require(typeof value !== 'number' || Number.isFinite(value), 'toXlsx', 'every number is finite', value);
      if (isFormula(cell)) {
        require(/^[^=\s]/.test(cell.formula), 'toXlsx', 'a formula begins with no =', cell.formula);
        values.set(cellAddress(r + 1, c), cell.value);
      }
    });
  });
  return values;
}
