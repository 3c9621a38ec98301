/** Cap tables, convertibles, anti-dilution, waterfalls, options and debt. */
import type { Adapters } from './adapter';

export const equity: Adapters = {};
