/**
 * Tables as CSV (RFC 4180) and back. Numbers go out with all their digits; text that a spreadsheet would run as a
 * formula goes out with an apostrophe before it, which parseCsv takes off again.
 */
import type { Cell, Column, Table } from './demo';
import { require } from './errors';
import type { Lang } from './text';

/** What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"); and the apostrophe itself. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

const quote = (text: string) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function write(cell: Cell, lang: Lang): string {
  if (typeof cell !== 'number') return quote(FORMULA.test(cell[lang]) ? `'${cell[lang]}` : cell[lang]);
  require(Number.isFinite(cell), 'toCsv', 'every number is finite', cell);
  return String(cell);
}

const head = ({ label, unit }: Column): Cell => ({
  zh: unit ? `${label.zh}（${unit.zh}）` : label.zh,
  en: unit ? `${label.en} (${unit.en})` : label.en,
});

const lines = (records: readonly (readonly Cell[])[], lang: Lang) =>
  records.map((record) => record.map((cell) => write(cell, lang)).join(',') + '\r\n').join('');

/**
 * One table: its header and rows. Several: each under a line with its caption, an empty line between them.
 *
 * @param lang of the words; numbers are the same in both: 1234.5
 * @throws {DomainError} a number that is not finite, or a row that is longer or shorter than the header
 * @example toCsv([{ caption: { zh: '', en: '' }, columns: [{ label: { zh: '轮', en: 'epoch' } }], rows: [[1], [2]] }], 'zh') // '轮\r\n1\r\n2\r\n'
 */
export function toCsv(tables: readonly Table[], lang: Lang): string {
  return tables
    .map(({ caption, columns, rows }) => {
      const odd = rows.find((row) => row.length !== columns.length);
      require(odd === undefined, 'toCsv', `every row has ${columns.length} cells`, odd?.length);
      return lines([...(tables.length > 1 ? [[caption]] : []), columns.map(head), ...rows], lang);
    })
    .join('\r\n');
}

/**
 * Reads a table with a header. Lines end in CRLF or LF; a BOM and empty lines at the end do no harm.
 *
 * @returns texts, as they stand; every row has as many as the header
 * @throws {DomainError} names the line: quotes that do not match, a row of another length, no text at all
 * @example parseCsv('day,price\n1,"1,250"\n') // { header: ['day', 'price'], rows: [['1', '1,250']] }
 */
export function parseCsv(text: string): { header: string[]; rows: string[][] } {
  const [first, ...rest] = csvRecords(text);
  return { header: first!.fields, rows: rest.map((record) => record.fields) };
}

/**
 * The same with the line that each record begins in: for those who check cells and want to say where.
 *
 * @returns the header and the rows
 * @example csvRecords('a\n"x\ny"\nz\n').map((record) => record.line) // [1, 2, 4]
 */
export function csvRecords(text: string): Line[] {
  const records = split(text.replace(/^\uFEFF/, ''));
  while (records.at(-1)?.fields.join('') === '') records.pop();
  const [first, ...rest] = records;
  require(first !== undefined, 'parseCsv', 'there is a header', text);
  const width = first.fields.length;
  for (const { line, fields } of rest) {
    require(fields.length === width, 'parseCsv', `line ${line} has ${width} fields, as the header has`, fields.length);
  }
  return records;
}

export type Line = { readonly line: number; readonly fields: string[] };

const END = /,|\r?\n|$/g;

/** Field by field: a field ends at a comma or at the end of a line, which within quotes are letters like others. */
function split(text: string): Line[] {
  const records: Line[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const record: Line = { line, fields: [] };
    for (let more = true; more;) {
      let field: string;
      if (text[at] === '"') {
        const end = closing(text, at, line);
        field = text.slice(at + 1, end).replaceAll('""', '"');
        line += field.split('\n').length - 1;
        at = end + 1;
        require(at === text.length || /^(,|\r?\n)/.test(text.slice(at, at + 2)), 'parseCsv',
          `in line ${line} a comma or the end of the line follows a closing quote`, text[at]); // prettier-ignore
      } else {
        END.lastIndex = at;
        const end = END.exec(text)!.index;
        field = text.slice(at, end);
        require(!field.includes('"'), 'parseCsv', `in line ${line} a field with a quote in it is all in quotes`, field);
        at = end;
      }
      record.fields.push(FORMULA.test(field) && field.startsWith("'") ? field.slice(1) : field);
      more = text[at] === ',';
      at += text.startsWith('\r\n', at) ? 2 : 1;
    }
    line++;
    records.push(record);
  }
  return records;
}

/** Where the quote that opens at `open` is closed: the next one that is not doubled. */
function closing(text: string, open: number, line: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  require(false, 'parseCsv', `the quote that opens in line ${line} is closed`, text.slice(open, open + 20));
}
