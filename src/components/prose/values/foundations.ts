/** Numbers of chapter 2. */
import { dense, entry, MEGA, sigmoid, type Entries } from './entry';

/** One neuron under L = ½ (ŷ − t)², forward and back. */
function neuron(x: readonly [number, number], w: readonly [number, number], b: number, t: number) {
  const z = x[0] * w[0] + x[1] * w[1] + b;
  const y = sigmoid(z);
  const slope = y * (1 - y);
  const dz = (y - t) * slope;
  return { z, y, slope, loss: (y - t) ** 2 / 2, dy: y - t, dz, dw1: dz * x[0], dw2: dz * x[1] };
}
/** The neuron that the backprop demo opens with, and the one of the exercise. */
const shown = () => neuron([-1, -2], [2, -3], -3, 0);
const asked = () => neuron([0.5, -1], [1.2, 0.4], -0.3, 1);
/** The neuron of the exercise after one step of 0.5 down its gradient. */
const moved = () => {
  const { dz, dw1, dw2 } = asked();
  return neuron([0.5, -1], [1.2 - 0.5 * dw1, 0.4 - 0.5 * dw2], -0.3 - 0.5 * dz, 1);
};

/** How far the central difference of σ at z = 1 is off its derivative, relatively. */
const differenceError = (h: number) => {
  const exact = sigmoid(1) * (1 - sigmoid(1));
  return Math.abs((sigmoid(1 + h) - sigmoid(1 - h)) / (2 * h) / exact - 1);
};

const SECONDS_PER_YEAR = 365 * 24 * 3600;

/** The 3-4-1 network with every weight ½ and every bias 0: what it says of an input with so many ones. */
const evenOutput = (ones: number) => sigmoid(4 * 0.5 * sigmoid(0.5 * ones));

export const foundations: Entries = {
  // Layers, forward, backward
  digitsNetworkParameters: entry('784 inputs, hidden layers of 128 and 64, 10 outputs', () => dense(784, 128, 64, 10)),
  passesFor21: entry('central differences: two forward passes for each of 21 parameters', () => 2 * 21),
  passesForGpt2Millions: entry('gpt2-card; two forward passes for each parameter', () => 2 * 124),
  passesForGpt2Wan: entry('gpt2-card; two forward passes for each parameter', () => 2 * 12_400),
  yearsOfDifferences: entry('gpt2-card; assumed: one second a pass', () => (2 * 124 * MEGA) / SECONDS_PER_YEAR),
  backpropZ: entry('x = (−1, −2), w = (2, −3), b = −3', () => shown().z),
  backpropY: entry('σ(1)', () => shown().y),
  backpropLoss: entry('½ (σ(1) − 0)²', () => shown().loss),
  backpropSlope: entry('σ(1) (1 − σ(1))', () => shown().slope),
  backpropDz: entry('(ŷ − t) ŷ (1 − ŷ)', () => shown().dz),
  backpropDw1: entry('∂L/∂z · x₁', () => shown().dw1),
  backpropDw2: entry('∂L/∂z · x₂', () => shown().dw2),
  quarterToTheTenth: entry('σ′ ≤ ¼, ten layers', () => 0.25 ** 10),
  differenceErrorTenth: entry('σ at 1, h = 0.1', () => differenceError(0.1)),
  differenceErrorThousandth: entry('σ at 1, h = 0.001', () => differenceError(0.001)),

  // Exercises of 2.1
  exerciseNeuronY: entry('x = (0.5, −1), w = (1.2, 0.4), b = −0.3', () => asked().y),
  exerciseNeuronLoss: entry('the same, t = 1', () => asked().loss),
  exerciseNeuronDz: entry('the same', () => asked().dz),
  exerciseNeuronDw1: entry('the same', () => asked().dw1),
  exerciseNeuronDw2: entry('the same', () => asked().dw2),
  exerciseNeuronAfter: entry('the same after one step of 0.5', () => moved().loss),
  evenLoss: entry('all weights ½, biases 0; (1,0,1) → 0, (0,1,0) → 1, (1,1,0) → 1', () =>
    [evenOutput(2) - 0, evenOutput(1) - 1, evenOutput(2) - 1].reduce((sum, e) => sum + (e * e) / 3, 0),
  ),
};
