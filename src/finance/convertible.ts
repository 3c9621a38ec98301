/**
 * Money that becomes shares in the next priced round: SAFEs in all their forms and convertible notes. What is written here
 * are the terms and what each instrument claims; pricedRound solves all claims together.
 */
import { NoSolutionError, require } from '@/lib/errors';
import { noteBalance, type NoteTerms } from './convertibleNote';
import { rational, type Exact, type Rational } from './rational';
import { line, scaleLine, type Line } from './roundEquation';

/**
 * Which shares a valuation cap is divided by, all as converted to common:
 *   existing   shares and pool before the round with the increase of the pool, without what converts (pre-money SAFE)
 *   converted  shares and pool before the round with all that converts, without the increase of the pool (post-money SAFE)
 *   all        everything there is before the new money: pool increase and conversions
 * or a number of shares stated in the contract.
 */
export type CapBase = 'existing' | 'converted' | 'all' | Exact;

/** A simple agreement for future equity. */
export type Safe = {
  readonly stakeholder: string;
  /** Money paid in, currency units, > 0. */
  readonly amount: Exact;
} & (
  | {
      readonly type: 'post-money SAFE' | 'pre-money SAFE';
      /** Valuation cap, currency units, > 0; absent: uncapped. */
      readonly cap?: Exact;
      /** Fraction off the round's price, in [0, 1); absent: none. The holder takes the better of cap and discount. */
      readonly discount?: Exact;
    }
  /** Most favoured nation: takes over all terms of the SAFE of `elects`; without one it converts at the round's price. */
  | { readonly type: 'MFN SAFE'; readonly elects?: string }
  /** A fixed part of the capitalization that a post-money SAFE has (YC: 7 % for $125,000), a fraction in (0, 1). */
  | { readonly type: 'fixed percentage SAFE'; readonly percentage: Exact }
);

/** A convertible note: a loan that is repaid in shares. */
export type Note = NoteTerms & {
  readonly type: 'convertible note';
  readonly stakeholder: string;
  readonly cap?: Exact;
  readonly discount?: Exact;
  /** Absent: all. */
  readonly capBase?: CapBase;
  /** New money below which the round is not a qualified financing and the note does not convert; currency units. */
  readonly qualifiedFinancing?: Exact;
};

export type Convertible = Safe | Note;

/** What decides a conversion. */
export type ConversionBasis = 'cap' | 'discount' | 'round price' | 'percentage';

/** The lines in T from which claims are built; shares per currency unit for `perMoney`, which is 1 / price. */
export type RoundLines = {
  readonly perMoney: Line;
  readonly existing: Line;
  readonly converted: Line;
  readonly all: Line;
};

const where = 'pricedRound';

/**
 * Money that converts: what was paid in, for a note with the interest owed on it.
 *
 * @throws {DomainError} an amount that is not > 0; terms of a note outside their range
 * @example conversionAmount({ type: 'MFN SAFE', stakeholder: 'YC', amount: 375_000 }).toString() // '375000'
 */
export function conversionAmount(convertible: Convertible): Rational {
  if (convertible.type === 'convertible note') return noteBalance(convertible).amount;
  const amount = rational(convertible.amount);
  const { stakeholder } = convertible;
  require(amount.compare(0) > 0, where, 'every convertible is for more than 0', `${stakeholder}: ${amount}`);
  return amount;
}

/**
 * Refuses a note that the round does not convert.
 *
 * @throws {NoSolutionError} new money below the threshold of a qualified financing
 * @example requireQualified({ type: 'MFN SAFE', stakeholder: 'YC', amount: 1 }, rational(1)) // undefined
 */
export function requireQualified(convertible: Convertible, newMoney: Rational): void {
  if (convertible.type !== 'convertible note' || convertible.qualifiedFinancing === undefined) return;
  const threshold = rational(convertible.qualifiedFinancing);
  if (newMoney.compare(threshold) >= 0) return;
  throw new NoSolutionError(
    `${where}: the new money reaches the note's threshold of a qualified financing; ` +
      `got ${newMoney.toNumber()} of ${threshold.toNumber()} for ${convertible.stakeholder}`,
  );
}

/** One way in which a convertible may convert: shares as a line in T, and where they come from. */
export type Conversion = {
  readonly basis: ConversionBasis;
  readonly shares: Line;
  /** The shares that the cap is divided by, or the percentage taken of. */
  readonly base?: Line;
  /** The cap, the discount, or the percentage. */
  readonly term: Rational;
};

/**
 * Every way in which a convertible may convert; its holder has the one with the most shares.
 *
 *   cap          I · base(T) / K
 *   discount     I / ((1 − d) · P),  with d = 0 the round's own price
 *   percentage   p · base(T)
 *
 * @throws {DomainError} a cap that is not > 0, a discount outside [0, 1), a percentage outside (0, 1), an MFN SAFE whose
 *   model is not there or is itself one
 * @example conversions({ type: 'MFN SAFE', stakeholder: 'YC', amount: 1 }, [], { perMoney: line(1, 0), existing: line(0, 9), converted: line(0, 9), all: line(0, 9) })[0].basis // 'round price'
 */
export function conversions(
  convertible: Convertible,
  others: readonly Convertible[],
  lines: RoundLines,
): readonly Conversion[] {
  const amount = conversionAmount(convertible);
  if (convertible.type === 'fixed percentage SAFE') {
    const part = rational(convertible.percentage);
    const ok = part.compare(0) > 0 && part.compare(1) < 0;
    require(ok, where, 'the percentage of a SAFE is in (0, 1)', convertible.percentage);
    return [{ basis: 'percentage', shares: scaleLine(lines.converted, part), base: lines.converted, term: part }];
  }
  const terms = elected(convertible, others);
  const discount = rational(terms.discount ?? 0);
  const inRange = discount.compare(0) >= 0 && discount.compare(1) < 0;
  require(inRange, where, 'a discount is in [0, 1)', terms.discount);
  const atPrice: Conversion = {
    basis: discount.compare(0) > 0 ? 'discount' : 'round price',
    shares: scaleLine(lines.perMoney, amount.div(rational(1).sub(discount))),
    term: discount,
  };
  if (terms.cap === undefined) return [atPrice];
  const cap = rational(terms.cap);
  require(cap.compare(0) > 0, where, 'a valuation cap is greater than 0', terms.cap);
  const base = capShares(terms.base, lines);
  return [{ basis: 'cap', shares: scaleLine(base, amount.div(cap)), base, term: cap }, atPrice];
}

function capShares(base: CapBase, lines: RoundLines): Line {
  if (base === 'existing' || base === 'converted' || base === 'all') return lines[base];
  const shares = rational(base);
  require(shares.compare(0) > 0, where, 'the shares that a cap is divided by are more than 0', base);
  return line(0, shares);
}

type CapAndDiscount = { readonly cap?: Exact; readonly discount?: Exact; readonly base: CapBase };

/** The terms that an MFN SAFE takes over, whole; every other instrument has its own. */
function elected(
  convertible: Exclude<Convertible, { type: 'fixed percentage SAFE' }>,
  others: readonly Convertible[],
): CapAndDiscount {
  if (convertible.type === 'convertible note') return { ...convertible, base: convertible.capBase ?? 'all' };
  if (convertible.type !== 'MFN SAFE') {
    return { ...convertible, base: convertible.type === 'pre-money SAFE' ? 'existing' : 'converted' };
  }
  if (convertible.elects === undefined) return { base: 'converted' };
  const model = others.find((other) => other.stakeholder === convertible.elects);
  const usable = model !== undefined && model.type !== 'MFN SAFE' && model.type !== 'fixed percentage SAFE';
  require(usable, where, 'an MFN SAFE elects the cap and discount of another instrument', convertible.elects);
  return elected(model, others);
}
