/** What growth costs: the ratios that investors ask for. Undefined ones are refused. */
import { checkNumbers } from '@/lib/check';
import { silent, type Note } from '../derivation';

/**
 * Burn multiple:  net burn / net new ARR, what a unit of new yearly revenue costs in cash.
 *
 * @param netBurn   cash that went out less cash that came in over the period, ≥ 0, currency units
 * @param netNewArr yearly recurring revenue added less lost over the same period, > 0
 * @throws {DomainError} a company that earns, or no revenue added: the ratio means nothing then
 * @example burnMultiple(3_000_000, 1_000_000) // 3
 * @source David Sacks 2020, "The Burn Multiple"
 */
export function burnMultiple(netBurn: number, netNewArr: number, note: Note = silent): number {
  checkNumbers('burnMultiple', { netBurn }, { min: 0 });
  checkNumbers('burnMultiple', { netNewArr }, { above: 0 });
  return note(
    { symbol: 'BM', name: { zh: '烧钱倍数', en: 'burn multiple' }, formula: 'burn / arr', inputs: { burn: netBurn, arr: netNewArr }, unit: 'times' },
    netBurn / netNewArr,
  ); // prettier-ignore
}

/** Sacks's grades: the first that a multiple does not exceed; under 1 is better than all. */
const GRADES = [
  { grade: 'great', upTo: 1.5 },
  { grade: 'good', upTo: 2 },
  { grade: 'suspect', upTo: 3 },
] as const;

/**
 * What Sacks calls a burn multiple: under 1 amazing, to 1.5 great, to 2 good, to 3 suspect, over 3 bad.
 *
 * @param multiple ≥ 0
 * @example burnGrade(1.2) // 'great'
 * @source David Sacks 2020, "The Burn Multiple"
 */
export function burnGrade(multiple: number): 'amazing' | 'great' | 'good' | 'suspect' | 'bad' {
  checkNumbers('burnGrade', { multiple }, { min: 0 });
  if (multiple < 1) return 'amazing';
  return GRADES.find(({ upTo }) => multiple <= upTo)?.grade ?? 'bad';
}

/**
 * Magic number:  4 · (revenue of this quarter − of the last) / sales and marketing of the last
 *
 * @param revenueAdded   currency units per quarter; negative when revenue fell
 * @param salesMarketing spent in the quarter before, > 0
 * @throws {DomainError} nothing was spent
 * @example magicNumber(30_000, 120_000) // 1
 * @source Scale Venture Partners 2008
 */
export function magicNumber(revenueAdded: number, salesMarketing: number, note: Note = silent): number {
  checkNumbers('magicNumber', { revenueAdded });
  checkNumbers('magicNumber', { salesMarketing }, { above: 0 });
  return note(
    { symbol: 'M', name: { zh: '魔法数', en: 'magic number' }, formula: '4 · added / spent', inputs: { added: revenueAdded, spent: salesMarketing }, unit: 'number' },
    (4 * revenueAdded) / salesMarketing,
  ); // prettier-ignore
}

/**
 * The revenue that a quarter must add for a magic number:  target · spent / 4
 *
 * @example revenueForMagic(0.75, 120_000) // 22_500
 */
export function revenueForMagic(target: number, salesMarketing: number): number {
  checkNumbers('revenueForMagic', { target });
  checkNumbers('revenueForMagic', { salesMarketing }, { above: 0 });
  return (target * salesMarketing) / 4;
}

/**
 * Months of revenue, before its cost, that pay back sales and marketing:  12 / magic number
 *
 * @throws {DomainError} a magic number ≤ 0: it is never paid back
 * @example magicPayback(1.5) // 8
 */
export function magicPayback(magic: number): number {
  checkNumbers('magicPayback', { magic }, { above: 0 });
  return 12 / magic;
}

/**
 * Rule of 40:  growth + margin, both fractions per year; 0.4 or more passes.
 *
 * @example ruleOf40(0.25, 0.25) // 0.5
 * @source Brad Feld 2015, "The Rule of 40% for a Healthy SaaS Company"
 */
export function ruleOf40(growth: number, margin: number): number {
  checkNumbers('ruleOf40', { growth, margin });
  return growth + margin;
}

/**
 * Months until a customer has paid for being won:  CAC / (ARPA · gross margin)
 *
 * @param acquisitionCost CAC, ≥ 0, currency units
 * @param monthlyRevenue  ARPA per customer and month, > 0
 * @param grossMargin     a fraction in (0, 1]
 * @returns               months
 * @throws {DomainError} no revenue or no margin: it is never paid back
 * @example cacPayback(3000, 500, 0.75) // 8
 */
export function cacPayback(
  acquisitionCost: number,
  monthlyRevenue: number,
  grossMargin: number,
  note: Note = silent,
): number {
  checkNumbers('cacPayback', { acquisitionCost }, { min: 0 });
  checkNumbers('cacPayback', { monthlyRevenue }, { above: 0 });
  checkNumbers('cacPayback', { grossMargin }, { above: 0, max: 1 });
  const profit = note(
    { symbol: 'm', name: { zh: '每客每月毛利', en: 'gross profit per customer and month' }, formula: 'ARPA · GM', inputs: { ARPA: monthlyRevenue, GM: grossMargin }, unit: 'money' },
    monthlyRevenue * grossMargin,
  ); // prettier-ignore
  return note(
    { symbol: 'T', name: { zh: '回本月数', en: 'payback' }, formula: 'CAC / m', inputs: { CAC: acquisitionCost, m: profit }, unit: 'months' },
    acquisitionCost / profit,
  ); // prettier-ignore
}

/**
 * Lifetime value when the same part of customers leaves every month, the first payment at once:
 *
 *   LTV = Σₜ m · (1 − churn)^t / (1 + d)^t = m · (1 + d) / (churn + d);   m / churn without discounting
 *
 * @param monthlyRevenue per customer, ≥ 0
 * @param grossMargin    a fraction ≤ 1
 * @param churn          per month, in (0, 1]
 * @param discount       d per month, ≥ 0
 * @returns              currency units per customer won
 * @throws {DomainError} a churn of 0: the sum has no end
 * @example lifetimeValue(500, 0.8, 0.02) // 20_000
 */
export function lifetimeValue(
  monthlyRevenue: number,
  grossMargin: number,
  churn: number,
  discount = 0,
  note: Note = silent,
): number {
  checkNumbers('lifetimeValue', { monthlyRevenue, discount }, { min: 0 });
  checkNumbers('lifetimeValue', { grossMargin }, { max: 1 });
  checkNumbers('lifetimeValue', { churn }, { above: 0, max: 1 });
  return note(
    { symbol: 'LTV', name: { zh: '客户终身价值', en: 'lifetime value' }, formula: 'ARPA · GM · (1 + d) / (c + d)', inputs: { ARPA: monthlyRevenue, GM: grossMargin, c: churn, d: discount }, unit: 'money' },
    (monthlyRevenue * grossMargin * (1 + discount)) / (churn + discount),
  ); // prettier-ignore
}
