/** CSV that people send: columns found by name, cells read as what they should be, and errors that say where to look. */
import { checkNumbers, type Bounds } from '@/lib/check';
import { csvRecords } from '@/lib/csv';
import { DomainError, require } from '@/lib/errors';

/** What a column holds: a number within bounds, or text that is not blank. */
export type Column = { readonly name: string; readonly optional?: boolean } & (
  ({ readonly kind: 'number' } & Bounds) | { readonly kind: 'text' }
);

/** One row: its line in the file, and its cells by column. A cell of an optional column may be missing. */
export type TableRow = { readonly line: number; readonly cells: Readonly<Record<string, string | number | undefined>> };

/**
 * Reads the columns that are asked for; others may stand beside them, in any order. Headers are compared without case.
 * Numbers may have thousands separators and a percent sign: 1,250.5 and 12% are 1250.5 and 0.12.
 *
 * @param where   the function that reads, for its errors
 * @param file    the name that the person knows the file by
 * @param text    the file
 * @param columns what is expected
 * @throws {DomainError} names file, line, column and what was expected
 * @example readTable('readSales', 'sales.csv', 'Month,Units\n1,"1,200"\n', [{ name: 'units', kind: 'number' }])[0].cells.units // 1200
 * @example readTable('readSales', 'sales.csv', 'units\n12\nmany\n', [{ name: 'units', kind: 'number' }]) // throws 'readSales: sales.csv, line 3, column units is a number; got "many"'
 */
export function readTable(where: string, file: string, text: string, columns: readonly Column[]): TableRow[] {
  const [header, ...rows] = parse(where, file, text);
  const names = header!.fields.map((name) => name.trim().toLowerCase());
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  require(twice === undefined, where, `${file}, line 1: every column has a name of its own`, twice);
  const places = columns.map(({ name, optional }) => {
    const at = names.indexOf(name.toLowerCase());
    require(at >= 0 || optional === true, where, `${file}, line 1 names a column ${name}`, header!.fields);
    return at;
  });
  require(rows.length > 0, where, `${file} has a row under its header`, rows.length);
  return rows.map(({ line, fields }) => ({
    line,
    cells: Object.fromEntries(
      columns.map((column, i) => [
        column.name,
        places[i]! < 0 ? undefined : cell(where, file, line, column, fields[places[i]!]!),
      ]),
    ),
  }));
}

function parse(where: string, file: string, text: string) {
  try {
    return csvRecords(text);
  } catch (error) {
    // What parseCsv says begins with the line; the person also needs the file.
    if (error instanceof DomainError)
      throw new DomainError(error.message.replace(/^parseCsv: /, `${where}: ${file}, `));
    throw error;
  }
}

/** 1,250.5 · -3 · 1e6 · 12 % · .5 */
const NUMBER = /^([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?)\s*(%?)$/i;

function cell(where: string, file: string, line: number, column: Column, field: string): string | number | undefined {
  const text = field.trim();
  const at = `${file}, line ${line}, column ${column.name}`;
  if (text === '' && column.optional) return undefined;
  require(text !== '', where, `${at} is not empty`, field);
  if (column.kind === 'text') return text;
  const [, digits, percent] = NUMBER.exec(text) ?? [];
  require(digits !== undefined && /\d/.test(digits), where, `${at} is a number`, field);
  const value = Number(digits.replaceAll(',', '')) / (percent ? 100 : 1);
  checkNumbers(where, { [at]: value }, column);
  return value;
}
