/**
 * Anti-dilution protection: when new shares are sold below a series' conversion price, each of its shares converts into
 * more common. Every formula looks at the company before the issue, so several series adjust independently and in any order.
 */
import { require } from '@/lib/errors';
import { silent, type Note } from './derivation';
import { rational, sum, type Exact, type Rational } from './rational';
import { EXACT, roundConversionPrice, type Rounding } from './rounding';

/**
 * broad: weighted average over all shares with what is granted and convertible; narrow: over stock only;
 * full ratchet: down to the new price.
 */
export type Protection = 'broad' | 'narrow' | 'full ratchet' | 'none';

/** What was there immediately before the issue, as converted to common. An ungranted reserve does not count (NVCA). */
export type Outstanding = {
  readonly common: Exact;
  readonly preferred?: Exact;
  /** Granted options and warrants. */
  readonly options?: Exact;
  /** Other convertible securities, as converted. */
  readonly convertibles?: Exact;
};

/** A series of preferred stock and its protection. */
export type ProtectedSeries = {
  readonly stockClass: string;
  readonly protection: Protection;
  /** Conversion price in force, currency units per share, > 0. */
  readonly conversionPrice: Exact;
  /** Original issue price; absent: the conversion price, as if never adjusted before. */
  readonly issuePrice?: Exact;
  /** Shares of preferred stock, > 0. */
  readonly shares: Exact;
};

/** New shares sold, as common equivalents, and all that is paid for them. */
export type NewIssue = { readonly shares: Exact; readonly consideration: Exact };

export type Adjustment = {
  readonly stockClass: string;
  /** CP₂, currency units per share; the old one where nothing is triggered. */
  readonly conversionPrice: Rational;
  /** Common shares for one preferred share: issue price ÷ CP₂. */
  readonly conversionRatio: Rational;
  /** The whole series as common shares. */
  readonly asConverted: Rational;
  readonly triggered: boolean;
};

/**
 * Shares that the weighted average counts: A.
 *
 * @returns shares
 * @throws {DomainError} a negative number of shares, or none at all
 * @example outstandingShares({ common: 8e6, preferred: 2e6, options: 2e6 }, 'broad').toString() // '12000000'
 * @example outstandingShares({ common: 8e6, preferred: 2e6, options: 2e6 }, 'narrow').toString() // '10000000'
 */
export function outstandingShares(outstanding: Outstanding, protection: 'broad' | 'narrow'): Rational {
  const { common, preferred = 0, options = 0, convertibles = 0 } = outstanding;
  const counted = [common, preferred, options, convertibles].map(rational);
  const ok = counted.every((shares) => shares.compare(0) >= 0);
  require(ok, 'outstandingShares', 'no number of shares is negative', counted.map(String));
  const all = sum(protection === 'broad' ? counted : counted.slice(0, 2));
  require(all.compare(0) > 0, 'outstandingShares', 'there are shares before the issue', all.toString());
  return all;
}

/**
 * The conversion price after an issue.
 *
 *   weighted average   CP₂ = CP₁ · (A + B) / (A + C),   B = consideration / CP₁
 *   full ratchet       CP₂ = p,   p = consideration / C
 *
 * Only if p < CP₁, and never upward.
 *
 * @param outstanding A, shares before the issue; not read by a full ratchet
 * @returns           CP₂, currency units per share
 * @throws {DomainError} a price or a number of shares that is not > 0, a consideration below 0, or of 0 to a full ratchet
 * @example conversionPriceAfter('broad', 2.5, 12e6, { shares: 4e6, consideration: 5e6 }).toString() // '35/16'
 * @source NVCA model certificate of incorporation (Oct 2025), 4.4.4
 */
export function conversionPriceAfter(
  protection: Protection,
  conversionPrice: Exact,
  outstanding: Exact,
  issue: NewIssue,
  note: Note = silent,
): Rational {
  const where = 'conversionPriceAfter';
  const CP1 = rational(conversionPrice);
  const [C, consideration] = [rational(issue.shares), rational(issue.consideration)];
  require(CP1.compare(0) > 0, where, 'the conversion price is greater than 0', conversionPrice);
  require(C.compare(0) > 0, where, 'new shares are issued', issue.shares);
  // Shares given away count in an average (NVCA: "without consideration"); a ratchet down to 0 would have no ratio.
  const paid = consideration.compare(0) > 0 || (consideration.compare(0) === 0 && protection !== 'full ratchet');
  require(paid, where, `what is paid for them is ${protection === 'full ratchet' ? 'greater than 0' : 'not negative'}`, issue.consideration);
  const name = { zh: '新股价格', en: 'price of the new shares' };
  const p = note(
    { symbol: 'p', name, formula: 'paid / C', inputs: { paid: consideration, C }, unit: 'money per share' },
    consideration.div(C),
  );
  if (protection === 'none' || p.compare(CP1) >= 0) return CP1;
  const step = {
    symbol: 'CP2',
    name: { zh: '新转换价', en: 'new conversion price' },
    unit: 'money per share',
  } as const;
  if (protection === 'full ratchet') return note({ ...step, formula: 'p', inputs: { p } }, p);
  const A = rational(outstanding);
  require(A.compare(0) > 0, where, 'there are shares before the issue', outstanding);
  const B = note(
    {
      symbol: 'B',
      name: { zh: '按旧价可购股数', en: 'shares that the money would have bought at the old price' },
      formula: 'paid / CP1',
      inputs: { paid: consideration, CP1 },
      unit: 'shares',
    },
    consideration.div(CP1),
  );
  const inputs = { CP1, A, B, C };
  return note({ ...step, formula: 'CP1 · (A + B) / (A + C)', inputs }, CP1.mul(A.add(B)).div(A.add(C)));
}

/**
 * All protected series after an issue, each from the company before it.
 *
 * @throws {DomainError} no series, the same series twice, or as conversionPriceAfter
 * @example antiDilution([{ stockClass: 'A', protection: 'narrow', conversionPrice: 2.5, shares: 2e6 }], { common: 8e6, preferred: 2e6 }, { shares: 4e6, consideration: 5e6 })[0].conversionRatio.toString() // '7/6'
 */
export function antiDilution(
  series: readonly ProtectedSeries[],
  outstanding: Outstanding,
  issue: NewIssue,
  rounding: Rounding = EXACT,
  note: Note = silent,
): readonly Adjustment[] {
  const where = 'antiDilution';
  require(series.length > 0, where, 'there is at least one series', series);
  const names = series.map(({ stockClass }) => stockClass);
  require(new Set(names).size === names.length, where, 'every series is named once', names);
  return series.map(({ stockClass, protection, conversionPrice, issuePrice = conversionPrice, shares }) => {
    const quantity = rational(shares);
    require(quantity.compare(0) > 0, where, 'a series has shares', `${stockClass}: ${quantity}`);
    const original = rational(issuePrice);
    require(original.compare(0) > 0, where, 'the issue price is greater than 0', `${stockClass}: ${original}`);
    const A = protection === 'broad' || protection === 'narrow' ? outstandingShares(outstanding, protection) : 0;
    const exact = conversionPriceAfter(protection, conversionPrice, A, issue, note);
    const triggered = exact.compare(conversionPrice) < 0;
    const price = triggered ? roundConversionPrice(exact, rounding) : exact;
    const conversionRatio = note(
      {
        symbol: `ratio_${stockClass.replace(/[^\p{L}\p{N}]+/gu, '_')}`,
        name: { zh: `${stockClass} 每股可转普通股`, en: `common shares for one share of ${stockClass}` },
        formula: 'OIP / CP',
        inputs: { OIP: original, CP: price },
        unit: 'shares',
      },
      original.div(price),
    );
    return {
      stockClass,
      conversionPrice: price,
      conversionRatio,
      asConverted: quantity.mul(conversionRatio),
      triggered,
    };
  });
}
