/**
 * Customers who differ: each has a constant chance of leaving, drawn once from Beta(α, β) (shifted beta-geometric, sBG).
 * The fickle leave first, so retention rises with age although nobody changes; one average churn misses that.
 *
 * Source of every equation: Fader & Hardie 2007, "How to Project Customer Retention", J. Interactive Marketing 21(1), and
 * 2010, "Customer-Base Valuation in a Contractual Setting", Marketing Science 29(1).
 */
import { checkList, checkNumbers } from '@/lib/check';
import { NoSolutionError, require } from '@/lib/errors';
import { goldenSection } from '@/lib/goldenSection';

/** Mean churn at acquisition is α / (α + β); the smaller α + β, the more customers differ. */
export type Sbg = { readonly alpha: number; readonly beta: number };

/**
 * The part of a cohort that stays through its first t renewals:  S(t) = B(α, β + t) / B(α, β) = Π rᵢ
 *
 * @param t whole number of periods, ≥ 0
 * @throws {DomainError} α or β ≤ 0, t negative or no whole number
 * @example sbgSurvival({ alpha: 1, beta: 1 }, 3) // 0.25
 */
export function sbgSurvival(sbg: Sbg, t: number): number {
  checkSbg('sbgSurvival', sbg);
  checkNumbers('sbgSurvival', { t }, { min: 0, max: 1e6, whole: true });
  let survival = 1;
  for (let i = 1; i <= t; i++) survival *= retention(sbg, i);
  return survival;
}

/**
 * S(0), S(1), … as the retention of a monthly plan.
 *
 * @param months how many, a whole number ≥ 1
 * @example sbgCurve({ alpha: 1, beta: 1 }, 4) // [1, 0.5, 0.3333333333333333, 0.25]
 */
export function sbgCurve(sbg: Sbg, months: number): number[] {
  checkSbg('sbgCurve', sbg);
  checkNumbers('sbgCurve', { months }, { min: 1, max: 1e6, whole: true });
  let survival = 1;
  return Array.from({ length: months }, (_, t) => (t === 0 ? 1 : (survival *= retention(sbg, t))));
}

/**
 * The part of those there in period t − 1 who stay for period t:  r(t) = (β + t − 1) / (α + β + t − 1)
 *
 * @param t ≥ 1
 * @example sbgRetention({ alpha: 1, beta: 3 }, 1) // 0.75
 */
export function sbgRetention(sbg: Sbg, t: number): number {
  checkSbg('sbgRetention', sbg);
  checkNumbers('sbgRetention', { t }, { min: 1, whole: true });
  return retention(sbg, t);
}

/**
 * Expected lifetime at acquisition, discounted:  DEL(d) = Σ_{t ≥ 0} S(t) / (1 + d)^t = ₂F₁(1, β; α + β; 1/(1 + d))
 *
 * @param discount d per period, ≥ 0; without discounting only α > 1 has a finite answer
 * @returns        periods paid for, the first at once
 * @throws {DomainError} d = 0 and α ≤ 1: some customers hardly ever leave, and the mean is infinite
 * @example sbgLifetime({ alpha: 2, beta: 3 }, 0) // 4
 */
export function sbgLifetime(sbg: Sbg, discount: number): number {
  checkSbg('sbgLifetime', sbg);
  return tail('sbgLifetime', sbg, 0, discount);
}

/**
 * Discounted expected residual lifetime of a customer who is there after n − 1 renewals, just before the n-th:
 *
 *   DERL(n, d) = Σ_{t ≥ n} S(t) / S(n − 1) / (1 + d)^(t − n)
 *
 * @param n ≥ 1
 * @returns periods still to be paid for; times the margin of a period it is the value of the customer
 * @example sbgResidualLifetime({ alpha: 0.668, beta: 3.806 }, 8, 0.1).toFixed(2) // '7.53'
 * @source Fader & Hardie 2010, eq. 6
 */
export function sbgResidualLifetime(sbg: Sbg, n: number, discount: number): number {
  checkSbg('sbgResidualLifetime', sbg);
  checkNumbers('sbgResidualLifetime', { n }, { min: 1, whole: true });
  return retention(sbg, n) * tail('sbgResidualLifetime', sbg, n, discount);
}

/**
 * The likeliest α and β for the survival that a cohort showed:
 *
 *   ln L = Σₜ (S(t−1) − S(t))_seen · ln(S(t−1) − S(t))_model + S(n)_seen · ln S(n)_model
 *
 * @param survival parts of the cohort left after 1, 2, … periods, each in (0, 1] and never rising; at least two
 * @throws {DomainError} outside these ranges
 * @throws {NoSolutionError} retention does not rise with age, as differing customers make it: churn is constant or worse
 * @example fitSbg([0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491]).alpha.toFixed(3) // '0.668'
 */
export function fitSbg(survival: readonly number[]): Sbg {
  checkList('fitSbg', 'survival', survival, { above: 0, max: 1 });
  require(survival.length >= 2, 'fitSbg', 'there are at least two periods', survival);
  const lost = survival.map((s, i) => (i === 0 ? 1 : survival[i - 1]!) - s);
  const rise = lost.findIndex((l) => l < 0);
  require(rise < 0, 'fitSbg', 'survival never rises', survival);
  require(survival.at(-1)! < 1, 'fitSbg', 'somebody leaves', survival);
  const likelihood = (mean: number, size: number) => {
    const sbg = { alpha: mean * size, beta: (1 - mean) * size };
    let [left, sum] = [1, 0];
    for (const [i, part] of lost.entries()) {
      const r = retention(sbg, i + 1);
      if (part > 0) sum += part * Math.log(left * (1 - r));
      left *= r;
    }
    return sum + survival.at(-1)! * Math.log(left);
  };
  // In the logit of the mean churn and the logarithm of α + β the likelihood has one top; each axis is searched in turn.
  const meanOf = (logit: number) => 1 / (1 + Math.exp(-logit));
  const best = (size: number) => goldenSection((logit) => -likelihood(meanOf(logit), size), -20, 20);
  const logSize = goldenSection((log) => -likelihood(meanOf(best(Math.exp(log))), Math.exp(log)), -10, LARGEST);
  if (logSize > LARGEST - 0.01) {
    throw new NoSolutionError(`fitSbg: retention rises with age; got survival ${survival.join(', ')}`);
  }
  const size = Math.exp(logSize);
  const mean = meanOf(best(size));
  return { alpha: mean * size, beta: (1 - mean) * size };
}

/** ln(α + β) beyond which customers are alike for any purpose. */
const LARGEST = 14;

const retention = ({ alpha, beta }: Sbg, t: number) => (beta + t - 1) / (alpha + beta + t - 1);

function checkSbg(where: string, { alpha, beta }: Sbg): void {
  checkNumbers(where, { alpha, beta }, { above: 0 });
}

/** ₂F₁(1, b; c; 1/(1 + d)) with b = β + n, c = α + β + n: periods to come, counted from the n-th renewal. */
function tail(where: string, { alpha, beta }: Sbg, n: number, discount: number): number {
  checkNumbers(where, { discount }, { min: 0 });
  const [b, c] = [beta + n, alpha + beta + n];
  if (discount === 0) {
    require(alpha > 1, where, 'alpha is greater than 1 when nothing is discounted', alpha);
    return (c - 1) / (alpha - 1);
  }
  // Gauss's continued fraction, by Lentz: it converges where the series would need millions of terms.
  const z = 1 / (1 + discount);
  let [f, numerator, denominator] = [1, 1, 0];
  for (let i = 1; i <= 1_000_000; i++) {
    const m = Math.floor(i / 2);
    const step =
      i === 1 ? b / c : i % 2 === 1 ? ((b + m) * (c - 1 + m)) / ((c + 2 * m - 1) * (c + 2 * m)) : (m * (c - b + m - 1)) / ((c + 2 * m - 2) * (c + 2 * m - 1)); // prettier-ignore
    denominator = 1 / (1 - step * z * denominator);
    numerator = 1 - (step * z) / numerator;
    f *= numerator * denominator;
    if (Math.abs(numerator * denominator - 1) < 1e-15) return 1 / f;
  }
  throw new NoSolutionError(`${where}: the sum settles; got a discount of ${discount}`);
}
