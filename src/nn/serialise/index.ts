/** Tensors to files and back. */
import { DomainError, ShapeError, show } from '@/lib/errors';
import type { NamedTensors } from '../tensor';
import { readSafetensors, writeSafetensors } from './safetensors';

export { readSafetensors, writeSafetensors } from './safetensors';
export type { SafeTensor, SafeTensors } from './safetensors';

/** A safetensors file of the tensors, in their order. */
export const saveTensors = (
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> =>
  writeSafetensors({
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [name, { shape: tensor.shape, values: tensor.values() }]),
    ),
    metadata,
  });

/**
 * Writes the numbers of a safetensors file into the tensors; nothing is written unless all of it fits.
 *
 * @returns the metadata of the file
 * @throws {DomainError} a file that is no whole safetensors file, lacks a tensor, or has one too many
 * @throws {ShapeError} a tensor of another shape
 */
export function loadTensors(tensors: NamedTensors, bytes: Uint8Array): Readonly<Record<string, string>> {
  const file = readSafetensors(bytes);
  const missing = Object.keys(tensors).filter((name) => !Object.hasOwn(file.tensors, name));
  if (missing.length) throw new DomainError(`loadTensors: the file has every tensor; got no ${show(missing)}`);
  const extra = Object.keys(file.tensors).filter((name) => !Object.hasOwn(tensors, name));
  if (extra.length) throw new DomainError(`loadTensors: the file has no other tensors; got ${show(extra)}`);
  for (const [name, { shape }] of Object.entries(tensors))
    if (show(shape) !== show(file.tensors[name]!.shape))
      throw new ShapeError(
        `loadTensors: ${show(name)} has shape ${show(shape)}; got ${show(file.tensors[name]!.shape)}`,
      );
  for (const [name, tensor] of Object.entries(tensors)) tensor.set(file.tensors[name]!.values);
  return file.metadata;
}
