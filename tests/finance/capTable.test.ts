import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capTable, fullyDiluted, ownership, POOL } from '@/finance/capTable';
import { rational, sum } from '@/finance/rational';

const name = fc.string({ minLength: 1, maxLength: 6 }).filter((s) => s.trim() !== '');
const holdings = fc.uniqueArray(fc.record({ stakeholder: name, quantity: fc.integer({ min: 1, max: 1e9 }) }), {
  minLength: 1,
  maxLength: 20,
  selector: (h) => h.stakeholder,
});

describe('ownership', () => {
  test('sums to exactly 1', () => {
    fc.assert(
      fc.property(holdings, (list) => {
        expect(sum(ownership(capTable(list)).values())).toEqual(rational(1));
      }),
    );
  });
  test('is shares over all shares, and keeps the order of the table', () => {
    const table = capTable([
      { stakeholder: 'Bo', quantity: 3 },
      { stakeholder: 'Ada', quantity: '1.5' },
      { stakeholder: POOL, quantity: 1 },
      { stakeholder: 'Bo', stockClass: 'Series A', quantity: 0.5 },
    ]);
    expect([...ownership(table)].map(([who, part]) => `${who} ${part}`)).toEqual(['Bo 7/12', 'Ada 1/4', `${POOL} 1/6`]);
    expect(String(fullyDiluted(table))).toBe('6');
  });
  test('takes names as names', () => {
    const table = capTable(['__proto__', '2', '1'].map((stakeholder) => ({ stakeholder, quantity: 1 })));
    expect([...ownership(table).keys()]).toEqual(['__proto__', '2', '1']);
  });
});

describe('refusals', () => {
  test('nobody', () => {
    expect(() => capTable([])).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: capTable: there is at least one holding; got []]`,
    );
  });
  test('a blank name', () => {
    expect(() => capTable([{ stakeholder: ' ', quantity: 1 }])).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: capTable: every stakeholder has a name; got " "]`,
    );
  });
  test('a blank class', () => {
    expect(() => capTable([{ stakeholder: 'Ada', stockClass: '', quantity: 1 }])).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: capTable: every stock class has a name; got ""]`,
    );
  });
  test('no shares', () => {
    expect(() => capTable([{ stakeholder: 'Ada', quantity: 0 }])).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: capTable: every quantity is greater than 0; got "Ada: 0"]`,
    );
  });
  test('negative shares', () => {
    expect(() => capTable([{ stakeholder: 'Ada', quantity: -5 }])).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: capTable: every quantity is greater than 0; got "Ada: -5"]`,
    );
  });
  test('shares that are no number', () => {
    expect(() => capTable([{ stakeholder: 'Ada', quantity: NaN }])).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: rational: the value is a finite decimal or a fraction like 26/45; got NaN]`,
    );
  });
  test('the same holding twice', () => {
    const twice = { stakeholder: 'Ada', quantity: 1 };
    expect(() => capTable([twice, twice])).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: capTable: a stakeholder has one holding of each class; got "Ada, Common twice"]`,
    );
  });
});
