/** One priced equity round: money in at a price per share, and a larger option pool first if the investors ask for it. */
import { NoSolutionError, require, show } from '@/lib/errors';
import { COMMON, POOL, fullyDiluted, type CapTable, type Holding } from './capTable';
import { rational, sum, type Exact, type Rational } from './rational';

/** The terms of a round, as in a term sheet. */
export type PricedRoundTerms = {
  /** Names the class of the new shares: 'Series A'. */
  readonly name: string;
  /** What the company is held to be worth before the money; currency units, > 0. */
  readonly preMoney: Exact;
  /** Who puts in how much; currency units, each > 0. */
  readonly investments: readonly { readonly stakeholder: string; readonly amount: Exact }[];
  /**
   * The ungranted pool's part of all shares after the round, a fraction in [0, 1). The pool is topped up to it before
   * the money comes in, so those who held shares before pay for it and the new investors do not. Absent: it stays.
   */
  readonly poolTarget?: Exact;
};

export type PricedRound = {
  /** The cap table after the round. */
  readonly table: CapTable;
  /** All money of the round, currency units. */
  readonly investment: Rational;
  readonly preMoney: Rational;
  /** preMoney + investment, currency units. */
  readonly postMoney: Rational;
  /** What the shares that existed before the round are worth at its price: preMoney less the new pool shares. */
  readonly effectivePreMoney: Rational;
  /** Currency units. */
  readonly pricePerShare: Rational;
  /** Shares issued to investors. */
  readonly newShares: Rational;
  /** Shares added to the pool before the money. */
  readonly poolIncrease: Rational;
  /** What every earlier stake is multiplied by: all shares before ÷ all shares after; a fraction. */
  readonly retention: Rational;
  /** 1 − retention: the part of every earlier stake that is gone; a fraction. */
  readonly dilution: Rational;
};

/**
 * A priced round, solved exactly.
 *
 *   q = I / (V + I)          the investors' part
 *   T = F / (1 − q − t)      all shares after, with a pool target t;   T = (F + E) / (1 − q) without one
 *   P = (V + I) / T          price per share;   investor i gets Iᵢ / P shares
 *
 * V pre-money, I investment, F shares before without the pool, E the pool before. The pool grows by t·T − E.
 *
 * @throws {DomainError} a name missing, no investment, an amount or pre-money value that is not > 0, a pool target outside
 *   [0, 1) or below what the round leaves of the pool there is (a round adds to a pool; cancelling one is another event)
 * @throws {NoSolutionError} the investors and the pool together ask for all the company or more
 * @example pricedRound(capTable([{ stakeholder: 'Ada', quantity: 2e6 }]), { name: 'Series A', preMoney: 8e6, investments: [{ stakeholder: 'Fund', amount: 2e6 }] }).pricePerShare.toString() // '4'
 * @example pricedRound(capTable([{ stakeholder: 'Ada', quantity: 6e6 }]), { name: 'Series A', preMoney: 8e6, investments: [{ stakeholder: 'Fund', amount: 2e6 }], poolTarget: 0.2 }).effectivePreMoney.toString() // '6000000'
 * @source NVCA model term sheet: a price per share on the fully diluted pre-money value, the pool included
 */
export function pricedRound(before: CapTable, terms: PricedRoundTerms): PricedRound {
  const where = 'pricedRound';
  const { name, investments } = terms;
  require(name.trim() !== '', where, 'the round has a name', name);
  const owners = before.filter(({ stakeholder }) => stakeholder !== POOL);
  require(owners.length > 0, where, 'somebody holds shares before the round', before);
  require(investments.length > 0, where, 'at least one investor takes part', investments);

  const preMoney = rational(terms.preMoney);
  require(preMoney.compare(0) > 0, where, 'the pre-money value is greater than 0', terms.preMoney);
  const amounts = investments.map(({ stakeholder, amount }) => {
    require(stakeholder.trim() !== '' && stakeholder !== POOL, where, 'an investor has a name of its own', stakeholder);
    const value = rational(amount);
    require(value.compare(0) > 0, where, 'every investment is greater than 0', `${stakeholder}: ${value}`);
    return { stakeholder, value };
  });

  const investment = sum(amounts.map(({ value }) => value));
  const postMoney = preMoney.add(investment);
  const sold = investment.div(postMoney);
  const sharesBefore = fullyDiluted(before);
  const owned = fullyDiluted(owners);
  const pool = sharesBefore.sub(owned);

  let sharesAfter = sharesBefore.div(rational(1).sub(sold));
  let poolIncrease = rational(0);
  if (terms.poolTarget !== undefined) {
    const target = rational(terms.poolTarget);
    require(target.compare(0) >= 0 && target.compare(1) < 0, where, 'the pool target is in [0, 1)', terms.poolTarget);
    const left = rational(1).sub(sold).sub(target);
    if (left.compare(0) <= 0) {
      throw new NoSolutionError(
        `${where}: investors and pool together take less than the whole company; ` +
          `got ${sold.mul(100).toFixed(2)} % + ${target.mul(100).toFixed(2)} % in ${show(name)}`,
      );
    }
    sharesAfter = owned.div(left);
    poolIncrease = target.mul(sharesAfter).sub(pool);
    const kept = pool.div(sharesBefore).mul(rational(1).sub(sold));
    const enough = poolIncrease.compare(0) >= 0;
    require(enough, where, `the pool target is at least ${kept.toNumber()}, what is left of the pool`, terms.poolTarget);
  }

  const pricePerShare = postMoney.div(sharesAfter);
  const retention = sharesBefore.div(sharesAfter);
  const issued: Holding[] = amounts.map(({ stakeholder, value }) => ({
    stakeholder,
    stockClass: name,
    quantity: value.div(pricePerShare),
  }));
  return {
    table: merge([...before, { stakeholder: POOL, stockClass: COMMON, quantity: poolIncrease }, ...issued]),
    investment,
    preMoney,
    postMoney,
    effectivePreMoney: pricePerShare.mul(sharesBefore),
    pricePerShare,
    newShares: investment.div(pricePerShare),
    poolIncrease,
    retention,
    dilution: rational(1).sub(retention),
  };
}

/** One holding for each stakeholder and class, in the order of first mention; empty ones left out. */
function merge(holdings: readonly Holding[]): CapTable {
  const merged = new Map<string, Holding>();
  for (const holding of holdings) {
    if (holding.quantity.compare(0) === 0) continue;
    const key = JSON.stringify([holding.stakeholder, holding.stockClass]);
    const same = merged.get(key);
    merged.set(key, same ? { ...same, quantity: same.quantity.add(holding.quantity) } : holding);
  }
  return [...merged.values()];
}
