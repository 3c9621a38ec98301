/** Time value, cash flows, depreciation, interest. */
import type { Adapters } from './adapter';

export const time: Adapters = {};
