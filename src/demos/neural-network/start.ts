/** Where the 21 parameters start: edited by hand, or drawn from the seed. */
import { require } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import { INITS } from '@/nn';
import { HIDDEN, INPUTS, PARAMETERS } from './network';
import type { NetworkValues } from './network';

/**
 * Keras's Dense: weights U(−a, a) with a = √(6 / (inputs + units)), biases 0.
 * Source: Glorot, Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks", eq. 16.
 */
function glorot(random: ReturnType<typeof createRandom>, inputs: number, units: number): number[] {
  const bound = Math.sqrt(6 / (inputs + units));
  const weights = Array.from({ length: inputs * units }, () => Math.fround(bound * (2 * random.uniform() - 1)));
  return [...weights, ...Array<number>(units).fill(0)];
}

/**
 * @returns W1 (3,4), b1 (4), W2 (4,1), b2 (1), row by row: 21 numbers
 * @throws {DomainError} edited weights that are not 21 numbers
 */
export function startWeights({
  weights,
  start,
  seed,
}: Pick<NetworkValues, 'weights' | 'start' | 'seed'>): readonly number[] {
  if (weights.length > 0) {
    require(weights.length ===
      PARAMETERS.length, 'startWeights', `edited weights are ${PARAMETERS.length} numbers`, weights);
    return weights.map(Math.fround);
  }
  const random = createRandom(seed);
  const layer = (inputs: number, units: number): Iterable<number> => {
    if (start === 'glorot') return glorot(random, inputs, units);
    const draw = start === 'uniform' ? INITS.uniform01 : INITS.normal;
    return [...draw(random, inputs * units, inputs), ...draw(random, units, inputs)];
  };
  return [...layer(INPUTS, HIDDEN), ...layer(HIDDEN, 1)];
}
