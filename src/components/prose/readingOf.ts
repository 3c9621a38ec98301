/** A number that a demo's model computes, for the prose. Several may be of one run: each run is made once. */
import { findDemo } from '@/demos';
import { DomainError, show } from '@/lib/errors';
import type { Trace } from '@/lib/demo';
import { frameAt } from '../demo/firstFrame';

const runs = new Map<string, Promise<Trace>>();

function runOf(demo: string, preset: string | undefined, steps: number): Promise<Trace> {
  const key = `${demo} ${preset} ${steps}`;
  const known = runs.get(key);
  if (known) return known;
  const run = frameAt(findDemo(demo), preset, steps).then(({ trace }) => trace);
  runs.set(key, run);
  return run;
}

/**
 * The last of the readings of `read` after so many steps of `demo` with a preset.
 *
 * @throws {DomainError} no such demo, preset or reading
 */
export async function readingOf(demo: string, preset: string | undefined, steps: number, read: string) {
  const { columns } = await runOf(demo, preset, steps);
  const last = columns[read]?.at(-1);
  if (last === undefined)
    throw new DomainError(`Value: read is one of ${Object.keys(columns).join(', ')}; got ${show(read)}`);
  return last;
}
