/** The terms of a priced round as in a term sheet, and their check at the door. */
import { NoSolutionError, require, show } from '@/lib/errors';
import { POOL, fullyDiluted, type CapTable } from './capTable';
import { conversionAmount, requireQualified, type Convertible } from './convertible';
import { rational, sum, type Exact, type Rational } from './rational';
import type { RoundProtection } from './roundProtection';
import { line, scaleLine, type Line } from './roundEquation';
import type { Rounding } from './rounding';

/**
 * Which shares the pre-money value V pays for, P its price per share. A matter of negotiation: one deal, three prices.
 *   pre-money             V = P · (shares + pool): conversions do not move the price
 *   percentage-ownership  V = P · (shares + pool + conversions): the new investors own investment ÷ (V + investment)
 *   dollars-invested      V + converted money = P · (shares + pool + conversions)
 */
export type ConversionMethod = 'pre-money' | 'percentage-ownership' | 'dollars-invested';

/** The terms of a round, as in a term sheet. */
export type PricedRoundTerms = {
  /** Names the class of the new shares: 'Series A'; conversions become 'Series A-1', 'Series A-2', … */
  readonly name: string;
  /** What the company is held to be worth before the money; currency units, > 0. */
  readonly preMoney: Exact;
  /** Who puts in how much; currency units, each > 0. */
  readonly investments: readonly { readonly stakeholder: string; readonly amount: Exact }[];
  /**
   * The ungranted pool's part of all shares after the round, a fraction in [0, 1). Absent: it stays.
   */
  readonly poolTarget?: Exact;
  /** In place of a target: shares added to the pool, ≥ 0. */
  readonly poolIncrease?: Exact;
  /** before (absent: so): those who held shares before pay for the pool; after: the new investors pay with them. */
  readonly poolTiming?: 'before' | 'after';
  /** What converts in the round. */
  readonly convertibles?: readonly Convertible[];
  /** Has to be chosen where something converts. */
  readonly conversionMethod?: ConversionMethod;
  /** Earlier series with anti-dilution protection, whose shares in the table are counted as converted. */
  readonly protections?: readonly RoundProtection[];
  /**
   * Holders who use a pro rata right: they buy their part of the shares before the new money (conversions counted, the
   * pool increase not) of the new shares; the money of the round stays, the other investors make room in proportion.
   */
  readonly proRata?: readonly string[];
  /** Absent: exact. */
  readonly rounding?: Rounding;
};

/** A round's terms as fractions, checked. */
export type Deal = {
  /** V, I: pre-money value and new money. */
  readonly preMoney: Rational;
  readonly investment: Rational;
  readonly investors: readonly { readonly stakeholder: string; readonly amount: Rational }[];
  /** F, E: shares before without the pool, and the pool. */
  readonly owned: Rational;
  readonly pool: Rational;
  readonly poolTarget: Rational | undefined;
  readonly poolIncrease: Rational;
  readonly convertibles: readonly Convertible[];
  /** Money that converts, in the order of the convertibles. */
  readonly amounts: readonly Rational[];
  readonly method: ConversionMethod;
};

const where = 'pricedRound';

/**
 * Checks a round's terms against the table and reads them as fractions.
 *
 * @throws {DomainError} as pricedRound
 * @throws {NoSolutionError} a note whose threshold is not reached
 * @example readTerms([{ stakeholder: 'Ada', stockClass: 'Common', quantity: rational(9) }], { name: 'A', preMoney: 3, investments: [{ stakeholder: 'Fund', amount: 1 }] }).owned.toString() // '9'
 */
export function readTerms(before: CapTable, terms: PricedRoundTerms): Deal {
  const { name, investments, convertibles = [] } = terms;
  require(name.trim() !== '', where, 'the round has a name', name);
  const owners = before.filter(({ stakeholder }) => stakeholder !== POOL);
  require(owners.length > 0, where, 'somebody holds shares before the round', before);
  require(investments.length > 0, where, 'at least one investor takes part', investments);

  const preMoney = rational(terms.preMoney);
  require(preMoney.compare(0) > 0, where, 'the pre-money value is greater than 0', terms.preMoney);
  const investors = investments.map(({ stakeholder, amount }) => {
    require(stakeholder.trim() !== '' && stakeholder !== POOL, where, 'an investor has a name of its own', stakeholder);
    const value = rational(amount);
    require(value.compare(0) > 0, where, 'every investment is greater than 0', `${stakeholder}: ${value}`);
    return { stakeholder, amount: value };
  });
  const investment = sum(investors.map(({ amount }) => amount));

  const once = terms.poolTarget === undefined || terms.poolIncrease === undefined;
  require(once, where, 'the pool has a target or an increase, not both', [terms.poolTarget, terms.poolIncrease]);
  const poolTarget = terms.poolTarget === undefined ? undefined : rational(terms.poolTarget);
  const inRange = !poolTarget || (poolTarget.compare(0) >= 0 && poolTarget.compare(1) < 0);
  require(inRange, where, 'the pool target is in [0, 1)', terms.poolTarget);
  const poolIncrease = rational(terms.poolIncrease ?? 0);
  require(poolIncrease.compare(0) >= 0, where, 'the increase of the pool is not negative', terms.poolIncrease);

  for (const convertible of convertibles) {
    const { stakeholder } = convertible;
    const named = stakeholder.trim() !== '' && stakeholder !== POOL;
    require(named, where, 'the holder of a convertible has a name of its own', stakeholder);
    requireQualified(convertible, investment);
  }
  const chosen = convertibles.length === 0 || terms.conversionMethod !== undefined;
  const methods = 'pre-money, percentage-ownership or dollars-invested';
  require(chosen, where, `the conversion method is chosen: ${methods}`, terms.conversionMethod);
  const owned = fullyDiluted(owners);
  return {
    preMoney,
    investment,
    investors,
    owned,
    pool: fullyDiluted(before).sub(owned),
    poolTarget,
    poolIncrease,
    convertibles,
    amounts: convertibles.map(conversionAmount),
    method: terms.conversionMethod ?? 'percentage-ownership',
  };
}

/**
 * 1 / P, shares for a currency unit, as a line in T; `counted` are the shares and the pool that the pre-money value pays for.
 *
 * @example priceLine({ method: 'percentage-ownership', preMoney: rational(3), investment: rational(1), amounts: [] }, line(0, 9)).slope.toString() // '1/4'
 */
export function priceLine(deal: Pick<Deal, 'method' | 'preMoney' | 'investment' | 'amounts'>, counted: Line): Line {
  const { method, preMoney, investment, amounts } = deal;
  if (method === 'pre-money') return scaleLine(counted, rational(1).div(preMoney));
  const converted = method === 'dollars-invested' ? sum(amounts) : rational(0);
  return line(rational(1).div(sum([preMoney, investment, converted])), 0);
}

/**
 * The refusal of a round that asks for all shares or more; the parts of all shares that are asked for.
 *
 * @example tooMuch('A', { investors: rational(0.2), pool: rational(0.8) }).message // 'pricedRound: investors and pool together take less than the whole company; got 20.00 % + 80.00 % in "A"'
 */
export function tooMuch(
  name: string,
  asked: { readonly investors: Rational; readonly pool: Rational; readonly conversions?: Rational },
): NoSolutionError {
  const { investors, pool, conversions } = asked;
  const percent = (part: Rational) => `${part.mul(100).toFixed(2)} %`;
  const who = conversions ? 'investors, pool and conversions' : 'investors and pool';
  const got = [investors, pool, ...(conversions ? [conversions] : [])].map(percent).join(' + ');
  return new NoSolutionError(`${where}: ${who} together take less than the whole company; got ${got} in ${show(name)}`);
}
