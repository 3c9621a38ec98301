/** How much a square matrix stretches, in f64: in the long run (spectral radius), and at most at once (largest singular value). */
type Matrix = ArrayLike<number>;

const SQUARINGS = 24;
const ROUNDS = 200;

/**
 * The largest |eigenvalue|, by ρ(A) = lim ‖A^k‖^(1/k) with k = 2²⁴: every squaring halves the distance, also where the
 * eigenvalues are complex, as a random matrix's mostly are.
 *
 * @param a (n,n), row by row
 * @source Gelfand 1941
 * @example +spectralRadius([0, -2, 2, 0], 2).toFixed(6) // 2
 */
export function spectralRadius(a: Matrix, n: number): number {
  let power = Float64Array.from(a);
  let log = 0; // of the factor that has been taken out of A^k
  for (let i = 0, k = 1; ; i++, k *= 2) {
    const norm = Math.hypot(...power);
    if (norm === 0) return 0;
    power = power.map((x) => x / norm);
    log += Math.log(norm) / k;
    if (i === SQUARINGS) return Math.exp(log);
    const square = new Float64Array(n * n);
    for (let r = 0; r < n; r++)
      for (let m = 0; m < n; m++)
        for (let c = 0; c < n; c++) square[r * n + c]! += power[r * n + m]! * power[m * n + c]!;
    power = square;
  }
}

/**
 * The largest singular value: the most by which A lengthens any vector. Power iteration on AᵀA.
 *
 * @param a (n,n), row by row
 * @example +largestSingularValue([3, 0, 4, 5], 2).toFixed(6) // 6.708204
 */
export function largestSingularValue(a: Matrix, n: number): number {
  let v = Float64Array.from({ length: n }, (_, i) => 1 + i / n); // no symmetry that could hide the largest
  let last = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const length = Math.hypot(...v);
    if (length === 0) return 0;
    const [av, next] = [new Float64Array(n), new Float64Array(n)];
    for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) av[r]! += (a[r * n + c]! * v[c]!) / length;
    for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) next[c]! += a[r * n + c]! * av[r]!;
    const now = Math.hypot(...av);
    if (Math.abs(now - last) <= 1e-8 * now) return now;
    [v, last] = [next, now];
  }
  return last;
}
