/** The graph's arithmetic in f64: values forward, the derivative of one operation, and the difference that judges it. */
import { nameOf, type Graph, type Op } from './graphs';

/** A number for each id. */
export type Numbers = Readonly<Record<string, number>>;

/** A factor of a gradient, and what it is called. */
export type Factor = { readonly name: string; readonly value: number };

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** What an operation makes of the numbers before it. */
export function valueOf({ kind, from }: Op, numbers: Numbers): number {
  const inputs = from.map((id) => numbers[id]!);
  switch (kind) {
    case 'mul':
      return inputs[0]! * inputs[1]!;
    case 'sum':
      return inputs.reduce((sum, x) => sum + x, 0);
    case 'sigmoid':
      return sigmoid(inputs[0]!);
    case 'loss': {
      const half = inputs.length / 2;
      return inputs.slice(0, half).reduce((sum, y, i) => sum + (y - inputs[half + i]!) ** 2, 0) / 2;
    }
  }
}

/**
 * The first `count` operations, in order, over the leaves.
 *
 * @param fixed a number that is held at a value of its own, whatever leads to it
 */
export function forward(
  { ops }: Graph,
  leaves: Numbers,
  count = ops.length,
  fixed?: { readonly id: string; readonly value: number },
): Numbers {
  const numbers: Record<string, number> = { ...leaves };
  if (fixed) numbers[fixed.id] = fixed.value;
  for (const op of ops.slice(0, count)) if (op.id !== fixed?.id) numbers[op.id] = valueOf(op, numbers);
  return numbers;
}

/** The local derivative of an operation by its input number i: ∂op / ∂from[i]. */
export function localOf({ id, kind, from }: Op, i: number, numbers: Numbers): Factor {
  switch (kind) {
    case 'mul': {
      const other = from[1 - i]!;
      return { name: nameOf(other), value: numbers[other]! };
    }
    case 'sum':
      return { name: '1', value: 1 };
    case 'sigmoid': {
      const y = numbers[id]!;
      return { name: `${nameOf(id)}(1 − ${nameOf(id)})`, value: y * (1 - y) };
    }
    case 'loss': {
      const half = from.length / 2;
      const other = from[(i + half) % from.length]!;
      return { name: `(${nameOf(from[i]!)} − ${nameOf(other)})`, value: numbers[from[i]!]! - numbers[other]! };
    }
  }
}

/**
 * ∂L/∂id without any rule of differentiation: the loss a little above and a little below.
 *
 *   [L(v + h) − L(v − h)] / 2h,   error of order h², and of order 1e-16 / h from rounding
 *
 * @param numbers all values of the forward pass; their leaves are what the loss is computed from
 */
export function differenceOf(graph: Graph, numbers: Numbers, id: string, h: number): number {
  const leaves = Object.fromEntries(graph.leaves.map((leaf) => [leaf.id, numbers[leaf.id]!]));
  const lossAt = (value: number) => forward(graph, leaves, undefined, { id, value })['L']!;
  const v = numbers[id]!;
  return (lossAt(v + h) - lossAt(v - h)) / (2 * h);
}
