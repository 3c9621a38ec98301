/**
 * Functions of two numbers, element by element. Shapes broadcast as in numpy: aligned at the end, sizes are equal or 1; a
 * number stands for a tensor of any shape. An operand that was repeated gets the sum of its gradients.
 */
import { broadcastShape, constantOf, layoutOf, repeatedSteps, sameShape } from '../layout';
import type { Runtime } from '../runtime';
import { Tensor, sizeOf } from '../tensor';
import type { Shape } from '../tensor';

/** A tensor, or a number that is the same everywhere; for numbers that a model is made of, not for ones that change. */
export type Operand = Tensor | number;

type Differentiable = 'add' | 'div' | 'maximum' | 'minimum' | 'mul' | 'pow' | 'sub';

/** The operands as tensors, the shape of the result, and how they lie in it. */
function align(where: string, a: Operand, b: Operand) {
  const runtime = (a instanceof Tensor ? a : (b as Tensor)).runtime;
  const [x, y] = [a, b].map((v) => (v instanceof Tensor ? v : constantOf(runtime, v))) as [Tensor, Tensor];
  runtime.check(where, x);
  runtime.check(where, y);
  return { runtime, x, y, ...broadcast(runtime, where, x.shape, y.shape) };
}

export function broadcast(runtime: Runtime, where: string, ...shapes: readonly Shape[]) {
  const [first] = shapes as [Shape];
  if (shapes.every((shape) => sameShape(shape, first))) return { shape: first, size: sizeOf(first), layout: 0 };
  const shape = broadcastShape(where, ...shapes);
  const layout = layoutOf(runtime, shape, ...shapes.map((own) => repeatedSteps(own, shape)));
  return { shape, size: sizeOf(shape), layout };
}

function arithmetic(name: Differentiable) {
  return (a: Operand, b: Operand): Tensor => {
    const { runtime, x, y, shape, size, layout } = align(name, a, b);
    const k = runtime.kernels;
    const out = runtime.result(shape, size, x.requiresGrad || y.requiresGrad);
    k[name](out.data, x.data, y.data, size, layout);
    runtime.traced?.(name, [x, y], [out]);
    if (!out.requiresGrad) return out;
    out._backward =
      name === 'add' || name === 'sub'
        ? () => k[`${name}Backward`](x.grad, y.grad, out.grad, size, layout)
        : () => k[`${name}Backward`](x.grad, y.grad, out.grad, x.data, y.data, size, layout);
    return out;
  };
}

/** a + b. @throws {ShapeError} shapes that do not broadcast */
export const add = arithmetic('add');
/** a − b. @throws {ShapeError} shapes that do not broadcast */
export const sub = arithmetic('sub');
/** a · b. @throws {ShapeError} shapes that do not broadcast */
export const mul = arithmetic('mul');
/** a / b. @throws {ShapeError} shapes that do not broadcast */
export const div = arithmetic('div');
/** aᵇ; a negative base has a power only at a whole exponent, else NaN. @throws {ShapeError} shapes that do not broadcast */
export const pow = arithmetic('pow');
/** The greater; where both are equal, each gets half the gradient. @throws {ShapeError} shapes that do not broadcast */
export const maximum = arithmetic('maximum');
/** The smaller; where both are equal, each gets half the gradient. @throws {ShapeError} shapes that do not broadcast */
export const minimum = arithmetic('minimum');

function comparison(name: 'equal' | 'greater') {
  return (a: Operand, b: Operand): Tensor => {
    const { runtime, x, y, shape, size, layout } = align(name, a, b);
    const out = runtime.result(shape, size, false);
    runtime.kernels[name](out.data, x.data, y.data, size, layout);
    runtime.traced?.(name, [x, y], [out]);
    return out;
  };
}

/** 1 where a > b, else 0. It has no gradient. @throws {ShapeError} shapes that do not broadcast */
export const greater = comparison('greater');
/** 1 where a = b, else 0. It has no gradient. @throws {ShapeError} shapes that do not broadcast */
export const equal = comparison('equal');

/**
 * a where the condition is not 0, else b. The condition has no gradient.
 *
 * @throws {ShapeError} shapes that do not broadcast
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  const { runtime } = condition;
  const [x, y] = [a, b].map((v) => (v instanceof Tensor ? v : constantOf(runtime, v))) as [Tensor, Tensor];
  for (const tensor of [condition, x, y]) runtime.check('where', tensor);
  const { shape, size, layout } = broadcast(runtime, 'where', condition.shape, x.shape, y.shape);
  const k = runtime.kernels;
  const out = runtime.result(shape, size, x.requiresGrad || y.requiresGrad);
  k.where(out.data, condition.data, x.data, y.data, size, layout);
  runtime.traced?.('where', [condition, x, y], [out]);
  if (out.requiresGrad) out._backward = () => k.whereBackward(x.grad, y.grad, out.grad, condition.data, size, layout);
  return out;
}
