/** A protected series in a round that is not priced yet: how many shares it becomes, as lines in the shares after the round. */
import { require } from '@/lib/errors';
import type { Protection } from './antiDilution';
import { POOL, fullyDiluted, type CapTable } from './capTable';
import { rational, type Exact, type Rational } from './rational';
import { addLines, line, scaleLine, type Claim, type Line } from './roundEquation';

/** Anti-dilution protection of a class of the table. Its shares there are counted as converted. */
export type RoundProtection = {
  readonly stockClass: string;
  readonly protection: Exclude<Protection, 'none'>;
  /** In force before the round, currency units per share, > 0. */
  readonly conversionPrice: Exact;
  /** A, shares before the issue; absent: all of the table but the pool, the broad base. A narrow one has to be stated. */
  readonly outstanding?: Exact;
};

/** A protected series as the round sees it. */
export type GuardedSeries = {
  readonly stockClass: string;
  readonly shares: Rational;
  /** Unadjusted, adjusted. */
  readonly claim: Claim;
  readonly conversionPrice: Rational;
  /** A; absent for a full ratchet, which does not look at it. */
  readonly outstanding?: Rational;
};

/**
 * Shares of the class before, and the claim that it makes; with u = 1 / P, I the new money and CP₁ the conversion price
 *
 *   weighted average   s · max(1, CP₁ · (A + I · u) / (A · CP₁ + I))
 *   full ratchet       s · max(1, CP₁ · u)
 *
 * which is the formula of conversionPriceAfter, solved for the shares: it is a line in u, and u is one in T.
 *
 * @throws {DomainError} a class that nobody holds, a price or a base that is not > 0, a narrow base that is not stated
 * @example protectedClaim({ stockClass: 'Common', protection: 'full ratchet', conversionPrice: 2 }, [{ stakeholder: 'Ada', stockClass: 'Common', quantity: rational(9) }], line(1, 0), rational(1)).claim[1].slope.toString() // '18'
 */
export function protectedClaim(
  { stockClass, protection, conversionPrice, outstanding }: RoundProtection,
  before: CapTable,
  perMoney: Line,
  investment: Rational,
): GuardedSeries {
  const where = 'pricedRound';
  const owned = before.filter(({ stakeholder }) => stakeholder !== POOL);
  const shares = fullyDiluted(owned.filter((holding) => holding.stockClass === stockClass));
  require(shares.compare(0) > 0, where, 'a protected class is in the table', stockClass);
  const CP1 = rational(conversionPrice);
  require(CP1.compare(0) > 0, where, 'a conversion price is greater than 0', `${stockClass}: ${CP1}`);
  const unadjusted = line(0, shares);
  if (protection === 'full ratchet') {
    const ratchet = scaleLine(perMoney, shares.mul(CP1));
    return { stockClass, shares, claim: [unadjusted, ratchet], conversionPrice: CP1 };
  }
  const stated = protection === 'broad' || outstanding !== undefined;
  require(stated, where, 'a narrow base is stated in shares outstanding', stockClass);
  const A = rational(outstanding ?? fullyDiluted(owned));
  require(A.compare(0) > 0, where, 'the shares outstanding are more than 0', outstanding);
  const factor = shares.mul(CP1).div(A.mul(CP1).add(investment));
  const adjusted = scaleLine(addLines([line(0, A), scaleLine(perMoney, investment)]), factor);
  return { stockClass, shares, claim: [unadjusted, adjusted], conversionPrice: CP1, outstanding: A };
}
