/**
 * The manuscript's two formulas of chapter 5.3, as printed. It calls C(t) a cash flow, but it is the need R(t) with
 * 3,000 taken off in the middle and nothing after t₂ (erratum E29): printedOutflow reads it as money that goes out, which
 * is what a balance can be drawn from.
 */
import { checkNumbers } from '@/lib/check';
import { silent, type Note } from '../derivation';
import type { Segment } from './piecewise';

export type Printed = {
  /** Currency units per month and month, and per month. */
  readonly a: number;
  readonly b: number;
  /** Months, 0 ≤ t1 ≤ t2. */
  readonly t1: number;
  readonly t2: number;
  /** C₁, currency units per month. */
  readonly relief: number;
};

/**
 * The linear funding need:  R(t) = a·t + b
 *
 * @param t months, ≥ 0
 * @returns currency units
 * @throws {DomainError} not finite, or t < 0
 * @example fundingNeed(5000, 1000, 12) // 61_000
 */
export function fundingNeed(a: number, b: number, t: number, note: Note = silent): number {
  checkNumbers('fundingNeed', { a, b });
  checkNumbers('fundingNeed', { t }, { min: 0 });
  return note(
    { symbol: 'R', name: { zh: '资金需求', en: 'funding need' }, formula: 'a · t + b', inputs: { a, t, b }, unit: 'money' },
    a * t + b,
  ); // prettier-ignore
}

/**
 * The manuscript's C(t):  R(t) up to t₁,  R(t) − C₁ up to t₂,  0 after.
 *
 * @throws {DomainError} not finite, t < 0, or t₂ < t₁
 * @example printedCashFlow({ a: 5000, b: 1000, t1: 6, t2: 12, relief: 3000 }, 12) // 58_000
 * @example printedCashFlow({ a: 5000, b: 1000, t1: 6, t2: 12, relief: 3000 }, 13) // 0
 */
export function printedCashFlow(printed: Printed, t: number, note: Note = silent): number {
  checkPrinted('printedCashFlow', printed);
  const name = { zh: '书中的现金流', en: 'cash flow as printed' };
  if (t > printed.t2) return note({ symbol: 'C', name, formula: '0', inputs: {}, unit: 'money' }, 0);
  const R = fundingNeed(printed.a, printed.b, t, note);
  if (t <= printed.t1) return note({ symbol: 'C', name, formula: 'R', inputs: { R }, unit: 'money' }, R);
  const inputs = { R, C1: printed.relief };
  return note({ symbol: 'C', name, formula: 'R − C1', inputs, unit: 'money' }, R - printed.relief);
}

/**
 * The same as segments of money that goes out, for balanceAt and runwayOf.
 *
 * @example printedOutflow({ a: 5000, b: 1000, t1: 6, t2: 12, relief: 3000 })[1] // { until: 12, rate: 2000, slope: -5000 }
 */
export function printedOutflow(printed: Printed): Segment[] {
  checkPrinted('printedOutflow', printed);
  const { a, b, t1, t2, relief } = printed;
  return [
    { until: t1, rate: -b, slope: -a },
    { until: t2, rate: relief - b, slope: -a },
  ];
}

function checkPrinted(where: string, { a, b, t1, t2, relief }: Printed): void {
  checkNumbers(where, { a, b, relief });
  checkNumbers(where, { t1 }, { min: 0 });
  checkNumbers(where, { t2 }, { min: t1 });
}
