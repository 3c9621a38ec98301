/** What the tests of GPT and BERT share: parameters that are far from any symmetry, and plain copies of them. */
import type { NamedTensors } from '@/nn';
import { numbers } from './numbers';

/** Every parameter in [−scale, scale), norms' weights around 1. */
export function fillParameters(parameters: NamedTensors, scale = 0.5): void {
  Object.entries(parameters).forEach(([name, tensor], i) => {
    const centre = /(ln_.|LayerNorm)\.weight$/.test(name) ? 1 : 0;
    tensor.set(numbers(tensor.size, i + 1, scale).map((v) => centre + v));
  });
}

export const valuesOf = (tensors: NamedTensors): Record<string, number[]> =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.values()]]));
