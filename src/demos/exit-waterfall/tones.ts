import type { Tone } from '@/components/chart/types';
import type { Holder } from './terms';

/** One colour for each party, as in the cap table. */
export const TONES: Readonly<Record<Holder, Tone>> = {
  founders: 'founder',
  options: 'pool',
  round1: 'investor-1',
  round2: 'investor-2',
  round3: 'investor-3',
  debt: 'debt',
};
