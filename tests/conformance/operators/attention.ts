import type { Operators } from '../case';

/** Attention and positions. */
export const attention: Operators = {};
