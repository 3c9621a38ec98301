/** The root of a monotone function between two bounds, to the last bit. */
import { NoSolutionError } from './errors';

/**
 * Halves the interval until no double lies between its ends.
 *
 * @param f    changes sign once between low and high
 * @returns    the x at which |f| is smaller of the last two
 * @throws {NoSolutionError} f has one sign at both ends
 * @example bisect((x) => x * x - 2, 0, 2) // 1.4142135623730951
 * @example bisect((x) => x * x + 1, 0, 2) // throws 'bisect: the function changes sign between 0 and 2; got 1 and 5'
 */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  const [atLow, atHigh] = [f(low), f(high)];
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  if (!(atLow < 0 !== atHigh < 0)) {
    throw new NoSolutionError(
      `bisect: the function changes sign between ${low} and ${high}; got ${atLow} and ${atHigh}`,
    );
  }
  let [a, b] = [low, high];
  for (;;) {
    const middle = a + (b - a) / 2;
    if (middle === a || middle === b) return Math.abs(f(a)) < Math.abs(f(b)) ? a : b;
    const value = f(middle);
    if (value === 0) return middle;
    if (value < 0 === atLow < 0) a = middle;
    else b = middle;
  }
}
