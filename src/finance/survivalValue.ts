/** Young companies fail. What they are worth counts the futures in which they do, outside the discount rate. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from './derivation';
import { discountedExit, exitValue } from './vcMethod';

/**
 * The value of a company that may fail:  V = G (1 − π) + D π
 *
 * @param goingConcern       G, what it is worth if it lives, currency units
 * @param failureProbability π, from 0 to 1
 * @param distressValue      D, what is left if it fails, currency units, ≥ 0
 * @returns                  currency units
 * @throws {DomainError} a number that is not finite or out of its range
 * @example survivalValue(5529.92, 0.7663, 0.15 * 14531).toFixed(1) // '2962.6'
 * @source A. Damodaran, Damodaran on Valuation, chapter 17, illustration 17.3
 */
export function survivalValue(
  goingConcern: number,
  failureProbability: number,
  distressValue: number,
  note: Note = silent,
): number {
  checkNumbers('survivalValue', { goingConcern, distressValue });
  checkNumbers('survivalValue', { failureProbability }, { min: 0, max: 1 });
  require(distressValue >= 0, 'survivalValue', 'distressValue is at least 0', distressValue);
  return note(
    {
      symbol: 'V',
      name: { zh: '计入失败可能后的价值', en: 'value, the chance of failure counted' },
      formula: 'G · (1 − π) + D · π',
      inputs: { G: goingConcern, π: failureProbability, D: distressValue },
      unit: 'money',
    },
    goingConcern * (1 - failureProbability) + distressValue * failureProbability,
  );
}

/**
 * The chance of living through several periods:  Π (1 − πₜ)
 *
 * @param failureProbabilities of each period, given that the company lived till then; from 0 to 1
 * @returns a fraction
 * @throws {DomainError} a probability that is not finite or out of its range
 * @example survivalProbability([0.15, 0.2]) // 0.68
 */
export function survivalProbability(failureProbabilities: readonly number[]): number {
  return failureProbabilities.reduce((alive, failureProbability) => {
    checkNumbers('survivalProbability', { 'every failure probability': failureProbability }, { min: 0, max: 1 });
    return alive * (1 - failureProbability);
  }, 1);
}

/**
 * What the owners have:  equity = enterprise value + cash − debt, and for each share.
 *
 * @param enterpriseValue currency units
 * @param cash            currency units, ≥ 0
 * @param debt            currency units, ≥ 0
 * @param shares          > 0
 * @returns               currency units; below 0 the debt is more than all there is
 * @throws {DomainError} a number that is not finite or out of its range
 * @example equityValue({ enterpriseValue: 2879, cash: 2260, debt: 4923, shares: 886.47 }).equity // 216
 */
export function equityValue(
  { enterpriseValue, cash, debt, shares }: Readonly<Record<'enterpriseValue' | 'cash' | 'debt' | 'shares', number>>,
  note: Note = silent,
): { readonly equity: number; readonly perShare: number } {
  checkNumbers('equityValue', { enterpriseValue, cash, debt });
  checkNumbers('equityValue', { shares }, { above: 0 });
  require(cash >= 0 && debt >= 0, 'equityValue', 'cash and debt are at least 0', `${cash} and ${debt}`);
  const equity = note(
    {
      symbol: 'Q',
      name: { zh: '股权价值', en: 'value of the equity' },
      formula: 'EV + C − B',
      inputs: { EV: enterpriseValue, C: cash, B: debt },
      unit: 'money',
    },
    enterpriseValue + cash - debt,
  );
  const perShare = note(
    {
      symbol: 'P',
      name: { zh: '每股价值', en: 'value per share' },
      formula: 'Q / N',
      inputs: { Q: equity, N: shares },
      unit: 'money per share',
    },
    equity / shares,
  );
  return { equity, perShare };
}

/**
 * A multiple paid at a later time, for a company that may not live so long:  metric · multiple / (1 + r)^T, then
 * survivalValue.
 *
 * @param terms metric in the year of the exit, currency units, > 0; rate > −1 is what the buyer asks a year, the risk of
 *   failure not counted; distressValue in currency units of today
 * @returns     currency units today
 * @throws {DomainError} a number that is not finite or out of its range
 * @example survivalMultiple({ metric: 100, multiple: 6.05, years: 2, rate: 0.1, failureProbability: 0.4, distressValue: 50 }).toFixed(6) // '320.000000'
 */
export function survivalMultiple(
  terms: {
    readonly metric: number;
    readonly multiple: number;
    readonly years: number;
    readonly rate: number;
    readonly failureProbability: number;
    readonly distressValue: number;
  },
  note: Note = silent,
): number {
  const exit = exitValue(terms.metric, terms.multiple, note);
  const today = discountedExit(exit, terms.rate, terms.years, note);
  return survivalValue(today, terms.failureProbability, terms.distressValue, note);
}
