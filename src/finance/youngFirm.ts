/** What has to be believed about a company that is young, grows fast, loses money and may fail. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';

/** All rates are fractions a year. */
export type YoungFirm = {
  /** Last year's revenue, currency units, > 0. */
  readonly revenue: number;
  /** Growth of revenue in the first years, > −1. */
  readonly growth: number;
  /** Years at that growth and cost of capital, 0 … years; from then on both fade in equal steps to the stable ones. */
  readonly fastYears: number;
  /** Years of the forecast, a whole number ≥ 1. */
  readonly years: number;
  /** Growth for ever after; > −1, at most riskFreeRate and below stableCostOfCapital. */
  readonly stableGrowth: number;
  /** Operating margin of last year; below 0 for a loss. */
  readonly margin: number;
  /** Operating margin that is reached in equal steps … */
  readonly targetMargin: number;
  /** … in this many years, a whole number from 1 to years. */
  readonly marginYears: number;
  /** Revenue that one currency unit of new capital brings a year, > 0. */
  readonly salesToCapital: number;
  /** Tax on profits, from 0 to 1. */
  readonly taxRate: number;
  /** Losses of the past that future profits may be set against, currency units, ≥ 0. */
  readonly lossCarriedForward?: number;
  /** > −1 */
  readonly costOfCapital: number;
  readonly stableCostOfCapital: number;
  readonly riskFreeRate: number;
  /** What new capital earns for ever after, > 0; it decides how much of the profit growth takes. */
  readonly stableReturnOnCapital: number;
  /** From 0 to 1. */
  readonly failureProbability?: number;
  /** What is left if the company fails, currency units of today, ≥ 0. */
  readonly distressValue?: number;
};

/**
 * Refuses a company that cannot be valued.
 *
 * @param where names the caller in the error
 * @throws {DomainError} a number that is not finite or out of its range; growth for ever above the risk-free rate or not below
 *   the stable cost of capital
 * @example requireYoungFirm('value', { revenue: 100, growth: 0.02, fastYears: 1, years: 1, stableGrowth: 0.05, margin: 0.2, targetMargin: 0.2, marginYears: 1, salesToCapital: 2, taxRate: 0.25, costOfCapital: 0.1, stableCostOfCapital: 0.1, riskFreeRate: 0.03, stableReturnOnCapital: 0.306 }) // throws "value: stableGrowth is at most the risk-free rate: no company outgrows the economy for ever; got \"0.05 above 0.03\""
 */
export function requireYoungFirm(where: string, firm: YoungFirm): void {
  const { growth, margin, targetMargin, years, fastYears, marginYears, stableGrowth, stableCostOfCapital } = firm;
  checkNumbers(
    where,
    {
      revenue: firm.revenue,
      salesToCapital: firm.salesToCapital,
      stableReturnOnCapital: firm.stableReturnOnCapital,
    },
    { above: 0 },
  );
  checkNumbers(where, { margin, targetMargin, riskFreeRate: firm.riskFreeRate });
  for (const [name, rate] of Object.entries({
    growth,
    stableGrowth,
    costOfCapital: firm.costOfCapital,
    stableCostOfCapital,
  })) {
    checkNumbers(where, { [name]: rate }, { above: -1 });
  }
  require(Number.isInteger(years) && years >= 1 && years <= 200, where, 'years is a whole number from 1 to 200', years);
  const fast = Number.isInteger(fastYears) && fastYears >= 0 && fastYears <= years;
  require(fast, where, 'fastYears is a whole number from 0 to years', fastYears);
  const reached = Number.isInteger(marginYears) && marginYears >= 1 && marginYears <= years;
  require(reached, where, 'marginYears is a whole number from 1 to years', marginYears);
  checkNumbers(where, { taxRate: firm.taxRate, failureProbability: firm.failureProbability ?? 0 }, { min: 0, max: 1 });
  const { lossCarriedForward = 0, distressValue = 0 } = firm;
  checkNumbers(where, { lossCarriedForward, distressValue });
  require(lossCarriedForward >= 0, where, 'lossCarriedForward is at least 0', lossCarriedForward);
  require(distressValue >= 0, where, 'distressValue is at least 0', distressValue);
  require(stableGrowth <=
    firm.riskFreeRate, where, 'stableGrowth is at most the risk-free rate: no company outgrows the economy for ever', `${stableGrowth} above ${firm.riskFreeRate}`);
  require(stableGrowth <
    stableCostOfCapital, where, 'stableGrowth is below the stable cost of capital', `${stableGrowth} and ${stableCostOfCapital}`);
}
