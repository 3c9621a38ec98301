/** Elements in other places, and sums over them. */
import { longs } from '../Graph';
import type { Graph } from '../Graph';
import type { Form, Forms, Step } from '../Step';
import { sameSizes } from '../Varying';
import type { Size } from '../Varying';

/** Past the end of any axis, and before its start. */
const END = 2 ** 31 - 1;
const START = -(2 ** 31);

type Range = { readonly axis: Size; readonly start?: Size; readonly end?: Size; readonly step?: Size };

/** Whole numbers in the shape that an op reads them in. */
export function indicesOf(g: Graph, { op, inputs, shapes }: Step, i: number, shape: readonly Size[]): string {
  return sameSizes(shapes[i]!, shape) ? inputs[i]! : g.op('Reshape', [inputs[i]!, g.shape(op, shape)]);
}

const reduction =
  (type: string): Form =>
  (g, step) => {
    const axes = step.numbers('axes');
    if (!axes.length) return [step.inputs[0]!];
    return [g.op(type, [step.inputs[0]!, g.integers(axes)], { keepdims: BigInt(step.flag('keepdims')) })];
  };

const gather: Form = (g, step) => {
  const index = indicesOf(g, step, 1, step.sizes('shape'));
  return [g.op('Gather', [step.inputs[0]!, index], { axis: BigInt(step.number('axis')) })];
};

export const shapes: Forms = {
  detach: (g, step) => [g.op('Identity', step.inputs)],
  permute: (g, step) => [g.op('Transpose', step.inputs, { perm: longs(step.numbers('order')) })],
  reshape: (g, step) => [g.op('Reshape', [step.inputs[0]!, g.shape('reshape', step.sizes('shape'))])],
  expand: (g, step) => [g.op('Expand', [step.inputs[0]!, g.sizes('expand', step.sizes('shape'))])],
  concat: (g, step) => [g.op('Concat', step.inputs, { axis: BigInt(step.number('axis')) })],
  pad: (g, step) => {
    const widths = step.list<readonly Size[]>('widths');
    const pads = g.sizes('pad', [...widths.map(([before]) => before!), ...widths.map(([, after]) => after!)]);
    return [g.op('Pad', [step.inputs[0]!, pads, g.float(step.number('value'))])];
  },
  slice: (g, step) => {
    const ranges = step.list<Range>('ranges');
    if (!ranges.length) return [step.inputs[0]!];
    const back = ({ step: by = 1 }: Range) => typeof by === 'number' && by < 0;
    const row = (of: (range: Range) => Size) => g.sizes('slice', ranges.map(of));
    return [
      g.op('Slice', [
        step.inputs[0]!,
        row((range) => range.start ?? (back(range) ? END : 0)),
        row((range) => range.end ?? (back(range) ? START : END)),
        row(({ axis }) => axis),
        row(({ step: by = 1 }) => by),
      ]),
    ];
  },

  gather,
  embedding: gather,
  oneHot: (g, step) => {
    const depth = g.op('Squeeze', [g.integers([step.number('classes')])]);
    const index = g.op('Reshape', [step.inputs[0]!, g.integers([-1])]);
    return [g.op('OneHot', [index, depth, g.floats([0, 1])])];
  },

  sum: reduction('ReduceSum'),
  mean: reduction('ReduceMean'),
  max: reduction('ReduceMax'),
  min: reduction('ReduceMin'),
};
