/** Gradients kept small between `runtime.backward(loss)` and `optimiser.step()`, in place. */
import { require } from '@/lib/errors';
import type { Tensor } from './tensor';

/**
 * Scales all gradients by one number, so that their common norm √(Σ g²) is at most maxNorm; smaller ones stay.
 *
 * @returns the norm before
 * @throws {DomainError} maxNorm not positive; no parameters
 */
export function clipGradNorm(parameters: readonly Tensor[], maxNorm: number): number {
  require(maxNorm > 0, 'clipGradNorm', 'maxNorm is positive', maxNorm);
  const [first] = parameters;
  require(first !== undefined, 'clipGradNorm', 'there are parameters', parameters.length);
  const { runtime } = first;
  const { kernels } = runtime;
  return runtime.scope(() => {
    const square = runtime.scratch(8);
    kernels.fill(square, 0, 2);
    for (const { grad, size } of parameters) kernels.addSquares(square, grad, size);
    for (const { grad, size } of parameters) kernels.clipNorm(grad, square, size, maxNorm);
    return Math.sqrt(kernels.f64[square / 8]!);
  });
}

/**
 * Keeps every number of every gradient between −limit and limit.
 *
 * @throws {DomainError} a limit that is not positive
 */
export function clipGradValue(parameters: readonly Tensor[], limit: number): void {
  require(limit > 0, 'clipGradValue', 'the limit is positive', limit);
  for (const { runtime, grad, size } of parameters) runtime.kernels.clip(grad, grad, size, -limit, limit);
}
