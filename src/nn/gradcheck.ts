/**
 * Back-propagation beside finite differences, weight by weight.
 *
 *   dL/dw ≈ [8 (L(w + h) − L(w − h)) − (L(w + 2h) − L(w − 2h))] / 12h,   error of order h⁴
 *
 * In f32 the difference keeps about four digits of L: enough to show a reader that the two agree, and to catch a wrong
 * formula. Kernels are judged by the f64 oracle instead (tests/oracle).
 */
import type { Runtime } from './runtime';
import type { NamedTensors, Tensor } from './tensor';

export type GradientPair = {
  readonly name: string;
  readonly index: number;
  /** By back-propagation. */
  readonly analytic: number;
  /** By finite differences. */
  readonly numeric: number;
};

/**
 * @param loss        computes the loss anew from the parameters; called inside a scope
 * @param parameters  their gradients are left as `loss` alone gives them, their values as they were
 * @param step        h, in the unit of the parameters
 */
export function gradcheck(
  runtime: Runtime,
  loss: () => Tensor,
  parameters: NamedTensors,
  step = 1 / 64,
): readonly GradientPair[] {
  const { kernels } = runtime;
  for (const tensor of Object.values(parameters)) kernels.fill(tensor.grad, 0, tensor.size);
  runtime.scope(() => runtime.backward(loss()));
  return Object.entries(parameters).flatMap(([name, tensor]) => {
    const analytic = tensor.gradient();
    const values = tensor.values();
    const lossAt = (index: number, shift: number) => {
      const moved = values.slice();
      moved[index]! += shift;
      tensor.set(moved);
      return runtime.scope(() => loss().item());
    };
    const pairs = [...values].map((_, index) => {
      const near = lossAt(index, step) - lossAt(index, -step);
      const far = lossAt(index, 2 * step) - lossAt(index, -2 * step);
      return { name, index, analytic: analytic[index]!, numeric: (8 * near - far) / (12 * step) };
    });
    tensor.set(values);
    return pairs;
  });
}
