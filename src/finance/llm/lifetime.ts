/** Training is paid once, serving with every token: the more a model will be used, the smaller it should be. */
import { checkNumbers } from '@/lib/check';
import { goldenSection } from '@/lib/goldenSection';
import { tokensForLoss, type Coefficients } from './chinchilla';

/**
 * The size that reaches a loss with the least arithmetic over its life:  min over N of  6·N·D(N) + 2·N·D_served
 *
 * @param loss         to be reached, nats per token, > E
 * @param servedTokens D_served, tokens read and written over the life of the model, ≥ 0
 * @returns parameters, training tokens, trainingFlops, servingFlops
 * @throws {DomainError} a loss ≤ E, or a negative number of tokens
 * @example (lifetimeOptimal(2.1, 1e15, { A: 482.01, B: 2085.43, E: 1.8172, alpha: 0.3478, beta: 0.3658 }).parameters / 1e9).toFixed(1) // '2.5'
 * @source Sardana & Frankle 2023, "Beyond Chinchilla-Optimal", arXiv:2401.00448
 */
export function lifetimeOptimal(loss: number, servedTokens: number, c: Coefficients) {
  checkNumbers('lifetimeOptimal', { loss }, { above: c.E });
  checkNumbers('lifetimeOptimal', { servedTokens }, { min: 0 });
  // Below this size no number of tokens is enough.
  const smallest = Math.log((c.A / (loss - c.E)) ** (1 / c.alpha));
  const training = (n: number) => 6 * n * tokensForLoss(n, loss, c);
  const total = (logSize: number) => {
    const n = Math.exp(logSize);
    return training(n) + 2 * n * servedTokens;
  };
  const parameters = Math.exp(goldenSection(total, smallest + 1e-6, smallest + 12));
  return {
    parameters,
    tokens: tokensForLoss(parameters, loss, c),
    trainingFlops: training(parameters),
    servingFlops: 2 * parameters * servedTokens,
  };
}
