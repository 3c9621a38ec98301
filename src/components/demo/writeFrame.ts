/** The first frame as a page carries it: as short as what a reader sees of it allows. */
import type { Card } from '@/lib/demo';
import type { FirstFrame } from './session.svelte';
import { shortest } from './shortest';

/** Significant digits of the run so far: no chart and no table shows more of it. */
const TRACE_DIGITS = 6;

/** @returns JSON; of a demo that only counts the settings alone, for all else follows from them in the page */
export function writeFrame(card: Card, { values, state, trace }: FirstFrame): string {
  if (!card.run && !card.kernels) return JSON.stringify({ values });
  const columns = Object.entries(trace.columns).map(
    ([name, column]) => [name, column.map((x) => Number(x.toPrecision(TRACE_DIGITS)))] as const,
  );
  return JSON.stringify({ values, state, trace: { ...trace, columns: Object.fromEntries(columns) } }, (_, value) =>
    typeof value === 'number' ? shortest(value) : value,
  );
}
