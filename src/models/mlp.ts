/**
 * Multi-layer perceptron:  aₗ = fₗ(zₗ),  zₗ = aₗ₋₁ Wₗ + bₗ,  a₀ = x
 *
 * Names, l from 1: parameters `layer1.weight` (in,out), `layer1.bias` (out); of a forward pass `input`, `layer1.z`,
 * `layer1.a`, … The last `a` is the output.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, ch. 6.
 */
import { ShapeError, require, show } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import { ACTIVATIONS, INITS, Linear } from '@/nn';
import type { ActivationName, InitName, NamedTensors, Runtime, Tensor } from '@/nn';
import { recorder } from './Forward';
import type { Forward } from './Forward';

export type { Forward };

export interface MlpOptions {
  /** Units per layer, inputs first: [3, 4, 1]. */
  readonly sizes: readonly number[];
  /** One per layer after the inputs: ['sigmoid', 'sigmoid']. */
  readonly activations: readonly ActivationName[];
  readonly init?: InitName;
  readonly seed: number;
}

export interface Mlp {
  readonly parameters: NamedTensors;
  /** x (B, sizes[0]) -> output (B, sizes.at(-1)). Inside a scope. */
  forward(x: Tensor): Forward;
}

/**
 * @throws {ShapeError} fewer than two sizes, one that is no positive whole number, or another number of activations
 * @throws {DomainError} an activation or init that there is none of
 */
export function createMlp(runtime: Runtime, { sizes, activations, init = 'default', seed }: MlpOptions): Mlp {
  if (sizes.length < 2) throw new ShapeError(`createMlp: there are inputs and outputs; got sizes ${show(sizes)}`);
  if (activations.length !== sizes.length - 1)
    throw new ShapeError(`createMlp: one activation for each of ${sizes.length - 1} layers; got ${show(activations)}`);
  for (const name of activations)
    require(Object.hasOwn(ACTIVATIONS, name), 'createMlp', `an activation is one of ${Object.keys(ACTIVATIONS)}`, name);
  require(Object.hasOwn(INITS, init), 'createMlp', `an init is one of ${Object.keys(INITS)}`, init);

  const random = createRandom(seed);
  const layers = activations.map((name, i) => ({
    name: `layer${i + 1}`,
    linear: new Linear(runtime, sizes[i]!, sizes[i + 1]!, { random, init }),
    activate: ACTIVATIONS[name],
  }));
  return {
    parameters: Object.fromEntries(
      layers.flatMap(({ name, linear }) => [
        [`${name}.weight`, linear.weight],
        [`${name}.bias`, linear.bias],
      ]),
    ),
    forward(x) {
      const { tensors, keep } = recorder();
      let a = keep('input', x);
      for (const { name, linear, activate } of layers)
        a = keep(`${name}.a`, activate(keep(`${name}.z`, linear.forward(a))));
      return { output: a, tensors };
    },
  };
}
