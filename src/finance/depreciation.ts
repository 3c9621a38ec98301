/** How an asset's cost is spread over the years of its use. The names and the results are Excel's. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';

type Asset = { readonly cost: number; readonly salvage: number; readonly life: number };

function requireAsset(where: string, { cost, salvage, life }: Asset): void {
  checkNumbers(where, { cost, salvage });
  checkNumbers(where, { life }, { above: 0 });
  require(salvage >= 0, where, 'salvage is at least 0', salvage);
  require(cost >= salvage, where, 'cost is at least salvage', `cost ${cost}, salvage ${salvage}`);
}

function requirePeriod(where: string, period: number, last: number): void {
  const inside = Number.isInteger(period) && period >= 1 && period <= last;
  require(inside, where, `period is a whole number from 1 to ${last}`, period);
}

/**
 * Straight-line depreciation, the same in every period:  (cost − salvage) / life
 *
 * @param cost    currency units, ≥ salvage
 * @param salvage what is left at the end, currency units, ≥ 0
 * @param life    periods, > 0
 * @returns       currency units per period
 * @throws {DomainError} a number that is not finite or out of its range
 * @example sln(30_000, 7_500, 10) // 2250
 */
export function sln(cost: number, salvage: number, life: number): number {
  requireAsset('sln', { cost, salvage, life });
  return (cost - salvage) / life;
}

/**
 * Sum-of-years'-digits depreciation:  (cost − salvage) · 2 (life − period + 1) / (life (life + 1))
 *
 * @param cost    currency units, ≥ salvage
 * @param salvage currency units, ≥ 0
 * @param life    periods, > 0
 * @param period  1 … life
 * @returns       currency units in that period
 * @throws {DomainError} a number that is not finite or out of its range
 * @example syd(30_000, 7_500, 10, 1) // 4090.909090909091
 */
export function syd(cost: number, salvage: number, life: number, period: number): number {
  requireAsset('syd', { cost, salvage, life });
  requirePeriod('syd', period, Math.floor(life));
  return ((cost - salvage) * 2 * (life - period + 1)) / (life * (life + 1));
}

/**
 * Declining-balance depreciation at `factor` times the straight-line rate, never below the salvage value:
 *
 *   dₚ = min(bookₚ · factor / life, bookₚ − salvage),   bookₚ₊₁ = bookₚ − dₚ,   book₁ = cost
 *
 * @param cost    currency units, ≥ salvage
 * @param salvage currency units, ≥ 0
 * @param life    periods, > 0
 * @param period  1 … life
 * @param factor  2 for double-declining; > 0
 * @returns       currency units in that period
 * @throws {DomainError} a number that is not finite or out of its range
 * @example ddb(2_400, 300, 10, 1) // 480
 * @example ddb(2_400, 300, 10, 10).toFixed(2) // '22.12'
 */
export function ddb(cost: number, salvage: number, life: number, period: number, factor = 2): number {
  requireAsset('ddb', { cost, salvage, life });
  checkNumbers('ddb', { factor }, { above: 0 });
  requirePeriod('ddb', period, Math.floor(life));
  let book = cost;
  let charge = 0;
  for (let p = 1; p <= period; p++) {
    // At the end, book − salvage may be a rounding error below 0.
    charge = Math.max(0, Math.min((book * factor) / life, book - salvage));
    book -= charge;
  }
  return charge;
}

/**
 * Fixed-declining-balance depreciation with the rate 1 − (salvage / cost)^(1/life), rounded to three decimals as Excel does.
 * When the first year has `month` months, the year after the last has the rest.
 *
 * @param cost    currency units, > 0 and ≥ salvage
 * @param salvage currency units, ≥ 0
 * @param life    years, a whole number ≥ 1
 * @param period  1 … life, or life + 1 when month < 12
 * @param month   months of the first year, 1 … 12
 * @returns       currency units in that period
 * @throws {DomainError} a number that is not finite or out of its range
 * @example db(1_000_000, 100_000, 6, 1, 7).toFixed(2) // '186083.33'
 * @example db(1_000_000, 100_000, 6, 7, 7).toFixed(2) // '15845.10'
 */
export function db(cost: number, salvage: number, life: number, period: number, month = 12): number {
  requireAsset('db', { cost, salvage, life });
  checkNumbers('db', { cost }, { above: 0 });
  require(Number.isInteger(life), 'db', 'life is a whole number', life);
  require(Number.isInteger(month) && month >= 1 && month <= 12, 'db', 'month is a whole number from 1 to 12', month);
  requirePeriod('db', period, month < 12 ? life + 1 : life);
  const rate = Math.round((1 - (salvage / cost) ** (1 / life)) * 1000) / 1000;
  let book = cost;
  let charge = 0;
  for (let p = 1; p <= period; p++) {
    const part = p === 1 ? month / 12 : p === life + 1 ? (12 - month) / 12 : 1;
    charge = book * rate * part;
    book -= charge;
  }
  return charge;
}
