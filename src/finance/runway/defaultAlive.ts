/** Paul Graham's question: if spending stays and revenue keeps growing as it does, does the company live? */
import { checkNumbers } from '@/lib/check';
import { NoSolutionError } from '@/lib/errors';

export type DefaultAlive = {
  readonly alive: boolean;
  /** Alive: the month in which revenue first covers expenses. Dead: months until cash is 0, solved inside the month. */
  readonly months: number;
  /** Cash at its lowest, at a month's end; what is missing when negative, at the month revenue covers expenses. */
  readonly lowestCash: number;
  /** Revenue never reaches expenses, however much is raised. */
  readonly hopeless: boolean;
};

/**
 * Month n brings revenue R·(1+g)^n and costs E. Alive when cash stays ≥ 0 until revenue covers expenses.
 *
 * @param cash     now, ≥ 0, currency units
 * @param revenue  R per month now, ≥ 0
 * @param expenses E per month, ≥ 0, constant
 * @param growth   g per month, > −1
 * @throws {DomainError} outside these ranges
 * @throws {NoSolutionError} still undecided after a hundred years
 * @example defaultAlive(1000, 100, 100, 0) // { alive: true, months: 0, lowestCash: 1000, hopeless: false }
 * @example defaultAlive(100, 0, 40, 0.1) // { alive: false, months: 2.5, lowestCash: -20, hopeless: true }
 * @source Paul Graham 2015, "Default Alive or Default Dead?"
 */
export function defaultAlive(cash: number, revenue: number, expenses: number, growth: number): DefaultAlive {
  checkNumbers('defaultAlive', { cash, revenue, expenses }, { min: 0 });
  checkNumbers('defaultAlive', { growth }, { above: -1 });
  if (revenue >= expenses && (growth >= 0 || expenses === 0))
    return { alive: true, months: 0, lowestCash: cash, hopeless: false };
  const hopeless = growth <= 0 || revenue === 0;
  let [left, lowest, income, gone] = [cash, cash, revenue, undefined as number | undefined];
  for (let month = 1; month <= HORIZON; month++) {
    income *= 1 + growth;
    const net = income - expenses;
    if (net >= 0 && !hopeless)
      return { alive: gone === undefined, months: gone ?? month, lowestCash: lowest, hopeless };
    if (gone === undefined && left + net < 0) gone = month - 1 + left / -net;
    left += net;
    lowest = Math.min(lowest, left);
    if (hopeless && gone !== undefined) return { alive: false, months: gone, lowestCash: lowest, hopeless };
  }
  throw new NoSolutionError(
    `defaultAlive: the company lives or dies within ${HORIZON} months; got cash of ${left} then`,
  );
}

/** A hundred years: beyond it neither growth nor spending is what it is now. */
const HORIZON = 1200;
