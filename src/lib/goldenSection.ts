/** The minimum of a function with one valley. */

/**
 * Golden-section search. The place is exact to about the square root of a double, 1e-8: a minimum is flat.
 *
 * @param f has one minimum between low and high
 * @param width the search ends when the bracket is this narrow
 * @example goldenSection((x) => (x - 2) ** 2, 0, 10).toFixed(6) // '2.000000'
 */
export function goldenSection(f: (x: number) => number, low: number, high: number, width = 1e-9): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fc, fd] = [f(c), f(d)];
  while (b - a > width) {
    if (fc <= fd) {
      [b, d, fd] = [d, c, fc];
      c = b - ratio * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + ratio * (b - a);
      fd = f(d);
    }
  }
  return (a + b) / 2;
}
