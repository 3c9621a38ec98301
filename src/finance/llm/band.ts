/**
 * How unsure the refit is: the optimum of a budget under coefficients drawn from their published errors.
 *
 * Besiroglu et al. publish the errors one by one. Drawn independently they would allow curves that miss every point: along
 * the ridge that the data leave open, A rises with α and B with β. So here α and β are normal with their errors and with
 * the correlation that gives the exponent a = β/(α+β) its own published error, and ln A and ln B move with them in
 * proportion. Every published error is kept; that the ridge is sharp is an assumption of ours, a bootstrap of the runs
 * would be exact.
 */
import { checkNumbers } from '@/lib/check';
import { COEFFICIENTS, computeOptimal, type Coefficients } from './chinchilla';
import { createXoshiro } from '../simulate/xoshiro';

/** Standard errors of the refit: A, B from table 1 of Besiroglu et al. 2024, arXiv:2404.10102, the rest from its notebook. */
export const REFIT_ERRORS = { A: 124.58, B: 1293.23, alpha: 0.0154, beta: 0.0206, exponent: 0.02 } as const;

/**
 * Coefficients that the data would also allow, by seed.
 *
 * @param draws how many, a whole number ≥ 1
 * @example drawRefits(3, 1).length // 3
 */
export function drawRefits(draws: number, seed: number): Coefficients[] {
  checkNumbers('drawRefits', { draws }, { min: 1, whole: true });
  const { refit } = COEFFICIENTS;
  const random = createXoshiro(seed);
  // a = β/(α+β): var a = (∂a/∂α)² var α + (∂a/∂β)² var β + 2 ρ · ∂a/∂α · ∂a/∂β · sd α · sd β, solved for ρ.
  const square = (refit.alpha + refit.beta) ** 2;
  const [fromAlpha, fromBeta] = [
    (-refit.beta / square) * REFIT_ERRORS.alpha,
    (refit.alpha / square) * REFIT_ERRORS.beta,
  ];
  const rho = (REFIT_ERRORS.exponent ** 2 - fromAlpha ** 2 - fromBeta ** 2) / (2 * fromAlpha * fromBeta);
  // Standard deviation of a logarithm, from the error relative to the value.
  const spread = (relative: number) => Math.sqrt(Math.log1p(relative ** 2));
  const [spreadA, spreadB] = [spread(REFIT_ERRORS.A / refit.A), spread(REFIT_ERRORS.B / refit.B)];
  return Array.from({ length: draws }, () => {
    const x = random.normal();
    const y = rho * x + Math.sqrt(1 - rho * rho) * random.normal();
    return {
      alpha: refit.alpha + REFIT_ERRORS.alpha * x,
      beta: refit.beta + REFIT_ERRORS.beta * y,
      A: refit.A * Math.exp(spreadA * x),
      B: refit.B * Math.exp(spreadB * y),
      E: refit.E,
    };
  });
}

/**
 * The optimum of a budget and the band around it.
 *
 * @param flops C, FLOP
 * @param level of the band, in (0, 1)
 * @param draws at least 100
 * @returns [low, middle, high] of parameters, tokens and tokens per parameter; middle is the refit itself
 * @throws {DomainError} outside these ranges
 * @example optimalBand(1e21, 0.8, 100, 1).parameters[1] === computeOptimal(1e21, COEFFICIENTS.refit).parameters // true
 */
export function optimalBand(flops: number, level = 0.8, draws = 2000, seed = 1) {
  checkNumbers('optimalBand', { level }, { above: 0, below: 1 });
  checkNumbers('optimalBand', { draws }, { min: 100, whole: true });
  const middle = computeOptimal(flops, COEFFICIENTS.refit);
  const optima = drawRefits(draws, seed).map((c) => computeOptimal(flops, c));
  const band = (value: (optimum: { parameters: number; tokens: number }) => number) => {
    const sorted = optima.map(value).sort((x, y) => x - y);
    const at = (p: number) => sorted[Math.round(p * (draws - 1))]!;
    return [at((1 - level) / 2), value(middle), at((1 + level) / 2)] as const;
  };
  return {
    parameters: band((o) => o.parameters),
    tokens: band((o) => o.tokens),
    ratio: band((o) => o.tokens / o.parameters),
  };
}
