/** A multi-layer perceptron in f64, sample by sample and neuron by neuron: z = Σ w a + b, a = f(z), and back. */
import type { Scalar } from './activations';
import { identity, relu, sigmoid, tanh } from './activations';

export const SCALARS: Readonly<Record<string, Scalar>> = { identity, relu, sigmoid, tanh };

/** weight[i][j] leads from input i to unit j. */
export type Layer = { weight: number[][]; bias: number[]; activation: string };
type Gradient = { weight: number[][]; bias: number[] };

/** z and a of every layer for one sample. */
export function forward(layers: readonly Layer[], x: readonly number[]): { z: number[]; a: number[] }[] {
  let input = x;
  return layers.map(({ weight, bias, activation }) => {
    const z = bias.map((b, j) => input.reduce((sum, v, i) => sum + v * weight[i]![j]!, b));
    const a = z.map(SCALARS[activation]!.value);
    input = a;
    return { z, a };
  });
}

/** Mean squared error over all samples and outputs, and its gradient. */
export function lossAndGradient(layers: readonly Layer[], X: readonly number[][], Y: readonly number[][]) {
  const count = Y.length * Y[0]!.length;
  const gradients: Gradient[] = layers.map((l) => ({
    weight: l.weight.map((r) => r.map(() => 0)),
    bias: l.bias.map(() => 0),
  }));
  let loss = 0;
  X.forEach((x, s) => {
    const passed = forward(layers, x);
    let da = passed.at(-1)!.a.map((v, j) => {
      loss += (v - Y[s]![j]!) ** 2 / count;
      return (2 * (v - Y[s]![j]!)) / count;
    });
    for (let l = layers.length - 1; l >= 0; l--) {
      const { weight, activation } = layers[l]!;
      const dz = passed[l]!.z.map((z, j) => da[j]! * SCALARS[activation]!.slope(z));
      const input = l ? passed[l - 1]!.a : x;
      input.forEach((v, i) => dz.forEach((d, j) => (gradients[l]!.weight[i]![j]! += v * d)));
      dz.forEach((d, j) => (gradients[l]!.bias[j]! += d));
      da = input.map((_, i) => dz.reduce((sum, d, j) => sum + d * weight[i]![j]!, 0));
    }
  });
  return { loss, gradients };
}

/** Gradient descent on all samples at once; changes `layers`; returns the loss before every step. */
export function train(
  layers: Layer[],
  X: readonly number[][],
  Y: readonly number[][],
  lr: number,
  epochs: number,
): number[] {
  return Array.from({ length: epochs }, () => {
    const { loss, gradients } = lossAndGradient(layers, X, Y);
    layers.forEach((layer, l) => {
      layer.weight.forEach((row, i) => row.forEach((_, j) => (row[j]! -= lr * gradients[l]!.weight[i]![j]!)));
      layer.bias.forEach((_, j) => (layer.bias[j]! -= lr * gradients[l]!.bias[j]!));
    });
    return loss;
  });
}
