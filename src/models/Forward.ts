import type { NamedTensors, Tensor } from '@/nn';

/** What a forward pass gives. */
export interface Forward {
  readonly output: Tensor;
  /** Every tensor of the pass by name, in the order of computation. */
  readonly tensors: NamedTensors;
}

/** Writes a tensor down under its name, and gives it back. */
export type Keep = (name: string, tensor: Tensor) => Tensor;

/** A record of tensors, and what writes into it. */
export function recorder(): { readonly tensors: NamedTensors; readonly keep: Keep } {
  const tensors: Record<string, Tensor> = {};
  return { tensors, keep: (name, tensor) => (tensors[name] = tensor) };
}
