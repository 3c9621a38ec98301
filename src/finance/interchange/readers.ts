/** The tables that the book's calculators take: a series, cohorts of customers, holders of shares. */
import { require } from '@/lib/errors';
import { readTable } from './readTable';

/** A value at each time, times rising. */
export type Series = { readonly times: readonly number[]; readonly values: readonly number[] };

/**
 * A series for fitting: two columns of numbers.
 *
 * @param file  the name that errors give
 * @param text  CSV
 * @param time, value names of the columns
 * @throws {DomainError} names file, line and column: no number, a time that does not rise
 * @example readSeries('demand.csv', 'year,units\n2020,10\n2021,15\n', 'year', 'units') // { times: [2020, 2021], values: [10, 15] }
 */
export function readSeries(file: string, text: string, time = 'time', value = 'value'): Series {
  const rows = readTable('readSeries', file, text, [
    { name: time, kind: 'number' },
    { name: value, kind: 'number' },
  ]);
  rows.forEach(({ line, cells }, i) => {
    const before = rows[i - 1]?.cells[time];
    const rises = before === undefined || cells[time]! > before;
    require(rises, 'readSeries', `${file}, line ${line}, column ${time} is greater than in the row before, ${before}`, cells[
      time
    ]);
  });
  return { times: rows.map((row) => row.cells[time] as number), values: rows.map((row) => row.cells[value] as number) };
}

/** Customers of a cohort who are still there after 0, 1, 2 … periods. */
export type Cohort = { readonly name: string; readonly active: readonly number[] };

/**
 * Cohorts in long form: columns cohort, age, active; the ages of each cohort 0, 1, 2 … in order, active never rising.
 *
 * @returns cohorts in the order of first mention; active[k] / active[0] is what fitSbg takes from k = 1 on
 * @throws {DomainError} names file, line and column: an age left out, more customers than before, nobody at age 0
 * @example readCohorts('c.csv', 'cohort,age,active\nJan,0,100\nJan,1,80\n') // [{ name: 'Jan', active: [100, 80] }]
 */
export function readCohorts(file: string, text: string): Cohort[] {
  const where = 'readCohorts';
  const cohorts = new Map<string, number[]>();
  const rows = readTable(where, file, text, [
    { name: 'cohort', kind: 'text' },
    { name: 'age', kind: 'number', min: 0, whole: true },
    { name: 'active', kind: 'number', min: 0 },
  ]);
  for (const { line, cells } of rows) {
    const [name, age, active] = [cells.cohort as string, cells.age as number, cells.active as number];
    const known = cohorts.get(name) ?? [];
    cohorts.set(name, known);
    require(age ===
      known.length, where, `${file}, line ${line}, column age is ${known.length}, the next of cohort ${name}`, age);
    const most = known.at(-1);
    if (most === undefined)
      require(active > 0, where, `${file}, line ${line}, column active is greater than 0 at age 0`, active);
    else
      require(active <=
        most, where, `${file}, line ${line}, column active is at most ${most}, as the period before`, active);
    known.push(active);
  }
  return [...cohorts].map(([name, active]) => ({ name, active }));
}

/** A row of a cap table; quantity as it is written, without separators, so that it stays exact. */
export type HoldingRow = { readonly stakeholder: string; readonly stockClass?: string; readonly quantity: string };

/**
 * Holders of shares: columns stakeholder, quantity and, if there is one, class. What capTable takes.
 *
 * @throws {DomainError} names file, line and column: a blank name, a quantity that is not > 0, a holder and class twice
 * @example readHoldings('cap.csv', 'stakeholder,class,quantity\nAda,Common,"4,000,000"\n') // [{ stakeholder: 'Ada', stockClass: 'Common', quantity: '4000000' }]
 */
export function readHoldings(file: string, text: string): HoldingRow[] {
  const where = 'readHoldings';
  const rows = readTable(where, file, text, [
    { name: 'stakeholder', kind: 'text' },
    { name: 'class', kind: 'text', optional: true },
    { name: 'quantity', kind: 'text' },
  ]);
  const lines = new Map<string, number>();
  return rows.map(({ line, cells }) => {
    const [stakeholder, stockClass] = [cells.stakeholder as string, cells.class as string | undefined];
    const quantity = (cells.quantity as string).replaceAll(/,(?=\d{3})/g, '');
    const ok = /^(\d+(\.\d+)?|\.\d+)$/.test(quantity) && Number(quantity) > 0;
    require(ok, where, `${file}, line ${line}, column quantity is a number of shares greater than 0`, cells.quantity);
    const key = JSON.stringify([stakeholder, stockClass]);
    const earlier = lines.get(key);
    require(earlier ===
      undefined, where, `${file}, line ${line}: a stakeholder has one row of each class, as in line ${earlier}`, stakeholder);
    lines.set(key, line);
    return { stakeholder, ...(stockClass === undefined ? {} : { stockClass }), quantity };
  });
}
