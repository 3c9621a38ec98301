/** Products, convolutions, pools and normalizations. Images are channels last here and channels first in ONNX. */
import { longs } from '../Graph';
import type { Graph } from '../Graph';
import type { Form, Forms, Step } from '../Step';
import type { Attributes } from '../model';
import { FLOAT } from './elementwise';

const ACTIVATIONS: Readonly<Record<string, [type: string, attributes?: Attributes]>> = {
  relu: ['Relu'],
  sigmoid: ['Sigmoid'],
  tanh: ['Tanh'],
  geluTanh: ['Gelu', { approximate: 'tanh' }],
};

/** The last axis second, and back. */
const first = (g: Graph, x: string, rank: number) =>
  rank < 3 ? x : g.op('Transpose', [x], { perm: longs([0, rank - 1, ...range(1, rank - 1)]) });
const last = (g: Graph, x: string, rank: number) =>
  rank < 3 ? x : g.op('Transpose', [x], { perm: longs([0, ...range(2, rank), 1]) });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Settings of a window in `dimensions` directions, of which the last are taken. */
function window(step: Step, dimensions: number) {
  const along = (name: string) => longs(step.numbers(name).slice(-dimensions));
  const [top, left, bottom, right] = step.numbers('padding');
  const pads = longs(dimensions === 2 ? [top!, left!, bottom!, right!] : [left!, right!]);
  return { kernel_shape: along('kernel'), strides: along('stride'), dilations: along('dilation'), pads };
}

const convolution: Form = (g, step) => {
  const [x, weight, bias] = step.inputs as [string, string, string];
  const rank = step.rank(0);
  // (taps…, in, out) -> (out, in, taps…)
  const turned = g.op('Transpose', [weight], { perm: longs([rank - 1, rank - 2, ...range(0, rank - 2)]) });
  const attributes = { ...window(step, rank - 2), group: BigInt(step.number('groups')) };
  return [last(g, g.op('Conv', [first(g, x, rank), turned, bias], attributes), rank)];
};

const pool = (step: Step) => ({ ...window(step, 2), ceil_mode: BigInt(step.flag('ceilMode')) });

/** weight or its stand-in, for the axes from `from` on. */
const affine = (g: Graph, step: Step, i: number, from: number, otherwise: number) =>
  step.inputs[i] ||
  g.floats(
    ...((shape) => [Array<number>(shape.reduce((p, n) => p * n, 1)).fill(otherwise), shape] as const)(
      range(from, step.rank(0)).map((axis) => step.extent(0, axis)),
    ),
  );

/** The axis as a whole number from 0 on. */
const axisOf = (step: Step) => (step.number('axis') + step.rank(0)) % step.rank(0);

export const layers: Forms = {
  matmul: (g, step) => {
    const swapped = (i: number, flag: string) => {
      if (!step.flag(flag)) return step.inputs[i]!;
      const rank = step.rank(i);
      return g.op('Transpose', [step.inputs[i]!], { perm: longs([...range(0, rank - 2), rank - 1, rank - 2]) });
    };
    return [g.op('MatMul', [swapped(0, 'transA'), swapped(1, 'transB')])];
  },
  linear: (g, step) => {
    const [x, weight, bias] = step.inputs as [string, string, string];
    const product = g.op('MatMul', [x, weight]);
    const z = bias ? g.op('Add', [product, bias]) : product;
    const [type, attributes] = ACTIVATIONS[step.text('activation')] ?? [];
    return [type ? g.op(type, [z], attributes) : z];
  },

  conv1d: convolution,
  conv2d: convolution,
  avgPool2d: (g, step) => {
    const attributes = { ...pool(step), count_include_pad: BigInt(step.flag('countIncludePad')) };
    return [last(g, g.op('AveragePool', [first(g, step.inputs[0]!, 4)], attributes), 4)];
  },
  maxPool2d: (g, step) => {
    const [out, index] = g.ops('MaxPool', [first(g, step.inputs[0]!, 4)], pool(step), 2) as [string, string];
    // ONNX counts through the whole of x, we through one channel of one image.
    const pixels = g.op('Mul', [
      g.extent(step.inputs[0]!, 1, step.shapes[0]![1]!),
      g.extent(step.inputs[0]!, 2, step.shapes[0]![2]!),
    ]);
    return [last(g, out, 4), g.op('Cast', [last(g, g.op('Mod', [index, pixels]), 4)], FLOAT)];
  },

  layerNorm: (g, step) => {
    const axis = axisOf(step);
    const scale = affine(g, step, 1, axis, 1);
    const attributes = { axis: BigInt(axis), epsilon: step.number('eps') };
    const [out, ...statistics] = g.ops('LayerNormalization', [step.inputs[0]!, scale, step.inputs[2]!], attributes, 3);
    return [out!, ...statistics.map((x) => g.op('Reshape', [x, g.integers([-1])]))];
  },
  rmsNorm: (g, step) => {
    const [x, weight] = step.inputs as [string, string];
    const axes = g.integers(range(axisOf(step), step.rank(0)));
    const square = g.op('ReduceMean', [g.op('Mul', [x, x]), axes], { keepdims: 1n });
    const out = g.op('Div', [x, g.op('Sqrt', [g.op('Add', [square, g.float(step.number('eps'))])])]);
    return [weight ? g.op('Mul', [out, weight]) : out];
  },
  batchNorm: (g, step) => {
    const rank = step.rank(0);
    const [x, , , mean, variance] = step.inputs as [string, string, string, string, string];
    const [weight, bias] = [affine(g, step, 1, rank - 1, 1), affine(g, step, 2, rank - 1, 0)];
    const inputs = [first(g, x, rank), weight, bias, mean, variance];
    return [last(g, g.op('BatchNormalization', inputs, { epsilon: step.number('eps') }), rank)];
  },
  /** (N,…,C) as (N,S,G,C / G), normalized over S and C / G. */
  groupNorm: (g, step) => {
    const [x, weight, bias] = step.inputs as [string, string, string];
    const [C, groups] = [step.extent(0, -1), step.number('groups')];
    const parts = g.op('Reshape', [x, g.integers([0, -1, groups, C / groups])]);
    const mean = (y: string) => g.op('ReduceMean', [y, g.integers([1, 3])], { keepdims: 1n });
    const apart = g.op('Sub', [parts, mean(parts)]);
    const deviation = g.op('Sqrt', [g.op('Add', [mean(g.op('Mul', [apart, apart])), g.float(step.number('eps'))])]);
    const out = g.op('Reshape', [g.op('Div', [apart, deviation]), g.op('Shape', [x])]);
    const scaled = weight ? g.op('Mul', [out, weight]) : out;
    return [bias ? g.op('Add', [scaled, bias]) : scaled];
  },
};
