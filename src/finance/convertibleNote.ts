/** A convertible note on its own: what is owed on it, and what it becomes at a given price per share. */
import { require } from '@/lib/errors';
import { silent, type Note as Noted } from './derivation';
import { rational, type Exact, type Rational } from './rational';

/** The loan behind a note. */
export type NoteTerms = {
  /** Currency units, > 0. */
  readonly principal: Exact;
  /** Interest per year, a fraction ≥ 0. */
  readonly rate: Exact;
  /** From issue to conversion, ≥ 0. */
  readonly days: Exact;
  /** Days of a year by the contract. */
  readonly dayCount: 365 | 360;
  /** Interest earns interest so many times a year, in whole periods only; absent: simple interest. */
  readonly compoundingPerYear?: number;
};

const where = 'noteBalance';

/**
 * What is owed on a note.
 *
 *   simple      A = P · (1 + r · days / D)
 *   compound    A = P · (1 + r / m)ⁿ,   n = m · days / D whole periods
 *
 * @returns currency units
 * @throws {DomainError} principal not > 0, rate or days < 0, a day count other than 365 or 360, no whole number of periods
 * @example noteBalance({ principal: 500_000, rate: 0.06, days: 365, dayCount: 365 }).amount.toString() // '530000'
 * @example noteBalance({ principal: 100, rate: 0.12, days: 60, dayCount: 360, compoundingPerYear: 12 }).amount.toFixed(2) // '102.01'
 */
export function noteBalance(
  { principal, rate, days, dayCount, compoundingPerYear: m }: NoteTerms,
  note: Noted = silent,
): { readonly amount: Rational; readonly interest: Rational } {
  const [P, r, d] = [rational(principal), rational(rate), rational(days)];
  require(P.compare(0) > 0, where, 'the principal is greater than 0', principal);
  require(r.compare(0) >= 0, where, 'the interest rate is not negative', rate);
  require(d.compare(0) >= 0, where, 'the days are not negative', days);
  require(dayCount === 365 || dayCount === 360, where, 'a year has 365 or 360 days', dayCount);
  const inputs = { P, r, days: d, D: dayCount };
  const owed = { symbol: 'A', name: { zh: '本金与利息', en: 'principal and interest' }, unit: 'money' } as const;
  let amount: Rational;
  if (m === undefined) {
    const value = P.mul(r.mul(d).div(dayCount).add(1));
    amount = note({ ...owed, formula: 'P · (1 + r · days / D)', inputs }, value);
  } else {
    require(Number.isInteger(m) && m > 0, where, 'compounding per year is a whole number greater than 0', m);
    const periods = d.mul(m).div(dayCount);
    require(periods.denominator === 1n &&
      periods.compare(10_000) <=
        0, where, 'compound interest runs for whole periods, at most 10000', `${periods} periods`);
    const growth = r.div(m).add(1);
    let value = P;
    for (let i = 0n; i < periods.numerator; i++) value = value.mul(growth);
    amount = note({ ...owed, formula: 'P · (1 + r / m)^(m · days / D)', inputs: { ...inputs, m } }, value);
  }
  return { amount, interest: amount.sub(P) };
}

/** How a note converts. */
export type NoteConversionTerms = NoteTerms & {
  /** Valuation cap, currency units, > 0, with the shares that it is divided by. */
  readonly cap?: Exact;
  readonly capShares?: Exact;
  /** Fraction off the round's price, in [0, 1). */
  readonly discount?: Exact;
};

/**
 * A note at a known price per share: price = min(cap ÷ cap shares, (1 − discount) · P).
 * Where the price depends on the conversion, pricedRound solves both together.
 *
 * @returns amount in currency units, price in currency units per share, shares
 * @throws {DomainError} as noteBalance; a price, cap or cap shares not > 0; a discount outside [0, 1)
 * @example convertNote({ principal: 500_000, rate: 0.06, days: 365, dayCount: 365, cap: 8e6, capShares: 8e6, discount: 0.2 }, 1.5).shares.toString() // '530000'
 */
export function convertNote(
  terms: NoteConversionTerms,
  pricePerShare: Exact,
  note: Noted = silent,
): { readonly amount: Rational; readonly conversionPrice: Rational; readonly shares: Rational } {
  const at = 'convertNote';
  const P = rational(pricePerShare);
  require(P.compare(0) > 0, at, 'the price per share is greater than 0', pricePerShare);
  const discount = rational(terms.discount ?? 0);
  require(discount.compare(0) >= 0 && discount.compare(1) < 0, at, 'a discount is in [0, 1)', terms.discount);
  const discounted = rational(1).sub(discount).mul(P);
  const { amount } = noteBalance(terms, note);
  const conversion = {
    symbol: 'p',
    name: { zh: '转换价格', en: 'conversion price' },
    unit: 'money per share',
  } as const;
  let conversionPrice = discounted;
  if (terms.cap === undefined) {
    note({ ...conversion, formula: '(1 − d) · Price', inputs: { d: discount, Price: P } }, conversionPrice);
  } else {
    const [cap, capShares] = [rational(terms.cap), rational(terms.capShares ?? 0)];
    require(cap.compare(0) > 0, at, 'a valuation cap is greater than 0', terms.cap);
    require(capShares.compare(0) > 0, at, 'the shares that a cap is divided by are more than 0', terms.capShares);
    const capped = cap.div(capShares);
    if (capped.compare(discounted) < 0) conversionPrice = capped;
    const inputs = { K: cap, capShares, d: discount, Price: P };
    note({ ...conversion, formula: 'min(K / capShares, (1 − d) · Price)', inputs }, conversionPrice);
  }
  const shares = note(
    {
      symbol: 'S',
      name: { zh: '转换所得股数', en: 'shares on conversion' },
      formula: 'A / p',
      inputs: { A: amount, p: conversionPrice },
      unit: 'shares',
    },
    amount.div(conversionPrice),
  );
  return { amount, conversionPrice, shares };
}
