/**
 * The scaling law of Hoffmann et al.: how loss falls with parameters and tokens, and how to spend a budget of compute.
 *
 *   L(N, D) = E + A / N^α + B / D^β,   C = 6·N·D
 *
 * Three sets of coefficients are in circulation and disagree by a factor of five on tokens per parameter at Chinchilla's
 * own budget; only the refit agrees with the model that was trained (20).
 */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from '../derivation';

/** Loss in nats per token. */
export type Coefficients = {
  readonly A: number;
  readonly B: number;
  readonly E: number;
  readonly alpha: number;
  readonly beta: number;
};

export const COEFFICIENTS = {
  /** As the paper prints them (Hoffmann et al. 2022, arXiv:2203.15556, eq. 10). */
  rounded: { A: 406.4, B: 410.7, E: 1.69, alpha: 0.34, beta: 0.28 },
  /** As its TeX source holds them (found by Besiroglu et al. 2024, appendix). */
  unrounded: {
    A: Math.exp(6.0073404),
    B: Math.exp(6.0179186),
    E: Math.exp(0.5267228),
    alpha: 0.33917084,
    beta: 0.2849083,
  },
  /** Fitted anew to the paper's own points (Besiroglu et al. 2024, arXiv:2404.10102, table 1). */
  refit: { A: 482.01, B: 2085.43, E: 1.8172, alpha: 0.3478, beta: 0.3658 },
} as const satisfies Record<string, Coefficients>;

/**
 * Loss of a model of N parameters after D tokens.
 *
 * @returns nats per token
 * @throws {DomainError} N, D or a coefficient not > 0
 * @example chinchillaLoss(399.54e6, 14.43e9, COEFFICIENTS.rounded).toFixed(2) // '2.76'
 */
export function chinchillaLoss(parameters: number, tokens: number, c: Coefficients, note: Note = silent): number {
  checkNumbers('chinchillaLoss', { parameters, tokens }, { above: 0 });
  checkCoefficients('chinchillaLoss', c);
  return note(
    { symbol: 'L', name: { zh: '损失', en: 'loss' }, formula: 'E + A / N^α + B / D^β', inputs: { N: parameters, D: tokens, A: c.A, B: c.B, E: c.E, α: c.alpha, β: c.beta }, unit: 'number' },
    c.E + c.A / parameters ** c.alpha + c.B / tokens ** c.beta,
  ); // prettier-ignore
}

/**
 * The best N and D for a budget:  N = G·(C/6)^a, D = (C/6)/N,  G = (αA / βB)^(1/(α+β)),  a = β/(α+β)
 *
 * @param flops C, FLOP
 * @returns parameters N, tokens D, loss there
 * @throws {DomainError} C or a coefficient not > 0
 * @example (computeOptimal(5.88e23, COEFFICIENTS.refit).tokens / computeOptimal(5.88e23, COEFFICIENTS.refit).parameters).toFixed(1) // '18.4'
 * @example (computeOptimal(5.88e23, COEFFICIENTS.rounded).tokens / computeOptimal(5.88e23, COEFFICIENTS.rounded).parameters).toFixed(1) // '92.8'
 * @source Hoffmann et al. 2022, eq. 4
 */
export function computeOptimal(flops: number, c: Coefficients, note: Note = silent) {
  checkNumbers('computeOptimal', { flops }, { above: 0 });
  checkCoefficients('computeOptimal', c);
  const G = note(
    { symbol: 'G', name: { zh: '两项的平衡', en: 'balance of the two terms' }, formula: '((α · A) / (β · B))^(1 / (α + β))', inputs: { A: c.A, B: c.B, α: c.alpha, β: c.beta }, unit: 'number' },
    balance(c),
  ); // prettier-ignore
  const parameters = note(
    { symbol: 'N', name: { zh: '参数量', en: 'parameters' }, formula: 'G · (C / 6)^(β / (α + β))', inputs: { G, C: flops, α: c.alpha, β: c.beta }, unit: 'number' },
    G * (flops / 6) ** (c.beta / (c.alpha + c.beta)),
  ); // prettier-ignore
  const tokens = note(
    { symbol: 'D', name: { zh: '训练词元', en: 'training tokens' }, formula: 'C / (6 · N)', inputs: { C: flops, N: parameters }, unit: 'tokens' },
    flops / 6 / parameters,
  ); // prettier-ignore
  return { parameters, tokens, loss: chinchillaLoss(parameters, tokens, c, note) };
}

/**
 * The least compute that reaches a loss, spent optimally: the inverse of computeOptimal.
 *
 *   C = 6 · ((A·G^(−α) + B·G^β) / (L − E))^((α+β)/(αβ))
 *
 * @param loss > E, nats per token
 * @returns    FLOP
 * @throws {DomainError} a loss at or below E: no budget reaches it
 * @example computeForLoss(computeOptimal(1e22, COEFFICIENTS.refit).loss, COEFFICIENTS.refit).toPrecision(10) // '1.000000000e+22'
 */
export function computeForLoss(loss: number, c: Coefficients): number {
  checkCoefficients('computeForLoss', c);
  checkNumbers('computeForLoss', { loss }, { above: c.E });
  const G = balance(c);
  const reducible = c.A * G ** -c.alpha + c.B * G ** c.beta;
  const flops = 6 * (reducible / (loss - c.E)) ** ((c.alpha + c.beta) / (c.alpha * c.beta));
  require(Number.isFinite(flops), 'computeForLoss', 'the compute is within the range of a double', loss);
  return flops;
}

/**
 * The tokens that bring a model of N parameters to a loss:  D = (B / (L − E − A/N^α))^(1/β)
 *
 * @throws {DomainError} a loss that a model of this size never reaches
 * @example tokensForLoss(70e9, chinchillaLoss(70e9, 1.4e12, COEFFICIENTS.refit), COEFFICIENTS.refit).toPrecision(10) // '1.400000000e+12'
 */
export function tokensForLoss(parameters: number, loss: number, c: Coefficients): number {
  checkNumbers('tokensForLoss', { parameters }, { above: 0 });
  checkCoefficients('tokensForLoss', c);
  checkNumbers('tokensForLoss', { loss }, { above: c.E + c.A / parameters ** c.alpha });
  return (c.B / (loss - c.E - c.A / parameters ** c.alpha)) ** (1 / c.beta);
}

const balance = ({ A, B, alpha, beta }: Coefficients) => ((alpha * A) / (beta * B)) ** (1 / (alpha + beta));

function checkCoefficients(where: string, { A, B, E, alpha, beta }: Coefficients): void {
  checkNumbers(where, { A, B, alpha, beta }, { above: 0 });
  checkNumbers(where, { E }, { min: 0 });
}
