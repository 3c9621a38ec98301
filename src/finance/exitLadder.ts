/** The order in which an exit is paid out, and the exits at which somebody starts or stops gaining. */
import { require } from '@/lib/errors';
import type { CapTable } from './capTable';
import { classCurves, type ClassCurve, type ExitTerms, type TurnKind } from './exitTerms';
import { rational, sum, type Exact, type Rational } from './rational';

/** A claim with a fixed amount, paid before anything is shared. */
export type FixedClaim = { readonly name: string; readonly amount: Rational; readonly seniority: number };

/** Claims of one rank, and their sum. */
export type Tier = { readonly total: Rational; readonly claims: readonly FixedClaim[] };

/** A value of a common share at which a class turns, and what all classes together get there. */
export type Rung = {
  readonly x: Rational;
  readonly equity: Rational;
  readonly shares: Rational;
  readonly turns: readonly string[];
  readonly what: TurnKind | undefined;
};

export type ExitLadder = {
  readonly curves: readonly ClassCurve[];
  readonly fixedCosts: Rational;
  readonly costFraction: Rational;
  readonly debt: readonly Tier[];
  readonly preferences: readonly Tier[];
  /** From x = 0 on, each with the shares that gain above it; x never falls. */
  readonly rungs: readonly Rung[];
};

const where = 'waterfall';

/**
 * Reads table and terms once, for any number of exits.
 *
 * @throws {DomainError} as classCurves; a debt or cost outside its range, a debt without a name
 * @example exitLadder(capTable([{ stakeholder: 'Ada', quantity: 8 }]), {}).rungs.length // 1
 */
export function exitLadder(table: CapTable, terms: ExitTerms): ExitLadder {
  const curves = classCurves(table, terms);
  const fixedCosts = rational(terms.costs?.fixed ?? 0);
  const costFraction = rational(terms.costs?.fraction ?? 0);
  require(fixedCosts.compare(0) >= 0, where, 'costs are not negative', terms.costs?.fixed);
  const part = costFraction.compare(0) >= 0 && costFraction.compare(1) < 0;
  require(part, where, 'the costs’ fraction of the exit is in [0, 1)', terms.costs?.fraction);
  const debt = (terms.debt ?? []).map(({ name, principal, interest = 0, exitFee = 0, seniority }): FixedClaim => {
    require(name.trim() !== '', where, 'every debt has a name', name);
    const ranked = Number.isInteger(seniority) && seniority >= 0;
    require(ranked, where, 'seniority is a whole number, 0 for the first', `${name}: ${seniority}`);
    const parts = [principal, interest, exitFee].map(rational);
    const ok = parts.every((each) => each.compare(0) >= 0);
    require(ok, where, 'principal, interest and exit fee are not negative', `${name}: ${parts.join(', ')}`);
    return { name, amount: sum(parts), seniority };
  });
  return { ...ladderOf(curves), fixedCosts, costFraction, debt: tiers(debt) };
}

/**
 * A ladder without costs and debt.
 *
 * @example ladderOf(classCurves(capTable([{ stakeholder: 'Ada', quantity: 8 }]), {})).debt // []
 */
export function ladderOf(curves: readonly ClassCurve[]): ExitLadder {
  const preferred = curves.filter(({ kind }) => kind === 'preferred');
  const preferences = preferred.map(({ stockClass, preference, seniority }): FixedClaim => ({ name: stockClass, amount: preference, seniority })); // prettier-ignore
  const zero = rational(0);
  return {
    curves,
    fixedCosts: zero,
    costFraction: zero,
    debt: [],
    preferences: tiers(preferences),
    rungs: rungs(curves, sum(preferences.map(({ amount }) => amount))),
  };
}

function tiers(claims: readonly FixedClaim[]): readonly Tier[] {
  const ranks = [...new Set(claims.map(({ seniority }) => seniority))].sort((a, b) => a - b);
  return ranks.map((rank) => {
    const same = claims.filter(({ seniority }) => seniority === rank);
    return { claims: same, total: sum(same.map(({ amount }) => amount)) };
  });
}

/** Every turn in the order of x, with the sum of all curves there: one sweep, no search over elections. */
function rungs(curves: readonly ClassCurve[], preferences: Rational): readonly Rung[] {
  const turns = curves
    .flatMap(({ stockClass, turns: own }) => own.map((turn) => ({ ...turn, stockClass })))
    .sort((a, b) => a.at.compare(b.at));
  let rung: Rung = {
    x: rational(0),
    equity: preferences,
    shares: sum(curves.map(({ base }) => base)),
    turns: [],
    what: undefined,
  };
  const all = [rung];
  for (const { at, shares, stockClass, what } of turns) {
    const equity = rung.equity.add(at.sub(rung.x).mul(rung.shares));
    rung = { x: at, equity, shares: rung.shares.add(shares), turns: [stockClass], what };
    all.push(rung);
  }
  return all;
}

/**
 * The value of a common share when so much is left for all classes together: the sum of all curves, inverted. 0 while the
 * preferences are not covered.
 *
 * @returns currency units per share
 * @example shareValue(exitLadder(capTable([{ stakeholder: 'Ada', quantity: 8 }]), {}), rational(4)).toString() // '1/2'
 */
export function shareValue({ rungs: all }: ExitLadder, equity: Rational): Rational {
  let [low, high] = [0, all.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (all[middle]!.equity.compare(equity) <= 0) low = middle;
    else high = middle;
  }
  const { x, equity: reached, shares } = all[low]!;
  const above = equity.sub(reached);
  return above.compare(0) <= 0 || shares.compare(0) === 0 ? x : above.div(shares).add(x);
}

/**
 * Pays tiers in their order, each in proportion to its claims; what is left when all are paid comes last.
 *
 * @example payTiers([{ total: rational(3), claims: [{ name: 'a', amount: rational(1), seniority: 0 }, { name: 'b', amount: rational(2), seniority: 0 }] }], rational('3/2')).paid.get('b').toString() // '1'
 */
export function payTiers(
  all: readonly Tier[],
  available: Rational,
): { readonly paid: ReadonlyMap<string, Rational>; readonly left: Rational } {
  const paid = new Map<string, Rational>();
  let left = available;
  for (const { total, claims } of all) {
    const full = left.compare(total) >= 0;
    for (const { name, amount } of claims) paid.set(name, full ? amount : amount.mul(left).div(total));
    left = full ? left.sub(total) : rational(0);
  }
  return { paid, left };
}

/** An exit at which the slope of somebody's payout changes. */
export type Breakpoint = {
  /** Currency units. */
  readonly exit: Rational;
  /** What a common share is worth there. */
  readonly perShare: Rational;
  readonly events: readonly {
    readonly who: string;
    readonly what: TurnKind | 'costs paid' | 'debt repaid' | 'preference paid';
  }[];
};

/**
 * All breakpoints from the smallest exit on, exactly: between two of them every payout is a straight line.
 *
 * @throws {DomainError} as exitLadder
 * @example breakpoints(capTable([{ stakeholder: 'Ada', quantity: 8e6 }, { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 }]), { classes: [{ stockClass: 'A', invested: 5e6, seniority: 0 }] }).map(({ exit }) => exit.toString()) // ['5000000', '25000000']
 */
export function breakpoints(table: CapTable, terms: ExitTerms): readonly Breakpoint[] {
  return ladderBreakpoints(exitLadder(table, terms));
}

/**
 * The breakpoints of a ladder that is there already.
 *
 * @example ladderBreakpoints(exitLadder(capTable([{ stakeholder: 'Ada', quantity: 8 }]), { costs: { fixed: 2 } }))[0].events[0].what // 'costs paid'
 */
export function ladderBreakpoints(ladder: ExitLadder): readonly Breakpoint[] {
  const { fixedCosts, costFraction, debt, preferences, rungs: all } = ladder;
  const keep = rational(1).sub(costFraction);
  const zero = rational(0);
  const found: Breakpoint[] = [];
  const add = (net: Rational, perShare: Rational, events: Breakpoint['events']) => {
    const exit = fixedCosts.add(net).div(keep);
    const last = found.at(-1);
    if (last && last.exit.compare(exit) === 0)
      found[found.length - 1] = { exit, perShare, events: [...last.events, ...events] };
    else found.push({ exit, perShare, events });
  };
  if (fixedCosts.compare(0) > 0) add(zero, zero, [{ who: 'costs', what: 'costs paid' }]);
  let net = zero;
  for (const { total, claims } of debt) {
    net = net.add(total);
    add(net, zero, claims.map(({ name }) => ({ who: name, what: 'debt repaid' as const }))); // prettier-ignore
  }
  const owed = net;
  for (const { total, claims } of preferences) {
    net = net.add(total);
    add(net, zero, claims.map(({ name }) => ({ who: name, what: 'preference paid' as const }))); // prettier-ignore
  }
  for (const { x, equity, turns, what } of all.slice(1)) {
    add(owed.add(equity), x, turns.map((who) => ({ who, what: what! }))); // prettier-ignore
  }
  return found;
}

/**
 * An exit as a fraction, checked.
 *
 * @throws {DomainError} a negative or non-finite exit
 * @example readExit(0).toString() // '0'
 */
export function readExit(exit: Exact): Rational {
  const value = rational(exit);
  require(value.compare(0) >= 0, where, 'an exit is not negative', exit);
  return value;
}
