/**
 * Times candidates against one another: each runs once a round, round by round, so that a slow moment of the machine
 * hits all of them alike. The median of the rounds counts.
 */
export type Candidate = { readonly name: string; readonly run: () => unknown };

const ROUNDS = 9;
/** A round of one candidate lasts about this long. */
const ROUND_MS = 25;
const WARM_MS = 100;

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[list.length >> 1]!;

/** Milliseconds of `calls` runs; promises are waited for, one run after the other. */
async function time(run: () => unknown, calls: number, waits: boolean): Promise<number> {
  const start = performance.now();
  if (waits) for (let i = 0; i < calls; i++) await run();
  else for (let i = 0; i < calls; i++) run();
  return performance.now() - start;
}

/** Microseconds per call, by name. */
export async function race(candidates: readonly Candidate[]): Promise<Record<string, number>> {
  const runners = [];
  for (const { name, run } of candidates) {
    const first = run();
    const waits = first instanceof Promise;
    await first;
    let calls = 0;
    for (const start = performance.now(); performance.now() - start < WARM_MS || calls < 3; calls++) await run();
    const once = (await time(run, Math.min(calls, 100), waits)) / Math.min(calls, 100);
    const times: number[] = [];
    runners.push({ name, run, waits, calls: Math.max(1, Math.round(ROUND_MS / Math.max(once, 1e-5))), times });
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const { run, waits, calls, times } of runners) times.push((1000 * (await time(run, calls, waits))) / calls);
  return Object.fromEntries(runners.map(({ name, times }) => [name, median(times)]));
}
