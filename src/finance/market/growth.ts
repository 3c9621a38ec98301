/**
 * Four ways for a market to grow. The manuscript writes the first and computes the second: with D₀ = 1000, k = g = 0.1
 * they differ by 6 % after 12 steps. The other two know that a market ends.
 */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from '../derivation';

/**
 * Exponential growth, compounded at every instant:  D(t) = D₀ · e^(k·t)
 *
 * @param initial D₀, units of demand per period, ≥ 0
 * @param k       per period; negative for a market that shrinks
 * @param t       periods
 * @returns       units of demand per period
 * @throws {DomainError} not finite, or a negative D₀
 * @example exponentialGrowth(1000, 0.1, 12) // 3320.116922736547
 */
export function exponentialGrowth(initial: number, k: number, t: number, note: Note = silent): number {
  checkNumbers('exponentialGrowth', { initial }, { min: 0 });
  checkNumbers('exponentialGrowth', { k, t });
  return note(
    { symbol: 'D', name: { zh: '需求', en: 'demand' }, formula: 'D0 · exp(k · t)', inputs: { D0: initial, k, t }, unit: 'number' },
    representable('exponentialGrowth', initial * Math.exp(k * t)),
  ); // prettier-ignore
}

/**
 * Compound growth, once a period:  D(t) = D₀ · (1 + g)^t. Equal to the exponential one exactly when k = ln(1 + g).
 *
 * @param initial D₀, units of demand per period, ≥ 0
 * @param g       growth per period, a fraction, > −1
 * @param t       periods
 * @throws {DomainError} not finite, a negative D₀, g ≤ −1
 * @example compoundGrowth(1000, 0.1, 12) // 3138.4283767210045
 */
export function compoundGrowth(initial: number, g: number, t: number, note: Note = silent): number {
  checkNumbers('compoundGrowth', { initial }, { min: 0 });
  checkNumbers('compoundGrowth', { g }, { above: -1 });
  checkNumbers('compoundGrowth', { t });
  return note(
    { symbol: 'D', name: { zh: '需求', en: 'demand' }, formula: 'D0 · (1 + g)^t', inputs: { D0: initial, g, t }, unit: 'number' },
    representable('compoundGrowth', initial * (1 + g) ** t),
  ); // prettier-ignore
}

/**
 * Logistic growth up to a ceiling:  D(t) = M / (1 + e^(−k·(t − t₀)))
 *
 * @param ceiling  M, the market when everybody has the product, > 0
 * @param k        per period, the rate at which it starts
 * @param midpoint t₀, the period at which half the ceiling is reached
 * @param t        periods
 * @throws {DomainError} not finite, or a ceiling ≤ 0
 * @example logisticGrowth(1_000_000, 0.5, 10, 10) // 500_000
 * @source Verhulst 1838
 */
export function logisticGrowth(ceiling: number, k: number, midpoint: number, t: number, note: Note = silent): number {
  checkNumbers('logisticGrowth', { ceiling }, { above: 0 });
  checkNumbers('logisticGrowth', { k, midpoint, t });
  return note(
    { symbol: 'D', name: { zh: '需求', en: 'demand' }, formula: 'M / (1 + exp(−k · (t − t0)))', inputs: { M: ceiling, k, t, t0: midpoint }, unit: 'number' },
    ceiling / (1 + Math.exp(-k * (t - midpoint))),
  ); // prettier-ignore
}

/**
 * Bass diffusion: everybody who has adopted by t,  M · F(t),
 *
 *   F(t) = (1 − e^(−(p+q)t)) / (1 + (q/p) · e^(−(p+q)t))
 *
 * @param ceiling    M, people or companies who will ever adopt, > 0
 * @param innovation p per period, those who adopt by themselves, > 0
 * @param imitation  q per period, those who follow others, ≥ 0
 * @param t          periods since launch, ≥ 0
 * @returns          adopters so far
 * @throws {DomainError} outside these ranges
 * @example bassAdopters(1000, 0.03, 0.38, 0) // 0
 * @example Math.round(bassAdopters(1000, 0.03, 0.38, bassPeak(0.03, 0.38))) // 461
 * @source Bass 1969, "A New Product Growth for Model Consumer Durables", Management Science 15(5)
 */
export function bassAdopters(ceiling: number, innovation: number, imitation: number, t: number): number {
  checkBass('bassAdopters', ceiling, innovation, imitation);
  checkNumbers('bassAdopters', { t }, { min: 0 });
  const decay = Math.exp(-(innovation + imitation) * t);
  return (ceiling * -Math.expm1(-(innovation + imitation) * t)) / (1 + (imitation / innovation) * decay);
}

/**
 * Bass diffusion: new adopters per period at t,  dF/dt = (p + q·F)(1 − F), times M.
 *
 * @example bassRate(1000, 0.03, 0.38, 0) // 30
 * @source Bass 1969, eq. 1
 */
export function bassRate(ceiling: number, innovation: number, imitation: number, t: number): number {
  const part = bassAdopters(ceiling, innovation, imitation, t) / ceiling;
  return ceiling * (innovation + imitation * part) * (1 - part);
}

/**
 * When new adopters are most:  t* = ln(q/p) / (p + q); 0 when imitation does not exceed innovation, as then it only falls.
 *
 * @returns periods since launch
 * @example bassPeak(0.03, 0.38) // 6.192619197703113
 * @source Bass 1969, eq. 9
 */
export function bassPeak(innovation: number, imitation: number): number {
  checkBass('bassPeak', 1, innovation, imitation);
  return imitation <= innovation ? 0 : Math.log(imitation / innovation) / (innovation + imitation);
}

/**
 * The k of exponential growth that equals compound growth g:  k = ln(1 + g)
 *
 * @example continuousRate(0.1) // 0.0953101798043249
 */
export function continuousRate(g: number): number {
  checkNumbers('continuousRate', { g }, { above: -1 });
  return Math.log1p(g);
}

/**
 * Periods in which an exponential doubles (k > 0) or halves (k < 0):  ln 2 / |k|
 *
 * @throws {DomainError} k = 0: what stands still does not double
 * @example doublingTime(0.1) // 6.931471805599453
 */
export function doublingTime(k: number): number {
  checkNumbers('doublingTime', { k });
  require(k !== 0, 'doublingTime', 'k is not 0', k);
  return Math.LN2 / Math.abs(k);
}

/**
 * The constant growth per period that leads from one value to another (CAGR):  (to / from)^(1/periods) − 1
 *
 * @param from, to both > 0, same unit
 * @param periods  > 0
 * @returns        a fraction per period
 * @example compoundRate(100, 121, 2) // 0.1
 */
export function compoundRate(from: number, to: number, periods: number): number {
  checkNumbers('compoundRate', { from, to, periods }, { above: 0 });
  return Math.expm1(Math.log(to / from) / periods);
}

function checkBass(where: string, ceiling: number, innovation: number, imitation: number): void {
  checkNumbers(where, { ceiling, innovation }, { above: 0 });
  checkNumbers(where, { imitation }, { min: 0 });
}

function representable(where: string, value: number): number {
  require(Number.isFinite(value), where, 'the result is within the range of a double', value);
  return value;
}
