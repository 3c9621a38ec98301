/** Numbers of chapter 2. */
import { dense, entry, GIGA, MEGA, sigmoid, type Entries } from './entry';

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

/** Width of a convolution's output. */
const convolved = (n: number, k: number, { s = 1, p = 0, d = 1 } = {}) =>
  Math.floor((n + 2 * p - d * (k - 1) - 1) / s) + 1;
const convParameters = (k: number, from: number, to: number) => k * k * from * to + to;
/** How wide a part of the image one number sees after layers of [kernel, stride]. */
const field = (...layers: (readonly [k: number, s: number])[]) =>
  layers.reduce(([r, jump], [k, s]) => [r + (k - 1) * jump, jump * s] as const, [1, 1] as readonly [number, number])[0];

const PHOTO = 224 * 224 * 3;
/** The patch and the kernel of an exercise, and their bias. */
const cell = () => {
  const patch = [0.2, 0.7, 0.1, 0.9, 0.4, 0.3, 0.5, 0.8, 0.6];
  const kernel = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
  return patch.reduce((sum, x, i) => sum + x * kernel[i]!, 0.1);
};

/** Scores to weights that add up to 1. */
const softmax = (...scores: number[]) => {
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  return scores.map((score) => Math.exp(score) / total);
};
const weighted = (weights: readonly number[], ...values: number[]) =>
  weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0);
/** A query that meets the keys of the text: scores 1, 1, 2 over √2. */
const row = () => softmax(1 / Math.SQRT2, 1 / Math.SQRT2, 2 / Math.SQRT2);
/** That of the exercise: scores 2, 2, 3 over √4, and with the root outside. */
const handRow = () => softmax(1, 1, 1.5);
const handPrinted = () => softmax(2, 2, 3).map((weight) => weight / 2);
/** Two words whose scores differ by so much. */
const contest = (difference: number) => softmax(0, difference) as [low: number, high: number];
const contestSlope = (difference: number) => contest(difference)[0] * contest(difference)[1];

/** hₜ = tanh(0.5 xₜ + 0.8 hₜ₋₁) over x = (1, 0, 0). */
const recurrence = () => {
  const h1 = Math.tanh(0.5);
  const h2 = Math.tanh(0.8 * h1);
  const h3 = Math.tanh(0.8 * h2);
  return { h1, h2, h3, slope: 0.8 * (1 - h3 ** 2) * 0.8 * (1 - h2 ** 2) };
};

/** One parameter, three steps of 0.1 towards a target under (θ − target)², from 2. */
const tuned = (target: number) => target + (2 - target) * (1 - 0.1 * 2) ** 3;

/** LoRA on four 4096 × 4096 matrices in each of 32 layers, rank 8. */
const loraTotal = () => 32 * 4 * 2 * 4096 * 8;
/** Half the width of a 95 % band around an accuracy, normal approximation. */
const band = (accuracy: number, samples: number) => 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / samples);
/** Operations a second of one A100, 16-bit; nvidia-a100. */
const A100 = 3.12e14;
const DAY = 24 * 3600;
const gpt3Flops = 6 * 175 * GIGA * 300 * GIGA;
const daysOf7b = (share: number) => (6 * 7 * GIGA * 2000 * GIGA) / (256 * share * A100) / DAY;

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

  // Language
  gpt2EmbeddingWan: entry('radford2019', () => (50_257 * 768) / 1e4),
  gpt2EmbeddingMillions: entry('radford2019', () => (50_257 * 768) / MEGA),
  gpt2EmbeddingShare: entry('radford2019, gpt2-card', () => (50_257 * 768) / (124 * MEGA)),
  ninetyToHundred: entry('0.9¹⁰⁰', () => 0.9 ** 100),
  elevenToHundred: entry('1.1¹⁰⁰', () => 1.1 ** 100),
  gateToHundred: entry('0.99¹⁰⁰', () => 0.99 ** 100),
  attentionWeightA: entry('softmax of 1, 1, 2 over √2', () => row()[0]!),
  attentionWeightC: entry('softmax of 1, 1, 2 over √2', () => row()[2]!),
  attentionOutput: entry('values 1, 2, 4', () => weighted(row(), 1, 2, 4)),
  unscaledLow: entry('softmax of 0 and 8', () => contest(8)[0]),
  unscaledHigh: entry('softmax of 0 and 8', () => contest(8)[1]),
  scaledLow: entry('softmax of 0 and 1', () => contest(1)[0]),
  scaledHigh: entry('softmax of 0 and 1', () => contest(1)[1]),
  unscaledSlope: entry('p (1 − p)', () => contestSlope(8)),
  scaledSlope: entry('p (1 − p)', () => contestSlope(1)),
  slopeRatioOfScale: entry('their ratio', () => contestSlope(1) / contestSlope(8)),
  pairsAt1024: entry('1024²', () => 1024 ** 2),
  gpt2Scores: entry('radford2019: 12 layers of 12 heads', () => 12 * 12 * 1024 ** 2),

  // Exercises of 2.2
  toyParameters: entry('5 words, 3 dimensions', () => 5 * 3),
  toyPrinted: entry('6 rows, 3 dimensions', () => 6 * 3),
  toyUnused: entry('one row', () => 3),
  rnnH1: entry('tanh 0.5', () => recurrence().h1),
  rnnH2: entry('tanh 0.8 h₁', () => recurrence().h2),
  rnnH3: entry('tanh 0.8 h₂', () => recurrence().h3),
  rnnSlope: entry('0.8 (1 − h₃²) 0.8 (1 − h₂²)', () => recurrence().slope),
  handWeightA: entry('softmax of 1, 1, 1.5', () => handRow()[0]!),
  handWeightC: entry('softmax of 1, 1, 1.5', () => handRow()[2]!),
  handOutput: entry('values 4, 1, −2', () => weighted(handRow(), 4, 1, -2)),
  handPrintedSum: entry('softmax of 2, 2, 3 over 2', () => handPrinted().reduce((sum, weight) => sum + weight)),
  handPrintedOutput: entry('values 4, 1, −2', () => weighted(handPrinted(), 4, 1, -2)),
  positionOne: entry('cos 1 + cos 0.01', () => Math.cos(1) + Math.cos(0.01)),
  positionTen: entry('cos 10 + cos 0.1', () => Math.cos(10) + Math.cos(0.1)),
  pairsRatio: entry('(8192 / 1024)²', () => (8192 / 1024) ** 2),
  pairsGigabytes: entry('144 heads, 2 bytes', () => (144 * 8192 ** 2 * 2) / GIGA),

  // Convolution
  photoNumbers: entry('224 × 224 pixels, three colours', () => PHOTO),
  photoPositions: entry('224 × 224', () => 224 * 224),
  photoDenseWan: entry('224 × 224 × 3 inputs into 1000 neurons', () => (PHOTO * 1000) / 1e4),
  photoDenseMillions: entry('224 × 224 × 3 inputs into 1000 neurons', () => (PHOTO * 1000) / MEGA),
  photoDenseOverResnet: entry('keras-applications', () => (PHOTO * 1000) / (25.6 * MEGA)),
  firstConvParameters: entry('3 × 3, 3 channels to 64', () => convParameters(3, 3, 64)),
  firstConvProductsWan: entry('27 products, 64 channels, 224 × 224 places', () => (27 * 64 * 224 * 224) / 1e4),
  firstConvProductsMillions: entry('27 products, 64 channels, 224 × 224 places', () => (27 * 64 * 224 * 224) / MEGA),
  lenetReuse: entry('lecun1998', () => 340_908 / 60_000),
  stackSaves: entry('27 C² against 49 C²', () => 1 - 27 / 49),
  resnetReuse: entry('he2016, keras-applications', () => 3.8e9 / (25.6 * MEGA)),
  vitTokens: entry('dosovitskiy2021', () => (224 / 16) ** 2),

  // Exercises of 2.3
  sizeA: entry('32, kernel 5', () => convolved(32, 5)),
  sizeB: entry('224, kernel 3, stride 2, padding 1', () => convolved(224, 3, { s: 2, p: 1 })),
  sizeC: entry('8, kernel 3, dilation 3', () => convolved(8, 3, { d: 3 })),
  cellSum: entry('the patch of the exercise', cell),
  cellSigmoid: entry('σ of it', () => sigmoid(cell())),
  cellSlope: entry('σ (1 − σ)', () => sigmoid(cell()) * (1 - sigmoid(cell()))),
  costParameters: entry('3 × 3, 64 channels to 128', () => convParameters(3, 64, 128)),
  costProducts: entry('9 · 64 · 128 · 56 · 56', () => 9 * 64 * 128 * 56 * 56),
  costDense: entry('64 · 56 · 56 into 128 · 56 · 56', () => 64 * 56 * 56 * 128 * 56 * 56),
  receptiveField: entry('3, pool 2, 3, pool 2, 3', () => field([3, 1], [2, 2], [3, 1], [2, 2], [3, 1])),

  // Pre-training and fine-tuning
  perplexityAtThree: entry('e³', () => Math.exp(3)),
  loraFull: entry('4096²', () => 4096 ** 2),
  loraPart: entry('2 · 4096 · 8', () => 2 * 4096 * 8),
  loraShare: entry('their ratio', () => (2 * 4096 * 8) / 4096 ** 2),
  printedScale12: entry('(1 + 1)¹²', () => 2 ** 12),
  gpt3Flops: entry('kaplan2020, brown2020', () => gpt3Flops),
  gpt3CardYears: entry('nvidia-a100; assumed: 40 % of the peak', () => gpt3Flops / (0.4 * A100) / SECONDS_PER_YEAR),
  gpt3ThousandCardDays: entry('the same on 1000 cards', () => gpt3Flops / (1000 * 0.4 * A100) / DAY),
  carliniShare: entry('carlini2021', () => 604 / 1800),

  // Exercises of 2.4
  perplexityExercise: entry('e to the 3.2', () => Math.exp(3.2)),
  lossOfNothing: entry('ln 50257', () => Math.log(50_257)),
  sumThetaA: entry('three steps of 0.1 from 2 towards 3', () => tuned(3)),
  sumThetaB: entry('three steps of 0.1 from 2 towards 1', () => tuned(1)),
  sumTau: entry('θ_A − 2', () => tuned(3) - 2),
  sumTunedLoss: entry('(θ_A − 3)²', () => (tuned(3) - 3) ** 2),
  sumPrintedLoss: entry('(2 + θ_A − 3)²', () => (2 + tuned(3) - 3) ** 2),
  bandAt200: entry('85 % of 200', () => band(0.85, 200)),
  bandSamples: entry('1.96² · 0.85 · 0.15 / 0.01²', () => Math.ceil((1.96 ** 2 * 0.85 * 0.15) / 0.01 ** 2)),
  loraTotal: entry('32 layers, 4 matrices, 2 · 4096 · 8', loraTotal),
  loraTotalShare: entry('of 7 billion', () => loraTotal() / (7 * GIGA)),
  loraMegabytes: entry('16 bytes each; rajbhandari2020', () => (16 * loraTotal()) / MEGA),
  flopsExercise: entry('6 · 7 · 10⁹ · 2 · 10¹²', () => 6 * 7 * GIGA * 2000 * GIGA),
  flopsDays: entry('256 A100 at 40 %', () => daysOf7b(0.4)),
  flopsDaysSlow: entry('256 A100 at 30 %', () => daysOf7b(0.3)),
};
