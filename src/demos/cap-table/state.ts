/** What the model tells: who holds what after each round. Apart from the model, so that words and picture come without it. */
import type { State } from '@/lib/demo';

/** In the order of the stack, from the bottom. */
export const HOLDERS = ['founders', 'pool', 'round1', 'round2', 'round3'] as const;
export type Holder = (typeof HOLDERS)[number];

export type Stake = {
  readonly holder: Holder;
  /** Part of all shares, a fraction; `exact` is the same without rounding, like '26/45'. */
  readonly ownership: number;
  readonly exact: string;
  /** At the price of the round; currency units. */
  readonly value: number;
};

/** The company after a round. Money in currency units. */
export type RoundState = {
  readonly investment: number;
  readonly preMoney: number;
  readonly postMoney: number;
  /** What the shares that existed before are worth: the pre-money value less the new pool shares. */
  readonly effectivePreMoney: number;
  readonly pricePerShare: number;
  /** What every earlier stake was multiplied by, a fraction. */
  readonly retention: number;
  /** The pool's shares that are new in this round, a fraction of all shares after it. */
  readonly poolAdded: number;
  readonly stakes: readonly Stake[];
};

export type CapTableState = State & {
  readonly rounds: readonly RoundState[];
  /** The round (1, 2, 3) that has no solution, with the fractions that investors and pool ask for; the rounds stop before it. */
  readonly refused: { readonly round: number; readonly investors: number; readonly pool: number } | null;
  /** What the founders end with when every pre-money value is half, and twice, as high; null when that has no solution. */
  readonly half: number | null;
  readonly double: number | null;
  /** How much smaller each stake is at the end than without a pool, a fraction of the company; null without a pool. */
  readonly paidForPool: Readonly<Partial<Record<Holder, number>>> | null;
};

/** What `holder` has after the last round, a fraction; before any round the founders have all. */
export function ownershipOf(holder: Holder, rounds: readonly RoundState[]): number {
  const last = rounds.at(-1);
  if (!last) return holder === 'founders' ? 1 : 0;
  return last.stakes.find((s) => s.holder === holder)?.ownership ?? 0;
}
