/**
 * The exit waterfall: costs, then debt by rank, then preferences by rank, then everybody who shares in what is left.
 *
 * Every class of preferred stock chooses between its preference and conversion, and what it gets depends on what the others
 * choose. But everything that a class compares hangs on one number, the value x of a common share: a class that does not
 * participate converts when n · x exceeds its preference, one with a capped participation when n · x exceeds its cap, and an
 * option is exercised when x exceeds its strike. What all get together rises with x, so there is one x for each exit; no
 * combination of elections has to be tried. It is a Nash equilibrium: a class that switches alone moves x, and where it
 * gained, all others would have at least as much as before too, which is more than there is.
 */
import { require } from '@/lib/errors';
import type { CapTable } from './capTable';
import { silent, type Note } from './derivation';
import { exitLadder, ladderOf, payTiers, readExit, shareValue, type ExitLadder } from './exitLadder';
import { curveAt, type ClassCurve, type ExitTerms } from './exitTerms';
import { rational, sum, type Exact, type Rational } from './rational';
import { noteWaterfall } from './waterfallWorking';

/** What a class does. At equality it keeps its preference, and an option lapses. */
export type Election = 'shares' | 'preference' | 'participates' | 'capped' | 'converts' | 'exercises' | 'lapses';

export type ClassPayout = {
  readonly stockClass: string;
  readonly election: Election;
  /** As common. */
  readonly shares: Rational;
  /** Net of the strike. Currency units. */
  readonly payout: Rational;
};

export type Waterfall = {
  readonly exit: Rational;
  readonly costs: Rational;
  readonly debts: readonly { readonly name: string; readonly claim: Rational; readonly paid: Rational }[];
  /** What is left for all classes. costs + debts paid + equity = exit, exactly. */
  readonly equity: Rational;
  /** What a common share gets. */
  readonly perShare: Rational;
  /** In the order of the table; they sum to the equity, exactly. */
  readonly classes: readonly ClassPayout[];
  /** By holder, over all classes. */
  readonly payouts: ReadonlyMap<string, Rational>;
};

/**
 * Who gets what at one exit.
 *
 * @param exit price of the company, currency units, ≥ 0
 * @param note takes the working down
 * @throws {DomainError} a negative exit, no holder but the pool, terms outside their range (see exitTerms)
 * @example waterfall(capTable([{ stakeholder: 'Ada', quantity: 8e6 }, { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 }]), { classes: [{ stockClass: 'A', invested: 5e6, seniority: 0 }] }, 35e6).payouts.get('Ada').toString() // '28000000'
 * @example waterfall(capTable([{ stakeholder: 'Ada', quantity: 8e6 }, { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 }]), { classes: [{ stockClass: 'A', invested: 5e6, seniority: 0 }] }, 20e6).classes[1].election // 'preference'
 */
export function waterfall(table: CapTable, terms: ExitTerms, exit: Exact, note: Note = silent): Waterfall {
  return payOut(exitLadder(table, terms), exit, note);
}

/**
 * The waterfall of a ladder that is there already: for many exits of one company.
 *
 * @throws {DomainError} a negative exit
 * @example payOut(exitLadder(capTable([{ stakeholder: 'Ada', quantity: 8 }]), {}), 4).perShare.toString() // '1/2'
 */
export function payOut(ladder: ExitLadder, exit: Exact, note: Note = silent): Waterfall {
  const price = readExit(exit);
  const { costs, debts, equity } = beforeEquity(ladder, price);
  const x = shareValue(ladder, equity);
  const classes = divide(ladder, equity, x);
  const payouts = new Map<string, Rational>();
  ladder.curves.forEach(({ holdings }, k) => {
    const { payout } = classes[k]!;
    const perShare = payout.div(sum(holdings.map(({ quantity }) => quantity)));
    for (const { stakeholder, quantity } of holdings) {
      const own = holdings.length === 1 ? payout : quantity.mul(perShare);
      const others = payouts.get(stakeholder);
      payouts.set(stakeholder, others ? others.add(own) : own);
    }
  });
  const result = { exit: price, costs, debts, equity, perShare: x, classes, payouts };
  noteWaterfall(note, ladder, result);
  return result;
}

/** What is taken off before the classes get anything. */
function beforeEquity(ladder: ExitLadder, exit: Rational): Pick<Waterfall, 'costs' | 'debts' | 'equity'> {
  const wanted = ladder.costFraction.mul(exit).add(ladder.fixedCosts);
  const costs = wanted.compare(exit) < 0 ? wanted : exit;
  const { paid, left } = payTiers(ladder.debt, exit.sub(costs));
  const debts = ladder.debt.flatMap(({ claims }) =>
    claims.map(({ name, amount }) => ({ name, claim: amount, paid: paid.get(name)! })),
  );
  return { costs, debts, equity: left };
}

/** The equity by class. While preferences are not covered they get everything, by rank. */
function divide(ladder: ExitLadder, equity: Rational, x: Rational): readonly ClassPayout[] {
  const short = equity.compare(ladder.rungs[0]!.equity) < 0;
  const { paid } = short ? payTiers(ladder.preferences, equity) : { paid: undefined };
  return ladder.curves.map((curve) => ({
    stockClass: curve.stockClass,
    election: electionAt(curve, x),
    shares: curve.shares,
    payout: paid ? (paid.get(curve.stockClass) ?? rational(0)) : curveAt(curve, x),
  }));
}

function electionAt({ kind, base, turns }: ClassCurve, x: Rational): Election {
  const last = turns.findLast(({ at }) => x.compare(at) > 0)?.what;
  if (kind === 'option') return last ? 'exercises' : 'lapses';
  if (kind === 'common') return 'shares';
  if (last === 'converts') return 'converts';
  if (last === 'reaches its cap') return 'capped';
  return base.compare(0) > 0 ? 'participates' : 'preference';
}

/** What a class has by its election, and what it would have by the other one while all others stay with theirs. */
export type Counterfactual = {
  readonly stockClass: string;
  readonly election: Election;
  readonly payout: Rational;
  readonly other: 'converts' | 'holds' | 'exercises' | 'lapses';
  /** ≤ payout: that is what makes it an equilibrium. May be negative for an option. */
  readonly otherwise: Rational;
};

/**
 * The equilibrium, tried: for each class with a choice, what the other choice would bring it.
 *
 * @throws {DomainError} as waterfall
 * @example counterfactuals(capTable([{ stakeholder: 'Ada', quantity: 8e6 }, { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 }]), { classes: [{ stockClass: 'A', invested: 5e6, seniority: 0 }] }, 20e6)[0].otherwise.toString() // '4000000'
 */
export function counterfactuals(table: CapTable, terms: ExitTerms, exit: Exact): readonly Counterfactual[] {
  const ladder = exitLadder(table, terms);
  const { classes, equity } = payOut(ladder, exit);
  const chosen = classes.map(({ election }) => election === 'converts' || election === 'exercises');
  return ladder.curves.flatMap((curve, k): Counterfactual[] => {
    if (curve.turns.length === 0) return [];
    const acts = chosen.map((act, i) => (i === k ? !act : act));
    const { stockClass, election, payout } = classes[k]!;
    const verbs = curve.kind === 'option' ? (['exercises', 'lapses'] as const) : (['converts', 'holds'] as const);
    const otherwise = fixedElections(ladder.curves, acts, equity)[k]!;
    return [{ stockClass, election, payout, other: verbs[chosen[k] ? 1 : 0], otherwise }];
  });
}

/**
 * What each class gets when the elections are given: act[k] says that class k converts, or exercises.
 *
 * @param equity what is left for all classes, currency units
 * @throws {DomainError} an election missing
 * @example fixedElections(classCurves(capTable([{ stakeholder: 'Ada', quantity: 8 }]), {}), [false], rational(4))[0].toString() // '4'
 */
export function fixedElections(
  curves: readonly ClassCurve[],
  acts: readonly boolean[],
  equity: Rational,
): readonly Rational[] {
  require(acts.length === curves.length, 'fixedElections', 'there is an election for each class', acts);
  const zero = rational(0);
  const fixed = curves.map((curve, k): ClassCurve => {
    const { kind, shares, turns } = curve;
    if (acts[k]) return { ...curve, kind: 'common', preference: zero, base: shares, turns: [] };
    if (kind === 'option') return { ...curve, kind: 'common', base: zero, turns: [] };
    return { ...curve, turns: turns.filter(({ what }) => what === 'reaches its cap') };
  });
  const strikes = curves.map(({ kind, shares, strike }, k) =>
    kind === 'option' && acts[k] ? shares.mul(strike) : zero,
  );
  const pool = equity.add(sum(strikes));
  const ladder = ladderOf(fixed);
  const payouts = divide(ladder, pool, shareValue(ladder, pool));
  return payouts.map(({ payout }, k) => payout.sub(strikes[k]!));
}
