/** The normal distribution. */
import { require } from '@/lib/errors';

/**
 * P(Z ≤ x) of a standard normal Z:  Φ(x) = 1/2 + φ(x) · (x + x³/3 + x⁵/(3·5) + …),  φ(x) = e^(−x²/2) / √(2π)
 *
 * @returns a probability, to 1e-15
 * @throws {DomainError} x is NaN
 * @example normalCdf(0) // 0.5
 * @example normalCdf(1.959963984540054) // 0.975
 * @source G. Marsaglia, Evaluating the normal distribution, J. Stat. Software 11(4), 2004
 */
export function normalCdf(x: number): number {
  require(!Number.isNaN(x), 'normalCdf', 'x is a number', x);
  if (x < -9) return 0;
  if (x > 9) return 1;
  let [sum, term] = [x, x];
  for (let k = 3; sum + term !== sum; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  const value = 0.5 + (sum * Math.exp(-(x * x) / 2)) / Math.sqrt(2 * Math.PI);
  return Math.min(1, Math.max(0, value));
}
