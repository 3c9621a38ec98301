/** How hard competitors press: the manuscript's quotient as printed, and the measures that have a meaning. */
import { checkList, checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from '../derivation';

/**
 * Competition pressure as the manuscript prints it:  C = N · S / D
 *
 * With S a supply in the unit of D it is supply over demand, and above 1 is a glut. The manuscript puts a market share
 * for S; then C has the unit 1/demand, is about 0 for any market worth entering, and says nothing (erratum E28).
 *
 * @param competitors N, ≥ 0
 * @param supplyEach  S, per competitor, in the unit of demand, ≥ 0
 * @param demand      D, > 0
 * @returns           dimensionless, if S has the unit of D
 * @throws {DomainError} outside these ranges
 * @example competitionPressure(5, 400, 1000) // 2
 * @example competitionPressure(5, 0.2, 3138.4283767210045) // 0.0003186308177103568
 */
export function competitionPressure(
  competitors: number,
  supplyEach: number,
  demand: number,
  note: Note = silent,
): number {
  checkNumbers('competitionPressure', { competitors, supplyEach }, { min: 0 });
  checkNumbers('competitionPressure', { demand }, { above: 0 });
  return note(
    { symbol: 'P', name: { zh: '竞争压力', en: 'competition pressure' }, formula: 'N · S / D', inputs: { N: competitors, S: supplyEach, D: demand }, unit: 'number' },
    (competitors * supplyEach) / demand,
  ); // prettier-ignore
}

/**
 * What is left of the demand for each of N competitors of equal strength:  D / N
 *
 * @returns units of demand per competitor
 * @example demandPerCompetitor(1000, 5) // 200
 */
export function demandPerCompetitor(demand: number, competitors: number): number {
  checkNumbers('demandPerCompetitor', { demand }, { min: 0 });
  checkNumbers('demandPerCompetitor', { competitors }, { above: 0 });
  return demand / competitors;
}

/**
 * Market share by attraction:  sᵢ = aᵢ / Σⱼ aⱼ, where the attraction aᵢ may be quality × reach ÷ price.
 *
 * @param attractions each ≥ 0, not all 0
 * @returns           fractions that sum to 1, in the same order
 * @throws {DomainError} a negative attraction, none above 0, an empty list
 * @example attractionShares([3, 1]) // [0.75, 0.25]
 * @source Bell, Keeney, Little 1975, "A Market Share Theorem", Journal of Marketing Research 12(2)
 */
export function attractionShares(attractions: readonly number[]): number[] {
  checkList('attractionShares', 'attractions', attractions, { min: 0 });
  const total = attractions.reduce((sum, a) => sum + a, 0);
  require(total > 0, 'attractionShares', 'at least one attraction is greater than 0', attractions);
  return attractions.map((a) => a / total);
}

/** Rounding of shares typed in percent: 33.3 + 33.3 + 33.3 is accepted, 90 is not. */
const SHARES_SUM = 0.005;

/**
 * Concentration of a market (Herfindahl–Hirschman):  HHI = Σ sᵢ²,  1/N for N equal shares, 1 for a monopoly.
 * Regulators print it ×10,000.
 *
 * @param shares fractions in [0, 1] that sum to 1 within half a percent
 * @throws {DomainError} a share outside [0, 1], or a sum that is not 1
 * @example herfindahl([0.25, 0.25, 0.25, 0.25]) // 0.25
 * @source U.S. DOJ and FTC, Merger Guidelines 2023, guideline 1: above 0.18 is highly concentrated
 */
export function herfindahl(shares: readonly number[]): number {
  checkList('herfindahl', 'shares', shares, { min: 0, max: 1 });
  const total = shares.reduce((sum, s) => sum + s, 0);
  require(Math.abs(total - 1) <= SHARES_SUM, 'herfindahl', 'the shares sum to 1', total);
  return shares.reduce((sum, s) => sum + s * s, 0);
}

/**
 * How many equal competitors would be as concentrated:  1 / HHI
 *
 * @example equivalentCompetitors([0.7, 0.1, 0.1, 0.1]) // 1.923076923076923
 */
export const equivalentCompetitors = (shares: readonly number[]): number => 1 / herfindahl(shares);
