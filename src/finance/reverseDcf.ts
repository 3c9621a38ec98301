/** What must be believed: which growth, margin or chance of failure makes a given price the right one. */
import { checkNumbers } from '@/lib/check';
import { NoSolutionError, require } from '@/lib/errors';
import type { YoungFirm } from './youngFirm';
import { youngFirmDcf } from './youngFirmDcf';

/** The numbers of a YoungFirm that can be solved for. */
export type Driver = Exclude<keyof YoungFirm, 'years' | 'fastYears' | 'marginYears'>;

/**
 * A point of [low, high] where a continuous function takes a value, halved until no double lies between.
 *
 * @param where  names the caller in the error
 * @param f      continuous on [low, high]
 * @param target what f is to be
 * @throws {DomainError} low is not below high, or a number that is not finite
 * @throws {NoSolutionError} f is above the target at both ends, or below it at both
 * @example solveBetween('root', (x) => x * x, 2, 0, 2) // Math.SQRT2
 * @example solveBetween('root', (x) => x * x, 9, 0, 2) // throws "root: the target lies between the values at both ends of the bracket, 0 at 0 and 4 at 2; got 9"
 */
export function solveBetween(
  where: string,
  f: (x: number) => number,
  target: number,
  low: number,
  high: number,
): number {
  checkNumbers(where, { target, low, high });
  require(low < high, where, 'the bracket has a lower and a higher end', [low, high]);
  const [atLow, atHigh] = [f(low), f(high)];
  if (atLow === target) return low;
  if (atHigh === target) return high;
  const rises = atLow < target;
  if (rises === atHigh < target) {
    const [a, b] = [atLow, atHigh].map((x) => Number(x.toPrecision(9)));
    throw new NoSolutionError(
      `${where}: the target lies between the values at both ends of the bracket, ${a} at ${low} and ${b} at ${high}; got ${target}`,
    );
  }
  for (let [a, b] = [low, high]; ;) {
    const middle = a + (b - a) / 2;
    if (middle <= a || middle >= b) return middle;
    if (f(middle) < target === rises) a = middle;
    else b = middle;
  }
}

/**
 * The value of one driver at which a young company is worth a price, all others as they are.
 *
 * @param firm    the company; its own value of the driver is not used
 * @param driver  what to solve for
 * @param price   the enterprise value, currency units
 * @param bracket where to look: the price lies between the values of the company at its two ends
 * @returns       in the unit of the driver
 * @throws {DomainError} a bracket that leads outside what youngFirmDcf accepts, or is empty
 * @throws {NoSolutionError} at both ends the company is worth more than the price, or less
 * @example reverseDcf({ revenue: 100, growth: 0.02, fastYears: 1, years: 1, stableGrowth: 0.02, margin: 0.2, targetMargin: 0.1, marginYears: 1, salesToCapital: 2, taxRate: 0.25, costOfCapital: 0.1, stableCostOfCapital: 0.1, riskFreeRate: 0.03, stableReturnOnCapital: 0.306 }, 'targetMargin', 178.75, [0.05, 0.5]) // 0.2
 * @source A. Damodaran, A Disruptive Cab Ride to Riches: The Uber Payoff (2014): break-even tables
 */
export function reverseDcf(
  firm: YoungFirm,
  driver: Driver,
  price: number,
  [low, high]: readonly [number, number],
): number {
  const worth = (x: number) => youngFirmDcf({ ...firm, [driver]: x }).value;
  return solveBetween('reverseDcf', worth, price, low, high);
}

/** Pairs of two drivers at which a company is worth one price. */
export type IsoValue = {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** The x for which no y in the bracket gives the price. */
  readonly unreachable: readonly number[];
};

/**
 * The line of equal value over two drivers: for each x, the y at which the company is worth the price.
 *
 * @param firm  the company
 * @param price the enterprise value, currency units
 * @param along the driver on the x axis, and its values
 * @param find  the driver on the y axis, and the bracket to look in
 * @throws {DomainError} one driver twice, no x, or values outside what youngFirmDcf accepts
 * @example isoValue({ revenue: 100, growth: 0.02, fastYears: 1, years: 1, stableGrowth: 0.02, margin: 0.2, targetMargin: 0.1, marginYears: 1, salesToCapital: 2, taxRate: 0.25, costOfCapital: 0.1, stableCostOfCapital: 0.1, riskFreeRate: 0.03, stableReturnOnCapital: 0.306 }, 178.75, { driver: 'revenue', values: [100] }, { driver: 'targetMargin', bracket: [0, 1] }) // { points: [{ x: 100, y: 0.2 }], unreachable: [] }
 */
export function isoValue(
  firm: YoungFirm,
  price: number,
  along: { readonly driver: Driver; readonly values: readonly number[] },
  find: { readonly driver: Driver; readonly bracket: readonly [number, number] },
): IsoValue {
  require(along.driver !== find.driver, 'isoValue', 'the two drivers differ', along.driver);
  require(along.values.length > 0, 'isoValue', 'there is at least one x', along.values);
  const points: { x: number; y: number }[] = [];
  const unreachable: number[] = [];
  for (const x of along.values) {
    try {
      points.push({ x, y: reverseDcf({ ...firm, [along.driver]: x }, find.driver, price, find.bracket) });
    } catch (error) {
      if (!(error instanceof NoSolutionError)) throw error;
      unreachable.push(x);
    }
  }
  return { points, unreachable };
}
