import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capTable, ownership, POOL } from '@/finance/capTable';
import { exportOcf, importOcf, type OcfFile } from '@/finance/openCapFormat';
import { rational } from '@/finance/rational';
import { refusals } from '../support/refusals';

const details = { date: '2026-01-31', currency: 'USD', prices: { 'Series A': 1.25, Options: '0.1' } };
const table = capTable([
  { stakeholder: 'Ada', quantity: 4_000_000 },
  { stakeholder: 'Bo', stockClass: 'Options', quantity: 12.5 },
  { stakeholder: 'Bank', stockClass: 'Warrants', quantity: 9 },
  { stakeholder: 'Fund', stockClass: 'Series A', quantity: 1_000_000 },
  { stakeholder: 'Ada', stockClass: 'Series A', quantity: 7 },
  { stakeholder: POOL, quantity: 500_000 },
]);
const files = (edit: (file: Record<string, unknown>[], type: string) => void): unknown[] => {
  const copy = JSON.parse(JSON.stringify(exportOcf(table, details))) as OcfFile[];
  for (const { file_type, items } of copy) edit(items as unknown as Record<string, unknown>[], file_type);
  return copy;
};
/** The files with one field of one item changed. */
const changed = (type: string, index: number, change: object) =>
  files((items, file) => file.includes(type) && items.splice(index, 1, { ...items[index]!, ...change }));

describe('there and back', () => {
  test('gives the same table, through text', () => {
    expect(importOcf(JSON.parse(JSON.stringify(exportOcf(table, details))) as unknown[])).toEqual(table);
  });
  test('whatever the table, as far as decimals go', () => {
    const holding = fc.record({
      stakeholder: fc.string({ minLength: 1, maxLength: 5 }).filter((s) => s.trim() !== ''),
      stockClass: fc.constantFrom('Common', 'Series A', 'Options'),
      quantity: fc.integer({ min: 1, max: 1e9 }).map((n) => rational(n).div(1000)),
    });
    const list = fc.uniqueArray(holding, { minLength: 1, maxLength: 8, selector: (h) => JSON.stringify([h.stakeholder, h.stockClass]) }); // prettier-ignore
    fc.assert(
      fc.property(list, fc.integer({ min: 0, max: 5 }), (holdings, pool) => {
        const before = capTable([...holdings, ...(pool ? [{ stakeholder: POOL, quantity: pool }] : [])]);
        expect(importOcf(exportOcf(before, details))).toEqual(before);
      }),
    );
  });
});

test('the files are what the format asks for', () => {
  const [stakeholders, classes, plans, transactions] = exportOcf(table, details).map(({ items }) => items);
  expect(stakeholders![0]).toEqual({ object_type: 'STAKEHOLDER', id: 'stakeholder-1', name: { legal_name: 'Ada' }, stakeholder_type: 'INDIVIDUAL' }); // prettier-ignore
  expect(classes!.map(({ name, class_type: type }) => [name, type])).toEqual([['Common', 'COMMON'], ['Series A', 'PREFERRED']]); // prettier-ignore
  expect(plans![0]).toMatchObject({ object_type: 'STOCK_PLAN', initial_shares_reserved: '500012.5', stock_class_ids: ['stock-class-1'] }); // prettier-ignore
  expect(transactions![3]).toEqual({
    object_type: 'TX_STOCK_ISSUANCE',
    id: 'transaction-4',
    security_id: 'security-4',
    custom_id: '4',
    date: '2026-01-31',
    stakeholder_id: 'stakeholder-4',
    security_law_exemptions: [],
    quantity: '1000000',
    stock_class_id: 'stock-class-2',
    share_price: { amount: '1.25', currency: 'USD' },
    stock_legend_ids: [],
  });
  expect(transactions![1]).toMatchObject({ object_type: 'TX_EQUITY_COMPENSATION_ISSUANCE', stock_plan_id: 'stock-plan-1', exercise_price: { amount: '0.1', currency: 'USD' } }); // prettier-ignore
});

test('files of others: issuances add up, the last pool adjustment counts, acceptances are passed over', () => {
  const more = files((items, type) => {
    if (!type.includes('TRANSACTIONS')) return;
    items.push(
      { ...items[0], id: 'again', quantity: '1000000.0' },
      { object_type: 'TX_STOCK_ACCEPTANCE', id: 'yes', security_id: 'security-1', date: '2026-02-01' },
      { object_type: 'TX_STOCK_PLAN_POOL_ADJUSTMENT', id: 'more', stock_plan_id: 'stock-plan-1', date: '2026-03-01', shares_reserved: '12.5' }, // prettier-ignore
    );
  });
  const read = importOcf([...more, { file_type: 'OCF_VALUATIONS_FILE', items: [] }]);
  expect(String(read[0]!.quantity)).toBe('5000000');
  expect(ownership(read).has(POOL)).toBe(false);
});

test('refusals', () => {
  expect(
    refusals({
      'no file': () => importOcf([[]]),
      'an empty company': () => importOcf([]),
      'a number without quotes': () => importOcf(changed('TRANSACTIONS', 0, { quantity: 5 })),
      'negative shares': () => importOcf(changed('TRANSACTIONS', 0, { quantity: '-5' })),
      'eleven decimals': () => importOcf(changed('TRANSACTIONS', 2, { quantity: '0.00000000001' })),
      'an unknown stakeholder': () => importOcf(changed('TRANSACTIONS', 1, { stakeholder_id: 'nobody' })),
      'an unknown class': () => importOcf(changed('TRANSACTIONS', 3, { stock_class_id: null })),
      'a transaction that is not read': () =>
        importOcf(changed('TRANSACTIONS', 0, { object_type: 'TX_STOCK_REPURCHASE' })),
      'a name missing': () => importOcf(changed('STAKEHOLDERS', 0, { name: {} })),
      'an id twice': () => importOcf(changed('STAKEHOLDERS', 1, { id: 'stakeholder-1' })),
      'a name twice': () => importOcf(changed('STAKEHOLDERS', 1, { name: { legal_name: 'Ada' } })),
      'an item that is none': () => importOcf(files((items, type) => type.includes('CLASSES') && items.splice(0, 1, 7 as never))), // prettier-ignore
      'a plan that granted more than it has': () => importOcf(changed('PLANS', 0, { initial_shares_reserved: '1' })),
      'a third of a share': () => exportOcf(capTable([{ stakeholder: 'Ada', quantity: '1/3' }]), details),
      'no date': () => exportOcf(table, { ...details, date: 'today' }),
      'no currency': () => exportOcf(table, { ...details, currency: '$' }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a name missing": "DomainError: importOcf: legal_name is a text; got "OCF_STAKEHOLDERS_FILE, item 1, name: undefined"",
      "a name twice": "DomainError: importOcf: stakeholders have different names; got ["Ada", "Ada", "Bank", "Fund"]",
      "a number without quotes": "DomainError: importOcf: quantity is a decimal in quotes, like "100.5"; got "OCF_TRANSACTIONS_FILE, item 1: 5"",
      "a plan that granted more than it has": "DomainError: importOcf: a plan reserves at least what it has granted; got "OCF_STOCK_PLANS_FILE, item 1: -23/2 left"",
      "a third of a share": "DomainError: exportOcf: a number has at most 10 decimals; got "Ada: 1/3"",
      "a transaction that is not read": "DomainError: importOcf: holdings change by issue of stock, options or warrants only; got "OCF_TRANSACTIONS_FILE, item 1: TX_STOCK_REPURCHASE"",
      "an empty company": "DomainError: capTable: there is at least one holding; got []",
      "an id twice": "DomainError: importOcf: every id is used once; got "OCF_STAKEHOLDERS_FILE, item 2: stakeholder-1"",
      "an item that is none": "DomainError: importOcf: an item is an object; got "OCF_STOCK_CLASSES_FILE, item 1"",
      "an unknown class": "DomainError: importOcf: stock_class_id is the id of a stock class; got "OCF_TRANSACTIONS_FILE, item 4: null"",
      "an unknown stakeholder": "DomainError: importOcf: stakeholder_id is the id of a stakeholder; got "OCF_TRANSACTIONS_FILE, item 2: \\"nobody\\""",
      "eleven decimals": "DomainError: importOcf: quantity is a decimal in quotes, like "100.5"; got "OCF_TRANSACTIONS_FILE, item 3: \\"0.00000000001\\""",
      "negative shares": "DomainError: importOcf: a quantity is greater than 0; got "OCF_TRANSACTIONS_FILE, item 1: -5"",
      "no currency": "DomainError: exportOcf: the currency is a code like USD; got "$"",
      "no date": "DomainError: exportOcf: the date reads YYYY-MM-DD; got "today"",
      "no file": "DomainError: importOcf: a file has file_type and items; got "file 1"",
    }
  `);
});
