/** Operating metrics and markets. */
import type { Adapters } from './adapter';

export const operations: Adapters = {};
