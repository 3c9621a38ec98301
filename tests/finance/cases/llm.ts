/** What a large model costs to train and to serve. */
import type { Adapters } from './adapter';

export const llm: Adapters = {};
