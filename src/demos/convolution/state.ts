/** What the demo shows: plain data, for picture and words without the model that made it. */
import type { State } from '@/lib/demo';
import type { Classes } from './classify';
import type { Kernel } from './kernels';
import type { Along } from './sizes';

/** In a map, from 0. */
export type Place = readonly [row: number, column: number];

/** A square of numbers, row by row. */
export type Map2d = { readonly side: number; readonly values: readonly number[] };

/**
 * Why there is no next map. window: the kernel spans more than the padded image · shapes: as printed, image and kernel must
 * be of one size · pool: the window is larger than the map · one: a single number · small: no digit can be drawn so small
 */
export type Refusal = 'window' | 'shapes' | 'pool' | 'one' | 'small';

export type ConvolutionState = State & {
  readonly image: Map2d;
  readonly kernel: Kernel;
  readonly along: Along;
  /** The output looked at: row and column, within the map. */
  readonly cell: Place;
  /** Before and after the activation. */
  readonly z: Map2d | Refusal;
  readonly a: Map2d | Refusal;
  readonly pooled: Map2d | Refusal;
  readonly classes: Classes | Refusal;
};

export const isThere = <T extends object>(result: T | Refusal): result is T => typeof result === 'object';
