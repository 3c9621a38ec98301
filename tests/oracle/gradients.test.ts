/** The oracle's gradients against central differences in f64. */
import { describe, expect, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import * as activations from './activations';
import * as several from './broadcast';
import { centralDifference } from './centralDifference';
import { binaryCrossEntropy, binaryCrossEntropyWithLogits, classLoss, crossEntropy, huber, l1, mse } from './losses';
import { matmul, matmulBackward } from './matmul';
import type { Layer } from './mlp';
import { lossAndGradient } from './mlp';

const TOLERANCE = { rel: 1e-9, abs: 1e-10 };

test('centralDifference knows the gradient of a polynomial and of a sine', () => {
  assertClose(
    centralDifference(([x, y]) => x! ** 3 + 2 * x! * y!, [2, 5]),
    [22, 4],
    { rel: 1e-11 },
  );
  assertClose(
    centralDifference(([x]) => Math.sin(x!), [0.7]),
    [Math.cos(0.7)],
    { rel: 1e-11 },
  );
});

test.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])('matmulBackward, transA %s, transB %s', (transA, transB) => {
  const p = { M: 2, K: 3, N: 4, transA, transB };
  const [a, b, dout] = [numbers(6, 1), numbers(12, 2), numbers(8, 3)];
  const weighted = (out: readonly number[]) => out.reduce((sum, v, i) => sum + v * dout[i]!, 0);
  const { da, db } = matmulBackward(dout, a, b, p);
  assertClose(
    da,
    centralDifference((x) => weighted(matmul(x, b, p)), a),
    TOLERANCE,
  );
  assertClose(
    db,
    centralDifference((x) => weighted(matmul(a, x, p)), b),
    TOLERANCE,
  );
});

const { clip, elu, leakyRelu, ...plain } = activations;
const scalars = { ...plain, clip: clip(-2, 3), elu: elu(0.7), leakyRelu: leakyRelu(0.1) };

test.each(Object.entries(scalars))('slope of %s', (name, { value, slope }) => {
  const positive = name === 'log' || name === 'sqrt';
  for (const x of [-6, -0.5, 0.01, 0.3, 4].map((v) => (positive ? v ** 2 : v)))
    assertClose(
      slope(x),
      centralDifference(([v]) => value(v!), [x], 1e-3 * Math.min(1, x * x)),
      { rel: 1e-7, abs: 1e-8 },
    );
});

const { broadcast, ...functions } = several;
test.each(Object.entries(functions))('gradient of %s, broadcast', (name, f) => {
  const shapes =
    name === 'where'
      ? [[3], [2, 3], [1]]
      : [
          [2, 1],
          [2, 3],
        ];
  const arrays = shapes.map((shape, k) =>
    numbers(
      shape.reduce((a, b) => a * b),
      k + 20,
    ).map((v) => (name === 'pow' ? v + 2 : name === 'where' && k === 0 ? Math.round(v) : v)),
  );
  const dout = numbers(6, 9);
  const at = (k: number, x: number[]) =>
    broadcast(f, arrays.with(k, x), shapes, [2, 3]).value.reduce((sum, v, i) => sum + v * dout[i]!, 0);
  broadcast(f, arrays, shapes, [2, 3])
    .gradients(dout)
    .forEach((gradient, k) => {
      if (name === 'where' && k === 0) return; // the condition
      assertClose(
        gradient,
        centralDifference((x) => at(k, x), arrays[k]!, 1e-4),
        { rel: 1e-8, abs: 1e-9 },
      );
    });
});

describe('losses', () => {
  const logits = numbers(6, 4, 3);
  const targets = [0, 1, 1, 0, 0.25, 1];
  const probabilities = [0.1, 0.9, 0.5, 0.01, 0.3, 0.7];
  test.each([
    ['mse', mse, logits, targets],
    ['l1', l1, logits, targets],
    ['huber', huber(0.8), logits, targets],
    ['binaryCrossEntropy', binaryCrossEntropy, probabilities, targets],
    ['binaryCrossEntropyWithLogits', binaryCrossEntropyWithLogits, logits, targets],
    ['crossEntropy', crossEntropy(3), logits, [2, 0]],
  ])('gradient of %s', (_, { value, gradient }, x, t) => {
    // ln p has large derivatives near 0: a shorter step there
    assertClose(
      gradient(x, t),
      centralDifference((v) => value(v, t), x, 1e-4),
      { rel: 1e-8, abs: 1e-9 },
    );
  });
});

describe.each(['none', 'sum', 'mean'] as const)('gradient of classLoss, %s', (reduction) => {
  test.each([
    [true, {}],
    [false, {}],
    [true, { smoothing: 0.2 }],
    [true, { smoothing: 0.2, weight: [0.5, 2, 1] }],
    [false, { weight: [0.5, 2, 1] }],
  ])('of logits: %s, %o', (logits, options) => {
    const loss = classLoss(3, logits, { ...options, reduction });
    const [x, target, dout] = [numbers(12, 4, 2), [2, -1, 0, 1], numbers(reduction === 'none' ? 4 : 1, 5)];
    assertClose(
      loss.gradient(x, target, dout),
      centralDifference((v) => loss.each(v, target).reduce((sum, l, b) => sum + l * dout[b]!, 0), x),
      TOLERANCE,
    );
  });
});

test('gradient of the network', () => {
  const layers: Layer[] = [
    {
      weight: [
        [0.1, -0.4],
        [0.7, 0.2],
        [-0.3, 0.5],
      ],
      bias: [0.1, -0.2],
      activation: 'tanh',
    },
    { weight: [[0.6], [-0.8]], bias: [0.05], activation: 'sigmoid' },
  ];
  const [X, Y] = [
    [
      [1, 0, 1],
      [0, 1, 0],
      [1, 1, 0],
    ],
    [[0], [1], [1]],
  ];
  const flat = (l: readonly { weight: number[][]; bias: number[] }[]) =>
    l.flatMap(({ weight, bias }) => [...weight.flat(), ...bias]);
  const build = (values: number[]): Layer[] => {
    const next = values.values();
    const take = () => next.next().value!;
    return layers.map((l) => ({ ...l, weight: l.weight.map((row) => row.map(take)), bias: l.bias.map(take) }));
  };
  const expected = centralDifference((v) => lossAndGradient(build(v), X, Y).loss, flat(layers));
  assertClose(flat(lossAndGradient(layers, X, Y).gradients), expected, TOLERANCE);
  expect(expected).toHaveLength(11);
});
