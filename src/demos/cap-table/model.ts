/** The company of chapter 6: founders, up to three priced rounds, and a pool if one is asked for. */
import { POOL, capTable, fullyDiluted, ownership } from '@/finance/capTable';
import { pricedRound } from '@/finance/pricedRound';
import { rational, type Rational } from '@/finance/rational';
import type { CreateModel } from '@/lib/demo';
import { NoSolutionError } from '@/lib/errors';
import type { Values } from '@/lib/params';
import type { CapTableParams } from './params';
import { HOLDERS, ownershipOf, type CapTableState, type Holder, type RoundState, type Stake } from './state';

/** Any number will do: it sets the price per share and nothing else. */
export const FOUNDERS_SHARES = 10_000_000;
const MILLION = 1_000_000;

/** The simplest fraction that a number is written as: 17 / 3 is 17/3, not the decimal fraction that its double prints as. */
function exactly(x: number): Rational {
  for (let below = 1; below <= 1000; below++) {
    const above = Math.round(x * below);
    if (above / below === x) return rational(above).div(below);
  }
  return rational(x);
}

type Terms = Pick<Values<CapTableParams>, 'amounts' | 'preMoney' | 'rounds' | 'pool'>;

/** Round after round, until the last or until one that cannot be. */
function history({ amounts, preMoney, rounds, pool }: Terms): Pick<CapTableState, 'rounds' | 'refused'> {
  let table = capTable([{ stakeholder: 'founders', quantity: FOUNDERS_SHARES }]);
  const done: RoundState[] = [];
  for (let i = 0; i < rounds; i++) {
    const amount = exactly(amounts[i]!).mul(MILLION);
    const value = exactly(preMoney[i]!).mul(MILLION);
    const poolTarget = pool > 0 ? rational(pool).div(100) : undefined;
    try {
      const round = pricedRound(table, {
        name: `Series ${i + 1}`,
        preMoney: value,
        investments: [{ stakeholder: `round${i + 1}`, amount }],
        poolTarget,
      });
      table = round.table;
      const parts = ownership(table);
      done.push({
        investment: round.investment.toNumber(),
        preMoney: round.preMoney.toNumber(),
        postMoney: round.postMoney.toNumber(),
        effectivePreMoney: round.effectivePreMoney.toNumber(),
        pricePerShare: round.pricePerShare.toNumber(),
        retention: round.retention.toNumber(),
        poolAdded: round.poolIncrease.div(fullyDiluted(table)).toNumber(),
        stakes: HOLDERS.flatMap((holder) => {
          const part = parts.get(holder === 'pool' ? POOL : holder);
          return part ? [stake(holder, part, round.postMoney)] : [];
        }),
      });
    } catch (error) {
      if (!(error instanceof NoSolutionError)) throw error;
      const investors = amount.div(amount.add(value)).toNumber();
      return { rounds: done, refused: { round: i + 1, investors, pool: pool / 100 } };
    }
  }
  return { rounds: done, refused: null };
}

const stake = (holder: Holder, part: Rational, postMoney: Rational): Stake => ({
  holder,
  ownership: part.toNumber(),
  exact: part.toString(),
  value: part.mul(postMoney).toNumber(),
});

function foundersAt(terms: Terms, factor: number): number | null {
  const { rounds, refused } = history({ ...terms, preMoney: terms.preMoney.map((value) => value * factor) });
  return refused ? null : ownershipOf('founders', rounds);
}

function paid(terms: Terms, rounds: readonly RoundState[]): CapTableState['paidForPool'] {
  if (terms.pool === 0 || rounds.length === 0) return null;
  const without = history({ ...terms, rounds: rounds.length, pool: 0 }).rounds;
  const holders = rounds
    .at(-1)!
    .stakes.map(({ holder }) => holder)
    .filter((holder) => holder !== 'pool');
  return Object.fromEntries(holders.map((h) => [h, ownershipOf(h, without) - ownershipOf(h, rounds)]));
}

export const createModel: CreateModel<CapTableParams, CapTableState> = (values) => {
  const { rounds, refused } = history(values);
  const state: CapTableState = {
    step: 0,
    rounds,
    refused,
    half: refused ? null : foundersAt(values, 1 / 2),
    double: refused ? null : foundersAt(values, 2),
    paidForPool: paid(values, rounds),
  };
  return {
    state,
    readings: Object.fromEntries(HOLDERS.map((holder) => [holder, ownershipOf(holder, rounds)])),
    step: () => {}, // the cap table has no time of its own: every change of the settings makes a new one
  };
};
