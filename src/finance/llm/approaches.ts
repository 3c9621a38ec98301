/** The other two estimates of the Chinchilla paper, which are tables: a power law through each. */
import { checkNumbers } from '@/lib/check';
import { fitLine } from '../market/line';

/** Parameters and the tokens that train them best: Hoffmann et al. 2022, tables 3 (approach 1) and A3 (approach 2). */
export const APPROACHES: Readonly<Record<1 | 2, readonly (readonly [parameters: number, tokens: number])[]>> = {
  1: [[400e6, 8e9], [1e9, 20.2e9], [10e9, 205.1e9], [67e9, 1.5e12], [175e9, 3.7e12], [280e9, 5.9e12], [520e9, 11e12], [1e12, 21.2e12], [10e12, 216.2e12]], // prettier-ignore
  2: [[400e6, 7.7e9], [1e9, 20e9], [10e9, 219.5e9], [67e9, 1.7e12], [175e9, 4.3e12], [280e9, 7.1e12], [520e9, 13.4e12], [1e12, 26.5e12], [10e12, 292e12]], // prettier-ignore
};

/**
 * The power law through a table:  log₁₀ D = intercept + slope · log₁₀ N
 *
 * @param table at least three pairs of parameters and tokens, > 0
 * @example powerLaw([[1, 20], [10, 200], [100, 2000]]).slope // 1
 */
export function powerLaw(table: readonly (readonly [number, number])[]): { slope: number; intercept: number } {
  table.forEach(([parameters, tokens]) => checkNumbers('powerLaw', { parameters, tokens }, { above: 0 }));
  const { slope, intercept } = fitLine(table.map(([n]) => Math.log10(n)), table.map(([, d]) => Math.log10(d))); // prettier-ignore
  return { slope, intercept };
}

/**
 * Tokens that train N parameters best, by a power law.
 *
 * @example (powerLawTokens(70e9, powerLaw(APPROACHES[1])) / 1e12).toFixed(2) // '1.47'
 */
export function powerLawTokens(
  parameters: number,
  law: { readonly slope: number; readonly intercept: number },
): number {
  checkNumbers('powerLawTokens', { parameters }, { above: 0 });
  checkNumbers('powerLawTokens', { slope: law.slope, intercept: law.intercept });
  return 10 ** (law.intercept + law.slope * Math.log10(parameters));
}
