/** Cap tables, convertibles, anti-dilution, waterfalls, options and debt. */
import type { Adapters, Inputs } from './adapter';
import { withBase } from './companies';
import { adjustment, adjustmentAtExit, exitPayouts, exitWithDebt, optionValue, ventureLoan } from './exits';
import { lateExit, lateRound } from './kelvin';
import { basics, note, round } from './rounds';

/** Whether the company is told in a sentence. */
const told = (inputs: Inputs) => withBase(inputs)['see'] !== undefined;

export const equity: Adapters = {
  safe: round,
  'priced-round': round,
  'option-pool': round,
  'employee-grant': round,
  'ownership-basics': basics,
  'convertible-note': note,
  'anti-dilution': adjustment,
  'anti-dilution+exit': adjustmentAtExit,
  waterfall: (inputs) => (told(inputs) ? lateExit(inputs) : exitPayouts(inputs)),
  'waterfall+debt': exitWithDebt,
  'priced-round+AD+notes+pool': lateRound,
  sensitivity: lateExit,
  opm: optionValue,
  'venture-debt': ventureLoan,
};
