/** Valuation methods. */
import type { Adapters } from './adapter';

export const valuation: Adapters = {};
