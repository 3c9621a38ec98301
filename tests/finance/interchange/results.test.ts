import { describe, expect, test } from 'vitest';
import { capTable, POOL } from '@/finance/capTable';
import { capTableSheet } from '@/finance/interchange/capTableSheet';
import { cashFlowSheet } from '@/finance/interchange/cashFlowSheet';
import { toXlsx, valuesOf, type FormulaTable } from '@/finance/interchange/sheet';
import { waterfallSheet } from '@/finance/interchange/waterfallSheet';
import { irr } from '@/finance/internalRate';
import { waterfall } from '@/finance/waterfall';
import { toCsv } from '@/lib/csv';
import { refusals } from '../../support/refusals';
import { wrongFormulas } from '../../support/spreadsheet';

const holders = capTable([
  { stakeholder: 'Ada', quantity: 8e6 },
  { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 },
  { stakeholder: POOL, quantity: 1e6 },
]);
const terms = {
  classes: [{ stockClass: 'A', invested: 5e6, seniority: 0 }],
  debt: [{ name: 'Loan', principal: 1e6, seniority: 0 }],
  costs: { fixed: 0.5e6 },
};
const formulas = ({ rows }: FormulaTable) => rows.map((row) => row.map((cell) => (typeof cell === 'object' && 'formula' in cell ? cell.formula : undefined)).filter(Boolean)); // prettier-ignore

describe('a spreadsheet computes what we computed', () => {
  test('a cap table, with and without a price', () => {
    const priced = capTableSheet(holders, '5/2');
    expect([wrongFormulas(priced), wrongFormulas(capTableSheet(holders))]).toEqual([[], []]);
    expect(formulas(priced)).toEqual([
      ['C2/C5', 'C2*E2'],
      ['C3/C5', 'C3*E3'],
      ['C4/C5', 'C4*E4'],
      ['SUM(C2:C4)', 'SUM(D2:D4)', 'SUM(F2:F4)'],
    ]);
  });
  test.each([0, 1e6, 4e6, 36.5e6])('an exit of %d: nothing is left over', (exit) => {
    const sheet = waterfallSheet(waterfall(holders, terms, exit));
    expect(wrongFormulas(sheet)).toEqual([]);
    expect(formulas(sheet).at(-1)).toEqual(['D2-SUM(D3:D6)']);
  });
  test('cash flows: present values, their sum, and the internal rate', () => {
    const flows = [-100, 39, 59, 55, 20];
    const sheet = cashFlowSheet(0.08, flows, irr(flows).rates[0]);
    expect(wrongFormulas(sheet)).toEqual([]);
    expect(formulas(sheet).slice(-2)).toEqual([['IRR(B3:B7)'], ['SUM(D3:D7)']]);
  });
  test('a wrong formula is found', () => {
    const sheet = capTableSheet(holders);
    const [first, ...rest] = sheet.rows;
    const bad = { ...sheet, rows: [[...first!.slice(0, 3), { formula: 'C2/C5', value: 0.5 }], ...rest] };
    expect(wrongFormulas(bad)).toEqual(['D2 = C2/C5 gives 0.7272727272727273; carries 0.5']);
  });
});

test('all of them become CSV and a spreadsheet, in both languages', async () => {
  const sheets = [capTableSheet(holders, 1), waterfallSheet(waterfall(holders, terms, 36.5e6)), cashFlowSheet(0, [-1, 2])]; // prettier-ignore
  expect((await toXlsx(sheets, 'zh')).length).toBeGreaterThan(1000);
  expect(toCsv(sheets.map(valuesOf), 'en')).toContain('A,converts,2000000,7000000,0.191780');
  expect(toCsv(sheets.map(valuesOf), 'zh')).toContain('转为普通股');
});

test('refusals', () => {
  expect(
    refusals({
      'no cash flow': () => cashFlowSheet(0.1, []),
      'a rate of −100 %': () => cashFlowSheet(-1, [1]),
      'a price that is none': () => capTableSheet(holders, NaN),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a price that is none": "DomainError: rational: the value is a finite decimal or a fraction like 26/45; got NaN",
      "a rate of −100 %": "DomainError: cashFlowSheet: rate is a finite number greater than -1; got -1",
      "no cash flow": "DomainError: cashFlowSheet: cashFlows is not empty; got []",
    }
  `);
});
