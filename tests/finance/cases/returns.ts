/** Fund metrics. */
import type { Adapters } from './adapter';

export const returns: Adapters = {};
