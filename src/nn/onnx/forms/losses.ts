/** Losses, each from its equation. A mean or sum has shape [1]. */
import type { Graph } from '../Graph';
import type { Form, Forms, Step } from '../Step';
import { indicesOf } from './shapes';

const total = (g: Graph, x: string, type = 'ReduceMean') =>
  g.op('Reshape', [g.op(type, [x], { keepdims: 0n }), g.integers([1])]);
const minus = (g: Graph, x: string) => g.op('Neg', [x]);
const product = (g: Graph, ...factors: readonly string[]) => factors.reduce((a, b) => g.op('Mul', [a, b]));
const least = -100;

/** −log p of the target of every row, weighted; what is ignored is 0. x: log-probabilities (…,C). */
function classes(g: Graph, step: Step, x: string): readonly string[] {
  const smoothing = step.number('labelSmoothing', 0);
  const C = step.extent(0, -1);
  // What is no whole number is no target either, nor is −1.
  const ignore = Number.isInteger(step.number('ignoreIndex')) ? step.number('ignoreIndex') : -1;
  const given = indicesOf(g, step, 1, step.shapes[0]!.slice(0, -1));
  const ignored = g.op('Equal', [given, g.op('Squeeze', [g.integers([ignore])])]);
  const target = g.op('Where', [ignored, g.op('Squeeze', [g.integers([0])]), given]);
  const at = g.integers([-1]);
  const picked = g.op('Squeeze', [g.op('GatherElements', [x, g.op('Unsqueeze', [target, at])], { axis: -1n }), at]);
  const own = g.floats(step.has('weight') ? step.numbers('weight') : Array<number>(C).fill(1));
  const weight = g.op('Where', [ignored, g.float(0), g.op('Gather', [own, target], { axis: 0n })]);
  let loss = minus(g, product(g, picked, weight, g.float(1 - smoothing)));
  if (smoothing > 0) {
    const all = g.op('ReduceSum', [product(g, x, own), at], { keepdims: 0n });
    const counts = g.op('Where', [ignored, g.float(0), all]);
    loss = g.op('Sub', [loss, product(g, counts, g.float(smoothing / C))]);
  }
  const reduction = step.text('reduction');
  if (reduction === 'none') return [loss];
  const sum = total(g, loss, 'ReduceSum');
  return [reduction === 'sum' ? sum : g.op('Div', [sum, total(g, weight, 'ReduceSum')])];
}

/** The mean of a function of x and the target. */
const mean =
  (of: (g: Graph, x: string, target: string, step: Step) => string): Form =>
  (g, step) => [total(g, of(g, step.inputs[0]!, step.inputs[1]!, step))];

export const losses: Forms = {
  mseLoss: mean((g, x, target) => {
    const apart = g.op('Sub', [x, target]);
    return product(g, apart, apart);
  }),
  l1Loss: mean((g, x, target) => g.op('Abs', [g.op('Sub', [x, target])])),
  /** c (|d| − c / 2) with c = min(|d|, delta) */
  huberLoss: mean((g, x, target, step) => {
    const size = g.op('Abs', [g.op('Sub', [x, target])]);
    const c = g.op('Min', [size, g.float(step.number('delta'))]);
    return product(g, c, g.op('Sub', [size, product(g, c, g.float(0.5))]));
  }),
  binaryCrossEntropy: mean((g, p, target) => {
    const log = (x: string) => g.op('Max', [g.op('Log', [x]), g.float(least)]);
    const not = (x: string) => g.op('Sub', [g.float(1), x]);
    return minus(g, g.op('Add', [product(g, target, log(p)), product(g, not(target), log(not(p)))]));
  }),
  /** ln(1 + eˣ) − x target */
  binaryCrossEntropyWithLogits: mean((g, x, target) => g.op('Sub', [g.op('Softplus', [x]), product(g, x, target)])),
  crossEntropy: (g, step) => classes(g, step, g.op('LogSoftmax', [step.inputs[0]!], { axis: -1n })),
  nllLoss: (g, step) => classes(g, step, step.inputs[0]!),
};
