/**
 * The option-pricing method: a company's shares before an exit, each class valued as the part of the exit that it would get.
 * For teaching: it takes the value of all equity for a lognormal random walk that can be traded, which no start-up is.
 */
import { require } from '@/lib/errors';
import type { CapTable } from './capTable';
import { exitLadder, ladderBreakpoints } from './exitLadder';
import type { ExitTerms } from './exitTerms';
import { normalCdf } from './normal';
import { rational } from './rational';
import { payOut } from './waterfall';

/** What a call is priced with. */
export type CallTerms = {
  /** Value of the whole today, currency units, > 0. */
  readonly value: number;
  /** Currency units, ≥ 0. */
  readonly strike: number;
  /** Until the exit, > 0. */
  readonly years: number;
  /** Standard deviation of a year's log return, a fraction > 0. */
  readonly volatility: number;
  /** Risk-free, continuously compounded, per year, a fraction; absent: 0. */
  readonly rate?: number;
};

/**
 * A European call by Black and Scholes:
 *
 *   C = S · Φ(d₁) − K · e^(−rT) · Φ(d₂),   d₁ = (ln(S/K) + (r + σ²/2) T) / (σ√T),   d₂ = d₁ − σ√T
 *
 * @returns currency units; at a strike of 0 the value itself
 * @throws {DomainError} value, years or volatility not > 0, strike < 0, or a number that is not finite
 * @example callOption({ value: 100, strike: 100, years: 1, volatility: 0.2, rate: 0.05 }) // 10.450583572185565
 * @source F. Black, M. Scholes, J. Political Economy 81 (1973), eq. 13
 */
export function callOption({ value: S, strike: K, years: T, volatility: sigma, rate: r = 0 }: CallTerms): number {
  const where = 'callOption';
  require(Number.isFinite(S) && S > 0, where, 'the value is greater than 0', S);
  require(Number.isFinite(K) && K >= 0, where, 'the strike is not negative', K);
  require(Number.isFinite(T) && T > 0, where, 'the years are more than 0', T);
  require(Number.isFinite(sigma) && sigma > 0, where, 'the volatility is greater than 0', sigma);
  require(Number.isFinite(r), where, 'the rate is finite', r);
  if (K === 0) return S;
  const spread = sigma * Math.sqrt(T);
  const d1 = (Math.log(S / K) + r * T) / spread + spread / 2;
  return S * normalCdf(d1) - K * Math.exp(-r * T) * normalCdf(d1 - spread);
}

/** A share of everything between two exits: from the lower one on, so much of each currency unit. */
export type Tranche = { readonly from: number; readonly part: number };

/**
 * What a payout in straight lines is worth: each change of slope is a call on the whole, struck where it happens.
 *
 *   value = Σ (part_i − part_(i−1)) · C(from_i)
 *
 * @param tranches rising in `from`; below the first nothing is paid; part is a fraction of each currency unit
 * @returns currency units
 * @throws {DomainError} tranches that do not rise; as callOption
 * @example trancheValue([{ from: 0, part: 0.5 }], { value: 10, years: 1, volatility: 0.3 }) // 5
 */
export function trancheValue(tranches: readonly Tranche[], terms: Omit<CallTerms, 'strike'>): number {
  let [total, before, last] = [0, 0, -1];
  for (const { from, part } of tranches) {
    require(from > last, 'trancheValue', 'tranches rise', [last, from]);
    require(Number.isFinite(part), 'trancheValue', 'a part is finite', part);
    total += (part - before) * callOption({ ...terms, strike: from });
    [before, last] = [part, from];
  }
  return total;
}

export type ClassValue = {
  readonly stockClass: string;
  /** Currency units. */
  readonly value: number;
  /** Per share of the class as common; currency units. */
  readonly perShare: number;
};

/**
 * The value of each class: its payout at exit is a line between breakpoints, so it is a bundle of calls struck there.
 * Costs and debt of the exit terms stand before all classes, as in the waterfall.
 *
 * @param terms   rights of the classes
 * @param market  value of the whole company and how it moves; see callOption
 * @throws {DomainError} as waterfall and callOption
 * @example optionPricing(capTable([{ stakeholder: 'Ada', quantity: 8e6 }, { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 }]), { classes: [{ stockClass: 'A', invested: 5e6, seniority: 0 }] }, { value: 25e6, years: 1, volatility: 0.01 })[1].value - 5e6 // 19947.030907407
 * @source AICPA, Valuation of Privately-Held-Company Equity Securities Issued as Compensation, option-pricing method
 */
export function optionPricing(
  table: CapTable,
  terms: ExitTerms,
  market: Omit<CallTerms, 'strike'>,
): readonly ClassValue[] {
  const ladder = exitLadder(table, terms);
  const exits = ladderBreakpoints(ladder).map(({ exit }) => exit);
  const strikes = [rational(0), ...exits.filter((exit) => exit.compare(0) > 0)];
  const payouts = [...strikes, strikes.at(-1)!.add(1)].map((exit) => payOut(ladder, exit).classes);
  const ends = [...strikes.slice(1), strikes.at(-1)!.add(1)];
  return ladder.curves.map(({ stockClass, shares }, k) => {
    const tranches = strikes.map((from, i) => {
      const rise = payouts[i + 1]![k]!.payout.sub(payouts[i]![k]!.payout);
      return { from: from.toNumber(), part: rise.div(ends[i]!.sub(from)).toNumber() };
    });
    const value = trancheValue(tranches, market);
    return { stockClass, value, perShare: value / shares.toNumber() };
  });
}
