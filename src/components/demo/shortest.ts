/**
 * The shortest decimal that rounds to the same f32; a number that is no f32 as it is. The first frame is written in
 * these: half the digits, and what a reader sees (at most seven of them) stays the same.
 *
 * @example shortest(Math.fround(0.1)) // 0.1
 * @example shortest(0.1) // 0.1
 * @example shortest(2 ** -149) // 1e-45
 */
export function shortest(x: number): number {
  if (Math.fround(x) !== x) return x;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (Math.fround(short) === x) return short;
  }
  return Number(x.toPrecision(9)); // nine always suffice
}
