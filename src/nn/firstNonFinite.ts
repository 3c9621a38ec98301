import type { NamedTensors } from './tensor';

/**
 * Where numbers first stopped being finite: give the tensors in the order of computation. One pass over each, no copy.
 *
 * @returns the name of the first tensor with a NaN or ±∞, and the first such element; undefined when there is none
 */
export function firstNonFinite(tensors: NamedTensors): { readonly name: string; readonly index: number } | undefined {
  for (const name in tensors) {
    const tensor = tensors[name]!;
    tensor.runtime.checkRead('firstNonFinite', tensor);
    const index = tensor.runtime.kernels.firstNonFinite(tensor.data, tensor.size);
    if (index >= 0) return { name, index };
  }
  return undefined;
}
