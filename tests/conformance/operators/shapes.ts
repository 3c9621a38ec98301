import type { Operators } from '../case';

/** Views, copies and choices. */
export const shapes: Operators = {};
