/** Every op alone, exported and run in ONNX Runtime: with a free first size, and with other numbers than it was traced with. */
import { afterAll, describe, test } from 'vitest';
import * as nn from '@/nn';
import { createRuntime } from '@/nn';
import type { NamedTensors, Tensor } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { expectSame } from '../../support/onnxRuntime';
import { numbers } from '../../support/numbers';

const runtime = createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

/** Something learnt, some data. */
const p = (...shape: number[]) => runtime.parameter(numbers(nn.sizeOf(shape), shape.length + nn.sizeOf(shape)), shape);
const positive = (...shape: number[]) => {
  const x = p(...shape);
  x.set(x.values().map((v) => Math.abs(v) + 0.1));
  return x;
};

type Row = [
  name: string,
  run: (x: Tensor, y: Tensor) => Tensor | NamedTensors,
  x?: (number | string)[],
  y?: (number | string)[],
];
const B = 'batch';
const square = (x: Tensor) => nn.mul(x, x);

const ELEMENTWISE: Row[] = [
  ['abs', (x) => nn.abs(x)],
  ['erf', (x) => nn.erf(x)],
  ['exp', (x) => nn.exp(x)],
  ['log', (x) => nn.log(nn.add(square(x), 0.1))],
  ['neg', (x) => nn.neg(x)],
  ['relu', (x) => nn.relu(x)],
  ['sigmoid', (x) => nn.sigmoid(x)],
  ['silu', (x) => nn.silu(x)],
  ['softplus', (x) => nn.softplus(x)],
  ['sqrt', (x) => nn.sqrt(nn.add(square(x), 0.1))],
  ['tanh', (x) => nn.tanh(x)],
  ['gelu', (x) => ({ erf: nn.gelu(x), tanh: nn.gelu(x, { approximate: 'tanh' }) })],
  ['elu', (x) => ({ one: nn.elu(x), other: nn.elu(x, 0.3) })],
  ['leakyRelu', (x) => ({ one: nn.leakyRelu(x), other: nn.leakyRelu(x, 2) })],
  ['clip', (x) => ({ both: nn.clip(x, -0.5, 1), low: nn.clip(x, 0.2), high: nn.clip(x, undefined, 0.1), crossed: nn.clip(x, 1, -1) })],
  ['add, sub, mul, div', (x, y) => ({ add: nn.add(x, y), sub: nn.sub(y, x), mul: nn.mul(x, 3), div: nn.div(x, nn.add(square(y), 1)) }), [B, 4, 3], [4, 1]],
  ['pow', (x) => ({ square: nn.pow(x, 2), half: nn.pow(nn.abs(x), 0.5), of: nn.pow(1.5, x) })],
  ['maximum, minimum', (x, y) => ({ max: nn.maximum(x, y), min: nn.minimum(x, 0.25) }), [B, 3], [B, 3]],
  ['greater, equal, where', (x, y) => ({ greater: nn.greater(x, y), equal: nn.equal(nn.relu(x), 0), where: nn.where(nn.greater(x, 0.5), y, -1) }), [B, 3], [1, 3]],
  ['addBias', (x) => nn.addBias(x, p(3))],
]; // prettier-ignore

const SHAPES: Row[] = [
  ['reshape', (x) => ({ flat: nn.flatten(x), merged: nn.reshape(x, [-1, 2]), split: nn.reshape(x, [x.shape[0]!, 2, 2, 6]), rows: nn.reshape(x, [x.shape[0]! * 12, 2]) }), [B, 4, 6]],
  ['reshape of two free sizes', (x) => ({ one: nn.reshape(x, [x.shape[0]! * x.shape[1]!, 6]), back: nn.reshape(nn.reshape(x, [-1, 6]), [...x.shape.slice(0, 2), 2, 3]), wide: nn.reshape(x, [x.shape[1]!, x.shape[0]! * 3, 2]) }), [B, 'time', 6]],
  ['permute, transpose', (x) => ({ permute: nn.permute(x, [2, 0, 1]), transpose: nn.transpose(x) }), [B, 4, 6]],
  ['slice', (x) => ({
    last: nn.slice(x, { axis: 1, start: -1 }),
    back: nn.slice(x, { axis: 0, step: -1 }, { axis: 2, start: 4, end: 0, step: -2 }),
    middle: nn.slice(x, { axis: -1, start: 1, end: 3 }),
    butLast: nn.slice(x, { axis: 0, end: x.shape[0]! - 1 }),
    nothing: nn.slice(x),
  }), [B, 4, 6]],
  ['split', (x) => Object.fromEntries(nn.split(x, [1, 2, 3], 2).map((part, i) => [`part${i}`, part])), [B, 4, 6]],
  ['pad', (x) => nn.pad(x, [[0, 1], [2, 0]], -3), [B, 3]],
  ['concat', (x, y) => ({ rows: nn.concat([x, y, x]), columns: nn.concat([x, nn.mul(x, 2)], -1) }), [B, 3], ['other', 3]],
  ['expand', (x) => nn.expand(nn.reshape(x, [x.shape[0]!, 1, 3]), [2, x.shape[0]!, 4, 3]), [B, 3]],
  ['gather', (x) => ({ rows: nn.gather(x, [2, 0, 2, 1], { axis: 1, shape: [2, 2] }), all: nn.gather(x, Array.from({ length: x.shape[0]! }, (_, i) => i)) }), [B, 3]],
  ['oneHot', (x) => nn.mul(x, nn.oneHot(runtime, [1, 0], 3)), [1, 3]],
]; // prettier-ignore

const over = (op: (x: Tensor, o?: nn.Over) => Tensor) => (x: Tensor) => ({
  all: op(x),
  last: op(x, { axes: -1 }),
  apart: op(x, { axes: [2, 0], keepdims: true }),
  middle: op(x, { axes: [1] }),
});
const REDUCTIONS: Row[] = [
  ['sum', over(nn.sum), [B, 4, 3]],
  ['mean', over(nn.mean), [B, 4, 3]],
  ['max', over(nn.max), [B, 4, 3]],
  ['min', over(nn.min), [B, 4, 3]],
  ['no axes', (x) => ({ sum: nn.sum(x, { axes: [] }), max: nn.max(x, { axes: [] }) })],
  ['variance', (x) => ({ sample: nn.variance(x, { axes: 1 }), population: nn.variance(x, { axes: [1, 2], correction: 0 }) }), [B, 4, 3]],
  ['softmax', (x) => ({ last: nn.softmax(x), middle: nn.softmax(x, 1), log: nn.logSoftmax(x, -2) }), [B, 4, 3]],
]; // prettier-ignore

const [x4, conv, grouped] = [[B, 6, 5, 4], p(3, 2, 4, 6), p(2, 3, 2, 8)];
const LAYERS: Row[] = [
  ['matmul', (x, y) => ({ nn: nn.matmul(x, p(3, 2)), tn: nn.matmul(x, y, { transA: true }), nt: nn.matmul(x, p(5, 3), { transB: true }), tt: nn.matmul(y, p(4, 5), { transA: true, transB: true }) }), [B, 5, 3], [5, 2]],
  ['matmul of stacks', (x, y) => nn.matmul(x, y), [B, 1, 2, 3], [4, 3, 2]],
  ['linear', (x) => ({
    z: nn.linear(x, p(3, 4)), b: nn.linear(x, p(3, 4), p(4)),
    relu: nn.linear(x, p(3, 4), p(4), { activation: 'relu' }),
    sigmoid: nn.linear(x, p(3, 4), p(4), { activation: 'sigmoid' }),
    tanh: nn.linear(x, p(3, 4), p(4), { activation: 'tanh' }),
    gelu: nn.linear(x, runtime.tensor(numbers(12, 3), [3, 4]), undefined, { activation: 'geluTanh' }),
  }), [B, 2, 3]],
  ['conv2d', (x) => ({ plain: nn.conv2d(x, conv), padded: nn.conv2d(x, conv, { bias: p(6), padding: [1, 0, 2, 1], stride: [2, 1] }), same: nn.conv2d(x, conv, { padding: 'same', dilation: [1, 2] }), grouped: nn.conv2d(x, grouped, { groups: 2, bias: p(8) }) }), x4],
  ['conv1d', (x) => nn.conv1d(x, p(3, 4, 2), { padding: [0, 2, 0, 1], stride: 2, dilation: 2, bias: p(2) }), [B, 9, 4]],
  ['maxPool2d', (x) => ({ plain: nn.maxPool2d(x, 2), ...nn.maxPool2dWithIndices(x, [3, 2], { stride: [2, 1], padding: [1, 0, 0, 1] }), ceil: nn.maxPool2d(x, 2, { stride: 2, ceilMode: true }), global: nn.globalMaxPool2d(x) }), x4],
  ['avgPool2d', (x) => ({ plain: nn.avgPool2d(x, 2), padded: nn.avgPool2d(x, [3, 2], { stride: [2, 1], padding: [1, 0, 0, 1] }), without: nn.avgPool2d(x, 3, { padding: 1, stride: 1, countIncludePad: false }), ceil: nn.avgPool2d(x, 2, { stride: 2, ceilMode: true }), dilated: nn.avgPool2d(x, 2, { dilation: [2, 1], stride: 1 }), global: nn.globalAvgPool2d(x) }), x4],
  ['layerNorm', (x) => ({ plain: nn.layerNorm(x), affine: nn.layerNorm(x, { weight: p(4, 3), bias: p(4, 3), axis: 1, eps: 0.1 }), ...nn.layerNormWithStatistics(x, { weight: p(3) }) }), [B, 4, 3]],
  ['rmsNorm', (x) => ({ plain: nn.rmsNorm(x, { eps: 0 }), affine: nn.rmsNorm(x, { weight: p(4, 3), axis: 1, eps: 0.1 }) }), [B, 4, 3]],
  ['batchNorm', (x, y) => {
    const running = { mean: p(4), variance: positive(4) };
    return { image: nn.batchNorm(x, { training: false, running, weight: p(4), bias: p(4), eps: 0.1 }), rows: nn.batchNorm(y, { training: false, running }), sequence: nn.batchNorm(nn.reshape(x, [-1, 30, 4]), { training: false, running }) };
  }, x4, [B, 4]],
  ['groupNorm', (x) => ({ plain: nn.groupNorm(x, 2), affine: nn.groupNorm(x, 4, { weight: p(4), bias: p(4), eps: 0.1 }) }), x4],
]; // prettier-ignore

const loss =
  (op: (x: Tensor, y: Tensor) => Tensor): Row[1] =>
  (x, y) =>
    op(x, y);
const probabilities = nn.sigmoid;
const LOSSES: Row[] = [
  ['mseLoss', loss(nn.mseLoss), [B, 3], [B, 3]],
  ['l1Loss', loss(nn.l1Loss), [B, 3], [B, 3]],
  ['huberLoss', loss((x, y) => nn.huberLoss(x, y, { delta: 0.7 })), [B, 3], [B, 3]],
  ['binaryCrossEntropy', loss((x, y) => nn.binaryCrossEntropy(nn.clip(x, 0, 1), probabilities(y))), [B, 3], [B, 3]],
  ['binaryCrossEntropyWithLogits', loss((x, y) => nn.binaryCrossEntropyWithLogits(nn.mul(x, 30), probabilities(y))), [B, 3], [B, 3]],
]; // prettier-ignore

describe.each(Object.entries({ ELEMENTWISE, SHAPES, REDUCTIONS, LAYERS, LOSSES }))('%s', (_, rows) => {
  test.each(rows)('%s', async (_, run, x = [B, 3], y) => {
    const inputs = { x: { shape: x }, ...(y && { y: { shape: y } }) };
    const forward = (tensors: { x: Tensor; y?: Tensor }) => {
      const out = run(tensors.x, tensors.y!);
      return out instanceof nn.Tensor ? { out } : out;
    };
    await expectSame(runtime, { inputs, forward }, { sizes: [{ batch: 3, other: 2, time: 4 }, { batch: 7, other: 1, time: 9 }], scale: 2, abs: 2e-5 }); // prettier-ignore
  });
});
