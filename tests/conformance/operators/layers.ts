import type { Operators } from '../case';

/** Whole layers: normalisations, convolutions, pools, recurrent networks. */
export const layers: Operators = {};
