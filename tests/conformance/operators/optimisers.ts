import type { Operators } from '../case';

/** One step each. */
export const optimisers: Operators = {};
