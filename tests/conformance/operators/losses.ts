import type { Operators } from '../case';

/** Against class indices. */
export const losses: Operators = {};
