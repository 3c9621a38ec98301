/** Tensors as plain data and back: exact, since every f32 is a JavaScript number, and fit for JSON. */
import { ShapeError, show } from '@/lib/errors';
import type { NamedTensors } from './tensor';

export type Snapshot = Readonly<Record<string, readonly number[]>>;

export const snapshot = (tensors: NamedTensors): Snapshot =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.values()]]));

/**
 * Writes a snapshot back.
 *
 * @throws {ShapeError} a tensor that the snapshot does not have, or with another number of values
 */
export function restore(tensors: NamedTensors, from: Snapshot): void {
  for (const [name, tensor] of Object.entries(tensors)) {
    const values = from[name];
    if (!values) throw new ShapeError(`restore: the snapshot has every tensor; got no ${show(name)}`);
    tensor.set(values);
  }
}
