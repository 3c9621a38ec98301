/** What decides who gets how much when a company is sold: costs, debt, and the rights of each class of shares. */
import { require } from '@/lib/errors';
import { POOL, type CapTable, type Holding } from './capTable';
import { rational, sum, type Exact, type Rational } from './rational';

/** Preferred stock: gets its preference first, or converts to common if that is more. */
export type PreferredTerms = {
  readonly stockClass: string;
  /** What the class paid in, currency units, > 0. */
  readonly invested: Exact;
  /** Preference as a multiple of it, > 0; absent: 1. */
  readonly multiple?: Exact;
  /** 0 is paid first; the same number shares in proportion to the preferences (pari passu). */
  readonly seniority: number;
  /**
   * Whether the class shares in what is left besides its preference: none (absent: so), full, or up to a total, the
   * preference included, of cap × invested; above that it converts when that gives more.
   */
  readonly participation?: 'none' | 'full' | { readonly cap: Exact };
  /** Common shares for one share of the class, > 0; absent: 1. */
  readonly conversionRatio?: Exact;
};

/** Options or warrants: exercised when a share is worth more than the strike, which then joins what is shared out. */
export type OptionTerms = {
  readonly stockClass: string;
  /** Currency units per share, ≥ 0. */
  readonly strike: Exact;
};

export type DebtClaim = {
  readonly name: string;
  /** Currency units, each ≥ 0. */
  readonly principal: Exact;
  readonly interest?: Exact;
  readonly exitFee?: Exact;
  /** 0 is paid first; the same number shares in proportion to the claims. */
  readonly seniority: number;
};

export type ExitTerms = {
  /** A class of the table that is not named here is common. */
  readonly classes?: readonly (PreferredTerms | OptionTerms)[];
  readonly debt?: readonly DebtClaim[];
  /** Of the sale: a sum in currency units ≥ 0, and a fraction of the price in [0, 1). */
  readonly costs?: { readonly fixed?: Exact; readonly fraction?: Exact };
};

/** A change of slope: above this value of a common share the class gains so many shares more (or fewer). */
export type Turn = { readonly at: Rational; readonly shares: Rational; readonly what: TurnKind };
export type TurnKind = 'converts' | 'reaches its cap' | 'exercises';

/**
 * What a class gets, as a function of x, the value of a common share, when every class elects what is best for it:
 * preference + shares · x, with turns. Each is continuous and never falls, so their sum can be inverted.
 */
export type ClassCurve = {
  readonly stockClass: string;
  readonly kind: 'common' | 'preferred' | 'option';
  /** As common. */
  readonly shares: Rational;
  readonly preference: Rational;
  readonly seniority: number;
  /** Shares that gain from x = 0 on. */
  readonly base: Rational;
  readonly turns: readonly Turn[];
  readonly strike: Rational;
  readonly holdings: readonly Holding[];
};

const where = 'waterfall';
const zero = rational(0);

/**
 * The classes of a table as curves. Shares reserved for options and granted to nobody get nothing.
 *
 * @throws {DomainError} no shares but the pool's, a class named twice or held by nobody, a number outside its range
 * @example classCurves([{ stakeholder: 'Ada', stockClass: 'Common', quantity: rational(8) }], {})[0].kind // 'common'
 */
export function classCurves(table: CapTable, { classes = [] }: ExitTerms): readonly ClassCurve[] {
  const held = new Map<string, Holding[]>();
  for (const holding of table) {
    if (holding.stakeholder === POOL) continue;
    const same = held.get(holding.stockClass);
    if (same) same.push(holding);
    else held.set(holding.stockClass, [holding]);
  }
  require(held.size > 0, where, 'somebody holds shares', table);
  const terms = new Map<string, PreferredTerms | OptionTerms>();
  for (const each of classes) {
    const { stockClass } = each;
    require(!terms.has(stockClass), where, 'every class is named once', stockClass);
    require(held.has(stockClass), where, 'somebody holds the classes that have terms', stockClass);
    terms.set(stockClass, each);
  }
  return [...held].map(([stockClass, holdings]) => {
    const shares = sum(holdings.map(({ quantity }) => quantity));
    const own = terms.get(stockClass);
    const common = { stockClass, kind: 'common', shares, preference: zero, seniority: 0, base: shares, turns: [], strike: zero, holdings } as const; // prettier-ignore
    if (!own) return common;
    return 'strike' in own ? option(common, own) : preferred(common, own);
  });
}

function option(common: ClassCurve, { stockClass, strike }: OptionTerms): ClassCurve {
  const at = rational(strike);
  require(at.compare(0) >= 0, where, 'a strike price is not negative', `${stockClass}: ${at}`);
  return {
    ...common,
    kind: 'option',
    base: zero,
    strike: at,
    turns: [{ at, shares: common.shares, what: 'exercises' }],
  };
}

function preferred(common: ClassCurve, terms: PreferredTerms): ClassCurve {
  const { stockClass, multiple = 1, participation = 'none', conversionRatio = 1, seniority } = terms;
  const positive = (value: Exact, what: string) => {
    const number = rational(value);
    require(number.compare(0) > 0, where, `${what} is greater than 0`, `${stockClass}: ${number}`);
    return number;
  };
  const ranked = Number.isInteger(seniority) && seniority >= 0;
  require(ranked, where, 'seniority is a whole number, 0 for the first', `${stockClass}: ${seniority}`);
  const invested = positive(terms.invested, 'what a class has invested');
  const preference = positive(multiple, 'a multiple').mul(invested);
  const shares = common.shares.mul(positive(conversionRatio, 'a conversion ratio'));
  const curve: ClassCurve = { ...common, kind: 'preferred', shares, preference, seniority, base: shares };
  if (participation === 'full') return curve;
  const converts = (total: Rational): Turn => ({ at: total.div(shares), shares, what: 'converts' });
  if (participation === 'none') return { ...curve, base: zero, turns: [converts(preference)] };
  const total = positive(participation.cap, 'a cap on participation').mul(invested);
  const enough = total.compare(preference) >= 0;
  require(enough, where, 'a cap on participation is not below the multiple', `${stockClass}: ${participation.cap}`);
  const full: Turn = { at: total.sub(preference).div(shares), shares: shares.neg(), what: 'reaches its cap' };
  return { ...curve, turns: [full, converts(total)] };
}

/**
 * What a class gets when a common share is worth x and all preferences are paid.
 *
 * @returns currency units
 * @example curveAt(classCurves([{ stakeholder: 'Ada', stockClass: 'Common', quantity: rational(8) }], {})[0], rational(2)).toString() // '16'
 */
export function curveAt({ preference, base, turns }: ClassCurve, x: Rational): Rational {
  let value = base.mul(x).add(preference);
  for (const { at, shares } of turns) if (x.compare(at) > 0) value = value.add(x.sub(at).mul(shares));
  return value;
}
