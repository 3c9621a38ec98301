/** softmax, normalizations, convolutions, pools and recurrent networks as ops: gradients, errors. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  avgPool2d,
  batchNorm,
  conv1d,
  conv2d,
  createRuntime,
  globalAvgPool2d,
  globalMaxPool2d,
  groupNorm,
  gru,
  layerNorm,
  logSoftmax,
  lstm,
  maxPool2d,
  maxPool2dWithIndices,
  mseLoss,
  rmsNorm,
  rnn,
  softmax,
} from '@/nn';
import type { Runtime, Tensor } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import * as convolution from '../oracle/conv2d';
import * as normal from '../oracle/normalize';
import * as recurrent from '../oracle/recurrent';
import * as soft from '../oracle/softmax';
import { gradients, nums, valuesOf } from '../oracle/tape';
import type { Num } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { fit } from '../support/window';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const count = (shape: readonly number[]) => shape.reduce((p, n) => p * n, 1);
const window = fit({
  N: 2,
  H: 5,
  W: 4,
  C: 2,
  kernel: [2, 3],
  stride: [2, 1],
  padding: [1, 0, 0, 1],
  dilation: [1, 1],
});
const slide = { stride: [2, 1], padding: [1, 0, 0, 1] } as const;
const s = { T: 3, B: 2, I: 2, H: 3, reverse: false, lengths: [3, 2] };
const gatesOf = (G: number) => [[2, 3 * G], [3, 3 * G], [3 * G], [3 * G], [1, 2, 3]];
const w = ([wx, wh, bias, otherBias]: Tensor[]) => ({ wx: wx!, wh: wh!, bias, otherBias });
const W = ([wx, wh, bias, otherBias]: Num[][]) => ({ wx: wx!, wh: wh!, bias: bias!, otherBias: otherBias! });

type Row = [string, number[][], (...inputs: Tensor[]) => Tensor, (...inputs: Num[][]) => Num[]];
/** Name, shapes of the inputs, op, oracle. */
const OPS: Row[] = [
  ['softmax', [[2, 3, 2]], (x) => softmax(x!, 1), (x) => soft.softmax({ outer: 2, C: 3, inner: 2 }, x!)],
  ['logSoftmax', [[4, 3]], (x) => logSoftmax(x!), (x) => soft.logSoftmax({ outer: 4, C: 3, inner: 1 }, x!)],
  [
    'layerNorm',
    [
      [2, 3, 2],
      [3, 2],
      [3, 2],
    ],
    (x, weight, bias) => layerNorm(x!, { weight, bias, axis: 1, eps: 0.1 }),
    (x, weight, bias) => normal.layerNorm(x!, 6, 0.1, { weight, bias }).out,
  ],
  [
    'rmsNorm',
    [[3, 4], [4]],
    (x, weight) => rmsNorm(x!, { weight, eps: 0.1 }),
    (x, weight) => normal.rmsNorm(x!, 4, 0.1, weight),
  ],
  [
    'batchNorm',
    [[2, 2, 3], [3], [3]],
    (x, weight, bias) => batchNorm(x!, { weight, bias, training: true, eps: 0.1 }),
    (x, weight, bias) => normal.batchNorm(x!, 3, 0.1, { weight, bias }).out,
  ],
  [
    'groupNorm',
    [[2, 3, 4], [4], [4]],
    (x, weight, bias) => groupNorm(x!, 2, { weight, bias, eps: 0.1 }),
    (x, weight, bias) => normal.groupNorm(x!, 2, 3, 4, 2, 0.1, { weight, bias }).out,
  ],
  [
    'conv2d',
    [[2, 5, 4, 2], [2, 3, 1, 4], [4]],
    (x, weight, bias) => conv2d(x!, weight!, { ...slide, bias, groups: 2 }),
    (x, weight, bias) => convolution.conv2d(window, 4, 2, x!, weight!, bias),
  ],
  [
    'conv1d',
    [
      [2, 7, 2],
      [3, 2, 3],
    ],
    (x, weight) => conv1d(x!, weight!, { padding: 2, stride: 2, dilation: 2 }),
    (x, weight) =>
      convolution.conv2d(
        fit({ N: 2, H: 1, W: 7, C: 2, kernel: [1, 3], stride: [1, 2], padding: [0, 2, 0, 2], dilation: [1, 2] }),
        3,
        1,
        x!,
        weight!,
      ),
  ],
  ['maxPool2d', [[2, 5, 4, 2]], (x) => maxPool2d(x!, [2, 3], slide), (x) => convolution.maxPool2d(window, x!)],
  ['avgPool2d', [[2, 5, 4, 2]], (x) => avgPool2d(x!, [2, 3], slide), (x) => convolution.avgPool2d(window, true, x!)],
  [
    'rnn, both directions',
    [[3, 2, 2], [2, 3], [3, 3], [3], [3], [2, 3], [3, 3], [3], [3], [2, 2, 3]],
    (x, ...p) => rnn(x!, [w(p), w(p.slice(4))], { h0: p[8], lengths: s.lengths, reverse: false }).out,
    (x, ...p) => {
      const [one, two] = [p[8]!.slice(0, 6), p[8]!.slice(6)];
      const forward = recurrent.rnn(s, x!, W(p), one, false).out;
      const reverse = recurrent.rnn({ ...s, reverse: true }, x!, W(p.slice(4)), two, false).out;
      return Array.from({ length: 6 }, (_, i) => [i * 3, i * 3 + 3] as const).flatMap(([a, b]) => [
        ...forward.slice(a, b),
        ...reverse.slice(a, b),
      ]);
    },
  ],
  [
    'rnn of relu, its last state',
    [[3, 2, 2], ...gatesOf(1)],
    (x, ...p) => rnn(x!, [w(p)], { h0: p[4], lengths: s.lengths, nonlinearity: 'relu' }).hn,
    (x, ...p) => recurrent.rnn(s, x!, W(p), p[4]!, true).hn,
  ],
  [
    'lstm',
    [[3, 2, 2], ...gatesOf(4), [1, 2, 3], [9]],
    (x, ...p) => lstm(x!, [w(p)], { h0: p[4], c0: p[5], peepholes: [p[6]!], lengths: s.lengths }).out,
    (x, ...p) => recurrent.lstm(s, x!, W(p), p[4]!, p[5]!, p[6]).out,
  ],
  [
    'lstm, its last cell, in reverse',
    [[3, 2, 2], ...gatesOf(4), [1, 2, 3]],
    (x, ...p) => lstm(x!, [w(p)], { h0: p[4], c0: p[5], lengths: s.lengths, reverse: true }).cn,
    (x, ...p) => recurrent.lstm({ ...s, reverse: true }, x!, W(p), p[4]!, p[5]!).cn,
  ],
  [
    'gru',
    [[3, 2, 2], ...gatesOf(3)],
    (x, ...p) => gru(x!, [w(p)], { h0: p[4], lengths: s.lengths }).out,
    (x, ...p) => recurrent.gru(s, x!, W(p), p[4]!, false).out,
  ],
  [
    'gru, reset first',
    [[3, 2, 2], ...gatesOf(3)],
    (x, ...p) => gru(x!, [w(p)], { h0: p[4], lengths: s.lengths, resetFirst: true }).hn,
    (x, ...p) => recurrent.gru(s, x!, W(p), p[4]!, true).hn,
  ],
];

test.each(OPS)('%s: values and every gradient', (_, shapes, op, oracle) => {
  const inputs = shapes.map((shape, i) => numbers(count(shape), i + 1));
  const parameters = shapes.map((shape, i) => runtime.parameter(inputs[i]!, shape));
  const lists = inputs.map(nums);
  const expected = oracle(...lists);
  const target = numbers(expected.length, 60);
  runtime.scope(() => {
    const out = op(...parameters);
    assertClose(out.values(), valuesOf(expected), { abs: 3e-6 });
    runtime.backward(mseLoss(out, runtime.tensor(target, out.shape)));
  });
  const upstream = expected.map((y, i) => (2 * (y.value - target[i]!)) / target.length);
  gradients(expected, upstream, ...lists).forEach((slope, j) =>
    assertClose(parameters[j]!.gradient(), slope, { abs: 5e-6 }),
  );
});

test('global pools and indices', () => {
  runtime.scope(() => {
    const x = runtime.tensor([1, 2, 9, 4, 5, 6, 7, 0], [1, 2, 2, 2]);
    expect([...globalAvgPool2d(x).values()]).toEqual([5.5, 3]);
    expect([...globalMaxPool2d(x).values()]).toEqual([9, 6]);
    expect([...maxPool2dWithIndices(x, 2).indices.values()]).toEqual([1, 2]);
  });
});

test("batchNorm keeps PyTorch's running statistics: of a sample, moved by momentum", () => {
  const x = numbers(12, 1);
  const running = { mean: runtime.tensor([0.5, 0, 0], [3]), variance: runtime.tensor([1, 1, 2], [3]) };
  const stats = normal.batchNorm(nums(x), 3, 1e-5, {});
  const given = runtime.scope(() => {
    batchNorm(runtime.tensor(x, [4, 3]), { running, training: true });
    return [...batchNorm(runtime.tensor(x, [4, 3]), { running, training: false }).values()];
  });
  const mean = valuesOf(stats.means).map((m, i) => 0.9 * [0.5, 0, 0][i]! + 0.1 * m);
  const variance = valuesOf(stats.variances).map((v, i) => 0.9 * [1, 1, 2][i]! + (0.1 * v * 4) / 3);
  assertClose(running.mean.values(), mean, { abs: 1e-6 });
  assertClose(running.variance.values(), variance, { abs: 1e-6 });
  assertClose(given, valuesOf(normal.batchNormGiven(nums(x), mean, variance, 1e-5, {})), { abs: 3e-6 });
});

describe('errors', () => {
  const t = (...shape: number[]) => runtime.tensor(new Float32Array(count(shape)), shape);
  const said = (body: () => unknown) => {
    try {
      runtime.scope(body);
    } catch (error) {
      return String(error);
    }
    return 'nothing';
  };
  test('shapes that do not fit, values outside what the op means', () => {
    const sentences = [
      () => softmax(t(2, 3), 2),
      () => layerNorm(t(2, 3), { weight: t(2) }),
      () => layerNorm(t(2, 3), { eps: 0 }),
      () => rmsNorm(t(2, 3), { axis: -3 }),
      () => batchNorm(t(2, 3), { training: false }),
      () => batchNorm(t(1, 3), { training: true, running: { mean: t(3), variance: t(3) } }),
      () => groupNorm(t(2, 4), 3),
      () => groupNorm(t(4), 1),
      () => conv2d(t(2, 3, 3), t(1, 1, 3, 1)),
      () => conv1d(t(2, 3), t(1, 1, 3)),
      () => conv2d(t(1, 3, 3, 4), t(1, 1, 3, 1)),
      () => conv2d(t(1, 3, 3, 4), t(1, 1, 2, 3), { groups: 2 }),
      () => conv2d(t(1, 3, 3, 1), t(1, 1, 1, 2), { bias: t(3) }),
      () => conv2d(t(1, 2, 2, 1), t(3, 3, 1, 1)),
      () => conv2d(t(1, 2, 2, 1), t(1, 1, 1, 1), { stride: 0 }),
      () => conv2d(t(1, 2, 2, 1), t(1, 1, 1, 1), { padding: -1 }),
      () => maxPool2d(t(1, 2, 2), 2),
      () => avgPool2d(t(1, 2, 2, 1), 2, { padding: 2 }),
      () => rnn(t(2, 3), [{ wx: t(3, 2), wh: t(2, 2) }]),
      () => rnn(t(2, 1, 3), []),
      () => rnn(t(2, 1, 3), [{ wx: t(3, 3), wh: t(2, 2) }]),
      () => lstm(t(2, 1, 3), [{ wx: t(3, 8), wh: t(2, 8) }], { lengths: [3] }),
      () => lstm(t(2, 1, 3), [{ wx: t(3, 8), wh: t(2, 8) }], { c0: t(1, 1, 3) }),
      () => lstm(t(2, 1, 3), [{ wx: t(3, 8), wh: t(2, 8) }], { peepholes: [] }),
      () => gru(t(2, 1, 3), [{ wx: t(3, 6), wh: t(2, 6) }], { h0: t(1, 2) }),
    ].map(said);
    expect(sentences.join('\n')).toMatchInlineSnapshot(`
      "ShapeError: softmax: the axis is one of [2, 3]; got 2
      ShapeError: layerNorm: the weight has shape [3]; got [2]
      DomainError: layerNorm: eps is positive; got 0
      ShapeError: rmsNorm: the axis is one of [2, 3]; got -3
      DomainError: batchNorm: there are running statistics unless training; got none
      DomainError: batchNorm: training takes at least two rows; got shape [1, 3]
      DomainError: groupNorm: groups divide the 4 channels; got 3
      ShapeError: groupNorm: x is (N,…,C); got [4]
      ShapeError: conv2d: x is (N,H,W,C), the weight (KH,KW,C / groups,F); got [2, 3, 3] and [1, 1, 3, 1]
      ShapeError: conv1d: x is (N,L,C), the weight (K,C / groups,F); got [2, 3] and [1, 1, 3]
      ShapeError: conv2d: the weight reads the 4 channels of a group; got [1, 1, 3, 1]
      DomainError: conv2d: groups divide the channels, 4 and 3; got 2
      ShapeError: conv2d: the bias has one number for each of 2 channels; got [3]
      ShapeError: conv2d: the padded image holds the kernel; got image [2, 2], taps over [3, 3]
      DomainError: conv2d: stride is positive and whole; got [0, 0]
      DomainError: conv2d: padding is whole and at least 0; got -1
      ShapeError: maxPool2d: x is (N,H,W,C); got [1, 2, 2]
      ShapeError: avgPool2d: the kernel meets the image wherever it stands; got padding [2, 2, 2, 2] of [2, 2]
      ShapeError: rnn: x is (T,B,I); got [2, 3]
      DomainError: rnn: there are weights of one direction, or of both; got 0
      ShapeError: rnn: wx has shape [3, 2]; got [3, 3]
      DomainError: lstm: lengths are 1 whole numbers from 0 to 2; got [3]
      ShapeError: lstm: c0 has shape [1, 1, 2]; got [1, 1, 3]
      DomainError: lstm: there are peepholes for every direction; got 0 of 1
      ShapeError: gru: h0 has shape [1, 1, 2]; got [1, 2]"
    `);
  });
});
