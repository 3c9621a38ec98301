import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capTable } from '@/finance/capTable';
import { readCohorts, readHoldings, readSeries } from '@/finance/interchange/readers';
import { readTable } from '@/finance/interchange/readTable';
import { fitSbg } from '@/finance/runway/sbg';
import { COHORTS } from '@/finance/runway/cohorts';
import { toCsv } from '@/lib/csv';
import { refusal } from '../../support/refusal';

test('numbers as people write them', () => {
  const cells = ['1,250.5', '-3', '1e6', '12 %', '12%', '.5', ' 7 ', '"1,234,567"'];
  const text = `x\n${cells.map((c) => (c.includes(',') && !c.startsWith('"') ? `"${c}"` : c)).join('\n')}\n`;
  const rows = readTable('f', 'a.csv', text, [{ name: 'X', kind: 'number' }]);
  expect(rows.map((row) => row.cells.X)).toEqual([1250.5, -3, 1e6, 0.12, 0.12, 0.5, 7, 1_234_567]);
});

test('columns in any order, beside others; optional ones may be absent or blank', () => {
  const text = '\uFEFFnote,Value,TIME\r\nhello,2,1\r\n"two\nlines",3,2\r\n';
  expect(readSeries('a.csv', text)).toEqual({ times: [1, 2], values: [2, 3] });
  expect(readHoldings('a.csv', 'stakeholder,quantity\nAda,5\n')).toEqual([{ stakeholder: 'Ada', quantity: '5' }]);
});

describe('tables of the calculators', () => {
  test('cohorts go into the fit of retention', () => {
    const text = [
      'cohort,age,active',
      'High End,0,1000',
      ...COHORTS.highEnd.map((s, i) => `High End,${i + 1},${1000 * s}`),
    ].join('\n');
    const [cohort] = readCohorts('c.csv', text);
    const { alpha, beta } = fitSbg(cohort!.active.slice(1).map((n) => n / cohort!.active[0]!));
    expect([alpha.toFixed(3), beta.toFixed(3)]).toEqual(['0.668', '3.806']);
  });
  test('holdings go into a cap table, exact to the last digit', () => {
    const rows = readHoldings('cap.csv', 'Stakeholder,Class,Quantity\nAda,Common,"9,007,199,254,740,993"\nBo,,0.125\n');
    expect(capTable(rows).map((h) => `${h.stakeholder} ${h.stockClass} ${h.quantity}`)).toEqual([
      'Ada Common 9007199254740993',
      'Bo Common 1/8',
    ]);
  });
});

test('what toCsv writes, readSeries reads to the last bit', () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
      const label = (name: string) => ({ label: { zh: name, en: name } });
      const table = {
        caption: { zh: '', en: '' },
        columns: [label('time'), label('value')],
        rows: values.map((v, i) => [i, v]),
      };
      const back = readSeries('a.csv', toCsv([table], 'en'));
      expect(back.times).toEqual(values.map((_, i) => i));
      expect(back.values).toEqual(values.map((v) => v + 0));
    }),
  );
});

test('refusals say file, line, column and what was expected', () => {
  const calls = [
    () => readSeries('demand.csv', ''),
    () => readSeries('demand.csv', 'time,value\n'),
    () => readSeries('demand.csv', 'time;value\n1;2\n'),
    () => readSeries('demand.csv', 'time,value,Time\n1,2,3\n'),
    () => readSeries('demand.csv', 'time,value\n1,2\n2,many\n'),
    () => readSeries('demand.csv', 'time,value\n1,2\n2,\n'),
    () => readSeries('demand.csv', 'time,value\n1,1e999\n'),
    () => readSeries('demand.csv', 'time,value\n1,2\n1,3\n'),
    () => readSeries('demand.csv', 'note,time,value\n"two\nlines",1,2\nx,2,1.2.3\n'),
    () => readSeries('demand.csv', 'time,value\n1,2\n3\n'),
    () => readSeries('demand.csv', 'time,value\n1,"2\n'),
    () => readSeries('demand.csv', 'time,value\n1,"12,34"\n'),
    () => readCohorts('c.csv', 'cohort,age,active\nJan,0,10\nJan,2,5\n'),
    () => readCohorts('c.csv', 'cohort,age,active\nJan,0,10\nJan,1,11\n'),
    () => readCohorts('c.csv', 'cohort,age,active\nJan,0,0\n'),
    () => readCohorts('c.csv', 'cohort,age,active\nJan,0.5,3\n'),
    () => readHoldings('cap.csv', 'stakeholder,quantity\nAda,-5\n'),
    () => readHoldings('cap.csv', 'stakeholder,quantity\n ,5\n'),
    () => readHoldings('cap.csv', 'stakeholder,quantity\nAda,5\nAda,6\n'),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: readSeries: demand.csv, there is a header; got """,
      "DomainError: readSeries: demand.csv has a row under its header; got 0",
      "DomainError: readSeries: demand.csv, line 1 names a column time; got ["time;value"]",
      "DomainError: readSeries: demand.csv, line 1: every column has a name of its own; got "time"",
      "DomainError: readSeries: demand.csv, line 3, column value is a number; got "many"",
      "DomainError: readSeries: demand.csv, line 3, column value is not empty; got """,
      "DomainError: readSeries: demand.csv, line 2, column value is a finite number; got Infinity",
      "DomainError: readSeries: demand.csv, line 3, column time is greater than in the row before, 1; got 1",
      "DomainError: readSeries: demand.csv, line 4, column value is a number; got "1.2.3"",
      "DomainError: readSeries: demand.csv, line 3 has 2 fields, as the header has; got 1",
      "DomainError: readSeries: demand.csv, the quote that opens in line 2 is closed; got "\\"2\\n"",
      "DomainError: readSeries: demand.csv, line 2, column value is a number; got "12,34"",
      "DomainError: readCohorts: c.csv, line 3, column age is 1, the next of cohort Jan; got 2",
      "DomainError: readCohorts: c.csv, line 3, column active is at most 10, as the period before; got 11",
      "DomainError: readCohorts: c.csv, line 2, column active is greater than 0 at age 0; got 0",
      "DomainError: readCohorts: c.csv, line 2, column age is a finite whole number at least 0; got 0.5",
      "DomainError: readHoldings: cap.csv, line 2, column quantity is a number of shares greater than 0; got "-5"",
      "DomainError: readHoldings: cap.csv, line 2, column stakeholder is not empty; got " "",
      "DomainError: readHoldings: cap.csv, line 3: a stakeholder has one row of each class, as in line 2; got "Ada"",
    ]
  `);
});
