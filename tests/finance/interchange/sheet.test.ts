import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { cellAddress, toXlsx, valuesOf, type FormulaTable } from '@/finance/interchange/sheet';
import { spreadsheetFormula, workingSheet } from '@/finance/interchange/working';
import { costPerMillion } from '@/finance/llm/serving';
import { cacPayback } from '@/finance/runway/efficiency';
import { toCsv } from '@/lib/csv';
import { refusal } from '../../support/refusal';
import { evaluateCell } from '../../support/spreadsheet';

const text = (en: string, zh = en) => ({ zh, en });
const table: FormulaTable = {
  caption: text('Cash / flow', '现金'),
  columns: [{ label: text('month', '月') }, { label: text('cash', '现金'), unit: text('CNY', '元'), digits: 2 }],
  rows: [
    [text('=1+1 & <b>'), 100],
    [text('two'), { formula: 'B2*1.5', value: 150 }],
  ],
};

/** Cells of a sheet by address: { formula, value } or the value; shared strings resolved. */
async function read(bytes: Uint8Array, sheet = 1) {
  const files = unzipSync(bytes);
  const part = (name: string) => strFromU8(files[name]!);
  const unescape = (s: string) =>
    s.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const strings = [...part('xl/sharedStrings.xml').matchAll(/<si>.*?<t[^>]*>(.*?)<\/t>.*?<\/si>/gs)].map((m) =>
    unescape(m[1]!),
  );
  const xml = part(`xl/worksheets/sheet${sheet}.xml`);
  const cells = [...xml.matchAll(/<c r="([A-Z]+\d+)"([^>]*)>(.*?)<\/c>/gs)].map(([, at, attributes, inner]) => {
    const formula = /<f>(.*?)<\/f>/s.exec(inner!)?.[1];
    const value = /<v>(.*?)<\/v>/s.exec(inner!)![1]!;
    if (formula !== undefined) return [at, { formula: unescape(formula), value: Number(value) }];
    return [at, attributes!.includes('t="s"') ? strings[Number(value)] : Number(value)];
  });
  return { cells: Object.fromEntries(cells) as Record<string, unknown>, workbook: part('xl/workbook.xml'), xml };
}

describe('toXlsx', () => {
  test('formulas are live, carry their value, and text is text whatever it looks like', async () => {
    const { cells, workbook } = await read(await toXlsx([table], 'en'));
    expect(cells).toEqual({
      A1: 'month',
      B1: 'cash (CNY)',
      A2: '=1+1 & <b>',
      B2: 100,
      A3: 'two',
      B3: { formula: 'B2*1.5', value: 150 },
    });
    expect(workbook).toContain('name="Cash flow"');
  });
  test('in Chinese; several tables are several sheets, names taken twice told apart', async () => {
    const bytes = await toXlsx([table, table], 'zh');
    const second = await read(bytes, 2);
    expect(second.cells.B1).toBe('现金（元）');
    expect(second.cells.B3).toEqual({ formula: 'B2*1.5', value: 150 });
    expect([...second.workbook.matchAll(/<sheet [^>]*name="([^"]+)"/g)].map((m) => m[1])).toEqual(['现金', '现金 2']);
  });
  test('a column of two digits is shown with two digits', async () => {
    const files = unzipSync(await toXlsx([table], 'en'));
    expect(strFromU8(files['xl/styles.xml']!)).toMatch(/#,##0\.00|numFmtId="4"/);
  });
  test('the same table as CSV has values', () => {
    expect(toCsv([valuesOf(table)], 'en')).toBe("month,cash (CNY)\r\n'=1+1 & <b>,100\r\ntwo,150\r\n");
  });
});

test('addresses', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map((c) => cellAddress(0, c))).toEqual(['A1', 'Z1', 'AA1', 'AZ1', 'BA1', 'ZZ1', 'AAA1']); // prettier-ignore
});

describe('the working as a sheet', () => {
  test('a spreadsheet computes what we computed', async () => {
    const serving = {
      parameters: 70.55e9,
      weights: 141.1e9,
      kvPerToken: 327_680,
      context: 2048,
      gpus: 4,
      peak: 989.4e12,
      bandwidth: 3.35e12,
      memory: 80e9,
      pricePerHour: 2,
    };
    const { result, steps } = explain((note) => costPerMillion(serving, 64, 0.6, note));
    const { cells } = await read(await toXlsx([workingSheet(text('working'), steps)], 'en'));
    const formulas = Object.entries(cells).filter(([, cell]) => typeof cell === 'object');
    expect(formulas).toHaveLength(steps.length);
    for (const [at, cell] of formulas)
      expect(evaluateCell(cells, at) / (cell as { value: number }).value).toBeCloseTo(1, 12);
    expect(evaluateCell(cells, formulas.at(-1)![0])).toBeCloseTo(result, 12);
  });
  test('an input stands once; a step is used by its cell', () => {
    const { steps } = explain((note) => cacPayback(3000, 500, 0.75, note));
    expect(workingSheet(text('w'), steps).rows.map((row) => [(row[0] as { en: string }).en, row[2]])).toEqual([
      ['ARPA', 500],
      ['GM', 0.75],
      ['m', { formula: 'C2*C3', value: 375 }],
      ['CAC', 3000],
      ['T', { formula: 'C5/C4', value: 8 }],
    ]);
  });
  test('lists are ranges', () => {
    const step = {
      symbol: 'S',
      name: text('sum'),
      formula: 'sum(x) + max(x)',
      inputs: { x: [1, 2, 4] },
      unit: 'number' as const,
      value: 11,
    };
    const sheet = workingSheet(text('w'), [step]);
    expect(sheet.rows.at(-1)![2]).toEqual({ formula: 'SUM(C2:C4)+MAX(C2:C4)', value: 11 });
  });
  test.each([
    ['a · b − c', 'A1*B1-C1'],
    ['(−a)^b', '((-1)*A1)^B1'],
    ['a^(−b)', 'A1^((-1)*B1)'],
    ['−a^2', '(-1)*A1^2'],
    ['1 − exp(−a · b)', '1-EXP((-1)*A1*B1)'],
    ['ln(a) / sqrt(b) + 1e6', 'LN(A1)/SQRT(B1)+1e6'],
  ])('%s', (formula, expected) => {
    expect(spreadsheetFormula(formula, { a: 'A1', b: 'B1', c: 'C1' })).toBe(expected);
  });
});

test('refusals', async () => {
  const async = async (call: () => Promise<unknown>) => call().then(() => 'no error', (error: Error) => `${error.name}: ${error.message}`); // prettier-ignore
  expect([
    await async(() => toXlsx([], 'en')),
    await async(() => toXlsx([{ ...table, rows: [[1]] }], 'en')),
    await async(() => toXlsx([{ ...table, rows: [[1, NaN]] }], 'en')),
    await async(() => toXlsx([{ ...table, rows: [[1, { formula: '=A2', value: 1 }]] }], 'en')),
    refusal(() => workingSheet(text('w'), [])),
    refusal(() => spreadsheetFormula('a + b', { a: 'A1' })),
    refusal(() => spreadsheetFormula('a^−b', { a: 'A1', b: 'B1' })),
  ]).toMatchInlineSnapshot(`
    [
      "DomainError: toXlsx: there is at least one table; got []",
      "DomainError: toXlsx: every row has 2 cells; got 1",
      "DomainError: toXlsx: every number is finite; got NaN",
      "DomainError: toXlsx: a formula begins with no =; got "=A2"",
      "DomainError: workingSheet: there is at least one step; got []",
      "DomainError: spreadsheetFormula: a + b names what has a cell; got "b"",
      "DomainError: spreadsheetFormula: a negative power stands in brackets; got "a^−b"",
    ]
  `);
});
