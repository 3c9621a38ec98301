/**
 * One priced equity round: money in at a price per share, a larger option pool if the investors ask for it, and everything
 * that the round sets off: SAFEs and notes that convert, earlier series whose conversion price falls.
 */
import { require } from '@/lib/errors';
import { COMMON, POOL, fullyDiluted, ownership, type CapTable, type Holding } from './capTable';
import { conversions, type Conversion, type ConversionBasis } from './convertible';
import { silent, type Note } from './derivation';
import { priceLine, readTerms, tooMuch, type Deal, type PricedRoundTerms } from './pricedRoundTerms';
import { rational, sum, type Rational } from './rational';
import { addLines, line, lineAt, scaleLine, solveRound, type Claim } from './roundEquation';
import { protectedClaim } from './roundProtection';
import { EXACT, roundConversionPrice, roundPrice, roundShares } from './rounding';
import { noteRound } from './roundWorking';

export type { ConversionMethod, PricedRoundTerms } from './pricedRoundTerms';

export type ConversionResult = {
  readonly stakeholder: string;
  readonly stockClass: string;
  /** Money that converts, with interest; also the liquidation preference, at 1×. Currency units. */
  readonly amount: Rational;
  readonly basis: ConversionBasis;
  readonly conversionPrice: Rational;
  readonly shares: Rational;
};

export type PricedRound = {
  /** The cap table after the round. */
  readonly table: CapTable;
  /** All money of the round, currency units. */
  readonly investment: Rational;
  readonly preMoney: Rational;
  /** All shares after the round at its price: preMoney + investment, unless method or timing leave something outside. */
  readonly postMoney: Rational;
  /** What the shares that existed before the round are worth at its price. */
  readonly effectivePreMoney: Rational;
  /** Currency units. */
  readonly pricePerShare: Rational;
  /** Shares issued to investors. */
  readonly newShares: Rational;
  /** Shares added to the pool. */
  readonly poolIncrease: Rational;
  /** What became of each convertible, in their order. */
  readonly conversions: readonly ConversionResult[];
  /** What an earlier series' number of common shares is multiplied by, in the order of the protections; ≥ 1. */
  readonly protections: readonly { readonly stockClass: string; readonly factor: Rational }[];
  /** What every earlier stake without protection is multiplied by: all shares before ÷ all shares after; a fraction. */
  readonly retention: Rational;
  /** 1 − retention: the part of every earlier stake that is gone; a fraction. */
  readonly dilution: Rational;
  /** The part of an additional share that no claim takes, > 0: the smaller, the nearer to having no solution. */
  readonly margin: Rational;
};

/**
 * A priced round, solved exactly as one equation in T, all shares after it (see roundEquation):
 *
 *   T = F + E + Δ + ΣSₖ + I / P
 *
 * F shares before without the pool, E the pool, Δ its increase, Sₖ conversions, I investment, P price per share by the
 * conversion method. Without conversions and with a pool target t:  T = F / (1 − I/(V + I) − t),  P = (V + I) / T.
 * The pre-money method and a cap on existing shares count earlier series as they were before their adjustment.
 *
 * @param note takes the working down
 * @throws {DomainError} a name missing, no investment, an amount or pre-money value that is not > 0, a pool target outside
 *   [0, 1) or below what the round leaves of the pool there is (a round adds to a pool; cancelling one is another event),
 *   target and increase at once, convertibles without a method, terms of a convertible or a protection outside their range
 * @throws {NoSolutionError} investors, pool and conversions together ask for all the company or more; a note whose
 *   threshold is not reached
 * @example pricedRound(capTable([{ stakeholder: 'Ada', quantity: 2e6 }]), { name: 'Series A', preMoney: 8e6, investments: [{ stakeholder: 'Fund', amount: 2e6 }] }).pricePerShare.toString() // '4'
 * @example pricedRound(capTable([{ stakeholder: 'Ada', quantity: 6e6 }]), { name: 'Series A', preMoney: 8e6, investments: [{ stakeholder: 'Fund', amount: 2e6 }], poolTarget: 0.2 }).effectivePreMoney.toString() // '6000000'
 * @example pricedRound(capTable([{ stakeholder: 'Ada', quantity: 8e6 }]), { name: 'Series A', preMoney: 12e6, investments: [{ stakeholder: 'Fund', amount: 3e6 }], conversionMethod: 'percentage-ownership', convertibles: [{ stakeholder: 'Angel', type: 'post-money SAFE', amount: 1e6, cap: 10e6 }] }).pricePerShare.toString() // '27/20'
 * @source NVCA model term sheet: a price per share on the fully diluted pre-money value, the pool included; YC post-money
 *   SAFE v1.2; Cooley GO, Calculating share price with outstanding convertible notes or SAFEs, for the three methods
 */
export function pricedRound(before: CapTable, terms: PricedRoundTerms, note: Note = silent): PricedRound {
  const deal = readTerms(before, terms);
  const { investment: I, owned: F, pool: E, poolTarget, convertibles, amounts } = deal;
  const after = terms.poolTiming === 'after';
  const poolLine = after ? line(0, E) : poolTarget ? line(poolTarget, 0) : line(0, E.add(deal.poolIncrease));

  const existing = addLines([line(0, F), poolLine]);
  const perMoney = priceLine(deal, existing);
  const all = addLines([line(1, 0), scaleLine(perMoney, I.neg())]);
  const converted = addLines([all, scaleLine(poolLine, rational(-1)), line(0, E)]);
  const ways = convertibles.map((one) => conversions(one, convertibles, { perMoney, existing, converted, all }));
  const guarded = (terms.protections ?? []).map((protection) => protectedClaim(protection, before, perMoney, I));
  const plain = F.sub(sum(guarded.map(({ shares }) => shares)));
  const claims: Claim[] = [
    [scaleLine(perMoney, I)],
    [poolLine],
    [line(0, plain)],
    ...guarded.map(({ claim }) => claim),
    ...ways.map((way) => way.map(({ shares }) => shares)),
  ];
  const solution = solveRound(claims);
  if ('asked' in solution) {
    const [investors, pool, , ...others] = solution.asked;
    throw tooMuch(terms.name, {
      investors: investors!,
      pool: pool!,
      ...(others.length > 0 ? { conversions: sum(others) } : {}),
    });
  }
  const { sharesAfter: T, lines } = solution;
  const chosen = ways.map((way, k) => way.find(({ shares }) => shares === lines[3 + guarded.length + k])!);
  const exactPrice = rational(1).div(lineAt(perMoney, T));
  const topUp = poolTarget
    ? poolTarget
        .mul(T)
        .sub(E)
        .div(after ? rational(1).sub(poolTarget) : 1)
    : deal.poolIncrease;
  if (topUp.compare(0) < 0) {
    const bare = pricedRound(before, { ...terms, poolTarget: undefined, rounding: EXACT });
    const kept = ownership(bare.table).get(POOL)!.toNumber();
    require(false, 'pricedRound', `the pool target is at least ${kept}, what is left of the pool`, terms.poolTarget);
  }
  noteRound(note, deal, { after, T, lines, exactPrice, topUp, chosen, guarded });

  const { rounding = EXACT } = terms;
  const pricePerShare = roundPrice(exactPrice, rounding);
  const poolIncrease = roundShares(topUp, rounding);
  const protections = guarded.map(({ stockClass, shares }, k) => ({
    stockClass,
    factor: lineAt(lines[3 + k]!, T).div(shares),
  }));
  const results = chosen.map((way, k) => conversionResult(way, k));
  const earlier: Holding[] = [
    ...before.map((holding) => {
      const factor = protections.find(({ stockClass }) => stockClass === holding.stockClass)?.factor;
      return factor ? { ...holding, quantity: roundShares(holding.quantity.mul(factor), rounding) } : holding;
    }),
    ...results.map(({ stakeholder, stockClass, shares }) => ({ stakeholder, stockClass, quantity: shares })),
  ];
  const issued = allot(deal, earlier, terms.proRata ?? []).map(({ stakeholder, amount }) => ({
    stakeholder,
    stockClass: terms.name,
    quantity: roundShares(amount.div(pricePerShare), rounding),
  }));
  const table = merge([...earlier, { stakeholder: POOL, stockClass: COMMON, quantity: poolIncrease }, ...issued]);
  const sharesAfter = fullyDiluted(table);
  const retention = F.add(E).div(sharesAfter);
  return {
    table,
    investment: I,
    preMoney: deal.preMoney,
    postMoney: pricePerShare.mul(sharesAfter),
    effectivePreMoney: pricePerShare.mul(F.add(E)),
    pricePerShare,
    newShares: sum(issued.map(({ quantity }) => quantity)),
    poolIncrease,
    conversions: results,
    protections,
    retention,
    dilution: rational(1).sub(retention),
    margin: solution.slope,
  };

  function conversionResult(way: Conversion, k: number): ConversionResult {
    const amount = amounts[k]!;
    const conversionPrice = roundConversionPrice(amount.div(lineAt(way.shares, T)), rounding);
    return {
      stakeholder: convertibles[k]!.stakeholder,
      stockClass: `${terms.name}-${k + 1}`,
      amount,
      basis: way.basis,
      conversionPrice,
      shares: roundShares(amount.div(conversionPrice), rounding),
    };
  }
}

/**
 * What each stakeholder has less of the company because the round enlarges the pool, as a fraction of all shares; negative
 * for one who gains (a SAFE on existing shares, which the pool is part of). The pool itself is left out: it has the sum.
 *
 * @throws {DomainError} as pricedRound
 * @throws {NoSolutionError} as pricedRound
 * @example whoPaysForPool(capTable([{ stakeholder: 'Ada', quantity: 6e6 }]), { name: 'A', preMoney: 8e6, investments: [{ stakeholder: 'Fund', amount: 2e6 }], poolTarget: 0.2 }).get('Ada').toString() // '1/5'
 */
export function whoPaysForPool(before: CapTable, terms: PricedRoundTerms): ReadonlyMap<string, Rational> {
  const bare = ownership(pricedRound(before, { ...terms, poolTarget: undefined, poolIncrease: undefined }).table);
  const round = ownership(pricedRound(before, terms).table);
  const others = [...round.keys()].filter((stakeholder) => stakeholder !== POOL);
  return new Map(others.map((who) => [who, bare.get(who)!.sub(round.get(who)!)]));
}

/** The money of the round by investor, after those with a pro rata right have taken their part of it. */
function allot(deal: Deal, earlier: readonly Holding[], proRata: readonly string[]): Deal['investors'] {
  if (proRata.length === 0) return deal.investors;
  const where = 'pricedRound';
  require(new Set(proRata).size === proRata.length, where, 'a pro rata right is used once', proRata);
  const parts = ownership(earlier);
  const rights = proRata.map((stakeholder) => {
    const part = stakeholder === POOL ? undefined : parts.get(stakeholder);
    require(part !== undefined, where, 'a pro rata right belongs to a holder', stakeholder);
    return { stakeholder, amount: part.mul(deal.investment) };
  });
  const left = rational(1).sub(sum(rights.map(({ amount }) => amount)).div(deal.investment));
  const others = deal.investors.map(({ stakeholder, amount }) => ({ stakeholder, amount: amount.mul(left) }));
  return [...others, ...rights].filter(({ amount }) => amount.compare(0) > 0);
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
