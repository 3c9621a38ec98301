import { ShapeError, show } from '@/lib/errors';

/** Throws unless all sizes of a layer are positive whole numbers. */
export function positive(where: string, ...sizes: readonly number[]): void {
  if (!sizes.every((n) => Number.isInteger(n) && n > 0))
    throw new ShapeError(`${where}: sizes are positive whole numbers; got ${show(sizes)}`);
}
