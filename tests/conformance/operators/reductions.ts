import type { Operators } from '../case';

/** Over axes. */
export const reductions: Operators = {};
