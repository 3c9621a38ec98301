/** A model ages between updates: the world moves, it does not. How often to renew it, and what that is worth. */
import { checkNumbers } from '@/lib/check';
import { goldenSection } from '@/lib/goldenSection';

/**
 * Updates per year when there is one every T months:  12 / T.  The manuscript prints 1/6 and calls it "per year" (erratum
 * E27): one update every 6 months is 2 a year.
 *
 * @param months T, > 0
 * @example updatesPerYear(6) // 2
 */
export function updatesPerYear(months: number): number {
  checkNumbers('updatesPerYear', { months }, { above: 0 });
  return 12 / months;
}

/** Quality that decays towards a floor:  q(t) = floor + (fresh − floor)·e^(−rate·t). Fractions; rate per month. */
export type Drift = { readonly fresh: number; readonly floor: number; readonly rate: number };

/**
 * Quality t months after an update.
 *
 * @throws {DomainError} not 0 ≤ floor ≤ fresh ≤ 1, rate < 0, t < 0
 * @example qualityAfter({ fresh: 0.9, floor: 0.5, rate: 0 }, 7) // 0.9
 */
export function qualityAfter(drift: Drift, t: number): number {
  checkDrift('qualityAfter', drift);
  checkNumbers('qualityAfter', { t }, { min: 0 });
  return drift.floor + (drift.fresh - drift.floor) * Math.exp(-drift.rate * t);
}

/**
 * Quality on average with an update every T months:  floor + (fresh − floor)·(1 − e^(−rate·T)) / (rate·T)
 *
 * @param months T, > 0
 * @example averageQuality({ fresh: 0.9, floor: 0.5, rate: 0 }, 6) // 0.9
 */
export function averageQuality(drift: Drift, months: number): number {
  checkDrift('averageQuality', drift);
  checkNumbers('averageQuality', { months }, { above: 0 });
  const x = drift.rate * months;
  return drift.floor + (drift.fresh - drift.floor) * (x === 0 ? 1 : -Math.expm1(-x) / x);
}

/** What quality is worth, and what an update costs. */
export type UpdateEconomics = {
  /** Currency units per month for quality 1 rather than 0. */
  readonly valuePerMonth: number;
  /** Currency units per update. */
  readonly updateCost: number;
};

/**
 * What is left per month with an update every T months:  value · average quality − cost / T
 *
 * @returns currency units per month
 * @example updateValue({ fresh: 0.9, floor: 0.5, rate: 0 }, { valuePerMonth: 1000, updateCost: 600 }, 6) // 800
 */
export function updateValue(drift: Drift, economics: UpdateEconomics, months: number): number {
  const { valuePerMonth, updateCost } = economics;
  checkNumbers('updateValue', { valuePerMonth, updateCost }, { min: 0 });
  return valuePerMonth * averageQuality(drift, months) - updateCost / months;
}

/** The interval that is worth most, or that updating never pays. */
export type BestInterval =
  { readonly updates: true; readonly months: number; readonly value: number } | { readonly updates: false };

/** Months between a day and a century. */
const [SHORTEST, LONGEST] = [1 / 30, 1200];

/**
 * The best T. What an update can bring at most is its value over all time to come, (fresh − floor)·value / rate; a cost
 * above that is never earned back.
 *
 * @throws {DomainError} outside the ranges, or an update that costs nothing: then the best is all the time
 * @example bestInterval({ fresh: 0.9, floor: 0.5, rate: 0.1 }, { valuePerMonth: 1000, updateCost: 5000 }) // { updates: false }
 */
export function bestInterval(drift: Drift, economics: UpdateEconomics): BestInterval {
  checkDrift('bestInterval', drift);
  const { valuePerMonth, updateCost } = economics;
  checkNumbers('bestInterval', { valuePerMonth }, { min: 0 });
  checkNumbers('bestInterval', { updateCost }, { above: 0 });
  const gain = (drift.fresh - drift.floor) * valuePerMonth;
  if (updateCost * drift.rate >= gain) return { updates: false };
  const logBest = goldenSection(
    (log) => -updateValue(drift, economics, Math.exp(log)),
    Math.log(SHORTEST),
    Math.log(LONGEST),
  );
  const months = Math.exp(logBest);
  return months > LONGEST * 0.99
    ? { updates: false }
    : { updates: true, months, value: updateValue(drift, economics, months) };
}

function checkDrift(where: string, { fresh, floor, rate }: Drift): void {
  checkNumbers(where, { floor }, { min: 0, max: 1 });
  checkNumbers(where, { fresh }, { min: floor, max: 1 });
  checkNumbers(where, { rate }, { min: 0 });
}
