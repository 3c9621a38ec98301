/** The one owner of tolerance. */
type Numbers = ArrayLike<number> | number;
const list = (x: Numbers) => (typeof x === 'number' ? [x] : Array.from(x));

/** |actual − expected| as far as the tolerance cares: equal infinities and NaN with NaN are 0 apart; NaN with a number ∞. */
function distance(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  const d = Math.abs(actual - expected);
  return Number.isNaN(d) ? Infinity : d;
}

/**
 * Throws unless |actual − expected| ≤ abs + rel · |expected| for every element, and shows the worst one.
 *
 * @example assertClose([1, 2.0001], [1, 2], { rel: 1e-3 }) // undefined
 */
export function assertClose(
  actual: Numbers,
  expected: Numbers,
  { rel = 0, abs = 0 }: { rel?: number; abs?: number },
): void {
  const [a, e] = [list(actual), list(expected)];
  if (a.length !== e.length) throw new Error(`assertClose: as many values as expected, ${e.length}; got ${a.length}`);
  if (!e.length) throw new Error('assertClose: there is something to compare; got no values');
  let worst = -1;
  let excess = 0;
  for (let i = 0; i < e.length; i++) {
    const d = distance(a[i]!, e[i]!);
    if (d === 0) continue;
    const bound = Number.isFinite(e[i]!) ? abs + rel * Math.abs(e[i]!) : 0;
    const over = d / bound; // ∞ where nothing is allowed
    if (over > excess) [worst, excess] = [i, over];
  }
  if (excess <= 1) return;
  const d = distance(a[worst]!, e[worst]!);
  throw new Error(
    `assertClose: within rel ${rel}, abs ${abs}; got ${a[worst]} for ${e[worst]} at index ${worst} of ${e.length}, ` +
      `error ${d.toPrecision(3)} (rel ${(d / Math.abs(e[worst]!)).toPrecision(3)}, ${excess.toPrecision(3)} times the bound)`,
  );
}
