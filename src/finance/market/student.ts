/** Student's t: how far a forecast band reaches when the spread itself is estimated from few points. */
import { checkNumbers } from '@/lib/check';
import { bisect } from '@/lib/bisect';

/** Γ by Lanczos (g = 7, n = 9), relative error below 1e-14 for x > 0. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/**
 * Natural logarithm of the gamma function.
 *
 * @param x > 0
 * @example logGamma(5) // 3.1780538303479458
 * @source Lanczos 1964, coefficients of Godfrey 2001
 */
export function logGamma(x: number): number {
  checkNumbers('logGamma', { x }, { above: 0 });
  const base = x + 6.5;
  const series = LANCZOS.reduce((sum, c, i) => sum + (i === 0 ? c : c / (x - 1 + i)), 0);
  return (x - 0.5) * Math.log(base) - base + Math.log(Math.sqrt(2 * Math.PI) * series);
}

/**
 * Regularised incomplete beta function  I_x(a, b), by Lentz's continued fraction.
 *
 * @param x in [0, 1]
 * @param a, b > 0
 * @example incompleteBeta(0.5, 2, 2) // 0.5
 * @source Abramowitz & Stegun 26.5.8
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  checkNumbers('incompleteBeta', { x }, { min: 0, max: 1 });
  checkNumbers('incompleteBeta', { a, b }, { above: 0 });
  if (x === 0 || x === 1) return x;
  // The fraction converges fast below the mean of the distribution; above it the mirror image does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let [f, c, d] = [1, 1, 0];
  for (let i = 0; i <= 1000; i++) {
    const m = Math.floor(i / 2);
    const numerator =
      i === 0
        ? 1
        : i % 2 === 0
          ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
          : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + numerator * d);
    c = 1 + numerator / c;
    f *= c * d;
    if (i > 0 && Math.abs(1 - c * d) < 1e-16) break;
  }
  return front * (f - 1);
}

/**
 * The t that a Student variable stays below with the given probability.
 *
 * @param probability in (0, 1)
 * @param freedom     degrees of freedom, > 0
 * @throws {DomainError} outside these ranges
 * @example studentQuantile(0.975, 10).toFixed(6) // '2.228139'
 */
export function studentQuantile(probability: number, freedom: number): number {
  checkNumbers('studentQuantile', { probability }, { above: 0, below: 1 });
  checkNumbers('studentQuantile', { freedom }, { above: 0 });
  if (probability < 0.5) return -studentQuantile(1 - probability, freedom);
  const tail = (t: number) => incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  // t = s / (1 − s) lets one bracket reach from 0 to any tail.
  const s = bisect((u) => 1 - tail(u / (1 - u)) - probability, 0, 1 - 1e-12);
  return s / (1 - s);
}
