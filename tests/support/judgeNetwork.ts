/** A whole network against its oracle: the loss, every gradient, then training by gradient descent. */
import { expect } from 'vitest';
import { SGD, clipGradNorm } from '@/nn';
import type { NamedTensors, Runtime, Tensor } from '@/nn';
import { centralDifference } from '../oracle/centralDifference';
import { descend, lossAndGradients } from '../oracle/network';
import type { Loss, Numbers } from '../oracle/network';
import { nums } from '../oracle/tape';
import { assertClose } from './assertClose';
import { numbers } from './numbers';

export const valuesOf = (parameters: NamedTensors): Record<string, number[]> =>
  Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, [...tensor.values()]]));

/** Other numbers than those it starts with, so that no bias is 0 and no norm the identity. */
export function scatter(parameters: NamedTensors, seed: number, scale = 0.8): void {
  Object.values(parameters).forEach((tensor, i) => tensor.set(numbers(tensor.size, seed + i, scale)));
}

/** The oracle's own gradient g, by the slopes g · u of the loss along random directions u of all parameters together. */
export function checkOracle(oracle: Loss, parameters: Numbers): void {
  const { gradients } = lossAndGradients(oracle, parameters);
  for (const seed of [1, 2, 3]) {
    const direction = Object.entries(parameters).map(([name, list], i) => ({ name, list, u: numbers(list.length, 100 * seed + i) })); // prettier-ignore
    const at = ([h]: readonly number[]) =>
      oracle(Object.fromEntries(direction.map(({ name, list, u }) => [name, nums(list.map((v, i) => v + h! * u[i]!))])))
        .value;
    const slope = direction.flatMap(({ name, u }) => u.map((v, i) => v * gradients[name]![i]!));
    assertClose(slope.reduce((sum, v) => sum + v, 0), centralDifference(at, [0], 1e-4), { abs: 1e-9, rel: 1e-8 }); // prettier-ignore
  }
}

/**
 * Loss and every gradient within `near`, then the first ten losses of training; they must fall.
 *
 * @param without  parameters whose gradient is 0, by their names
 * @param loss  makes the loss anew; called inside a scope
 */
export function judgeNetwork(
  runtime: Runtime,
  parameters: NamedTensors,
  loss: () => Tensor,
  oracle: Loss,
  { lr, clip, near = 1e-6, without }: { lr: number; clip?: number; near?: number; without?: RegExp },
): void {
  const start = valuesOf(parameters);
  const expected = lossAndGradients(oracle, start);
  const optimiser = new SGD(parameters, { lr });
  const step = () =>
    runtime.scope(() => {
      const l = loss();
      optimiser.zeroGrad();
      runtime.backward(l);
      return l.item();
    });
  assertClose(step(), expected.loss, { rel: near });
  for (const [name, tensor] of Object.entries(parameters)) {
    // A parameter that nothing depends on would agree whatever the model does with it.
    expect(Math.hypot(...expected.gradients[name]!) > 1e-6, name).toBe(!without?.test(name));
    try {
      assertClose(tensor.gradient(), expected.gradients[name]!, { abs: near });
    } catch (error) {
      throw new Error(`the gradient of ${name}: ${(error as Error).message}`, { cause: error });
    }
  }
  const losses = Array.from({ length: 10 }, () => {
    const l = step();
    if (clip !== undefined) clipGradNorm(Object.values(parameters), clip);
    optimiser.step();
    return l;
  });
  assertClose(losses, descend(oracle, start, { lr, steps: 10, ...(clip === undefined ? {} : { clip }) }), {
    rel: 20 * near,
  });
  expect(losses[9]!).toBeLessThan(losses[0]!);
  Object.entries(parameters).forEach(([name, tensor]) => tensor.set(start[name]!));
}
