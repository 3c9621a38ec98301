/**
 * Property tests draw the same cases in every run, so that a change is judged by what it changes; `FC_SEED=1 npm test -- unit`
 * draws others, and fast-check prints the seed of a case that fails.
 */
import { env } from 'node:process';
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(env['FC_SEED'] ?? 20_261_125) });
