/**
 * The cash of an AI company under chance: growth that nobody knows, months that differ, training runs that fail and are
 * paid again, a round that may not come.
 */
import { checkNumbers } from '@/lib/check';
import type { Draw } from './draws';
import type { Xoshiro } from './xoshiro';

/** Months count from 1; money in currency units. */
export type RunwayRisk = {
  readonly months: number;
  readonly openingCash: number;
  /** Revenue of month 0. */
  readonly revenue: number;
  /** Growth per month of a path, a fraction: drawn once, as nobody knows it; > −1. */
  readonly growth: Draw;
  /** Standard deviation of the logarithm of a month's revenue about that growth; shocks last. */
  readonly shock: number;
  readonly grossMargin: number;
  /** Spending that does not follow revenue, in month 1, and its growth per month. */
  readonly expenses: number;
  readonly expenseGrowth: number;
  /** Each attempt costs `cost` and fails with probability `failure`; then it is paid again, in the same month. */
  readonly trainingRuns: readonly { readonly month: number; readonly cost: number; readonly failure: number }[];
  /** Money that comes in with a probability. */
  readonly rounds: readonly { readonly month: number; readonly amount: number; readonly probability: number }[];
};

/**
 * The model for simulatePaths: writes the cash at the end of each month.
 *
 * @returns fill(random, out), out as long as `months`
 * @throws {DomainError} a probability outside [0, 1), events outside the months, negative amounts
 * @example [0, 1, 2].map(((out) => (runwayPath({ months: 3, openingCash: 100, revenue: 10, growth: () => 0, shock: 0, grossMargin: 0.5, expenses: 25, expenseGrowth: 0, trainingRuns: [], rounds: [] })({ uniform: () => 0, normal: () => 0 }, out), (t) => out[t]))(new Float64Array(3))) // [80, 60, 40]
 */
export function runwayPath(risk: RunwayRisk): (random: Xoshiro, out: Float64Array) => void {
  const { months, openingCash, revenue, growth, shock, grossMargin, expenses, expenseGrowth } = risk;
  checkRisk(risk);
  const runs = Array.from({ length: months + 1 }, (_, month) => risk.trainingRuns.filter((run) => run.month === month));
  const rounds = Array.from({ length: months + 1 }, (_, month) => risk.rounds.filter((round) => round.month === month));
  const spending = Array.from({ length: months + 1 }, (_, month) => expenses * (1 + expenseGrowth) ** (month - 1));
  return (random, out) => {
    // exp(shock·z − shock²/2) has mean 1: shocks widen the band and leave the mean where it is.
    const drift = Math.log1p(growth(random)) - (shock * shock) / 2;
    let [cash, income] = [openingCash, revenue];
    for (let month = 1; month <= months; month++) {
      income *= Math.exp(drift + shock * random.normal());
      cash += income * grossMargin - spending[month]!;
      for (const { cost, failure } of runs[month]!) {
        do cash -= cost;
        while (random.uniform() < failure);
      }
      for (const { amount, probability } of rounds[month]!) if (random.uniform() < probability) cash += amount;
      out[month - 1] = cash;
    }
  };
}

function checkRisk({ months, trainingRuns, rounds, ...risk }: RunwayRisk): void {
  const where = 'runwayPath';
  const { openingCash, revenue, shock, grossMargin, expenses, expenseGrowth } = risk;
  checkNumbers(where, { months }, { min: 1, max: 1200, whole: true });
  checkNumbers(where, { openingCash });
  checkNumbers(where, { revenue, shock, expenses }, { min: 0 });
  checkNumbers(where, { grossMargin }, { max: 1 });
  checkNumbers(where, { expenseGrowth }, { above: -1 });
  for (const { month, cost, failure } of trainingRuns) {
    checkNumbers(where, { 'month of a training run': month }, { min: 1, max: months, whole: true });
    checkNumbers(where, { cost }, { min: 0 });
    checkNumbers(where, { failure }, { min: 0, max: 0.99 });
  }
  for (const { month, amount, probability } of rounds) {
    checkNumbers(where, { 'month of a round': month }, { min: 1, max: months, whole: true });
    checkNumbers(where, { amount }, { min: 0 });
    checkNumbers(where, { probability }, { min: 0, max: 1 });
  }
}
