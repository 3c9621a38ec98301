/**
 * Times candidates against one another: each runs once a round, round by round, so that a slow moment of the machine
 * hits all of them alike. The median of the rounds counts; on a machine that others use, the least may say more.
 */
export type Candidate = { readonly name: string; readonly run: () => unknown };

/** A round of one candidate lasts about this long: less than the system lets another process run in between. */
const ROUND_MS = 5;
const ROUNDS = 35;
/** Slow candidates run fewer rounds, down to five. */
const TOTAL_MS = 800;
const WARM_MS = 100;

export type Choice = (times: readonly number[]) => number;
export const median: Choice = (times) => [...times].sort((a, b) => a - b)[times.length >> 1]!;
export const least: Choice = (times) => Math.min(...times);

/** Milliseconds of `calls` runs; promises are waited for, one run after the other. */
async function time(run: () => unknown, calls: number, waits: boolean): Promise<number> {
  const start = performance.now();
  if (waits) for (let i = 0; i < calls; i++) await run();
  else for (let i = 0; i < calls; i++) run();
  return performance.now() - start;
}

/** Microseconds per call, by name. */
export async function race(candidates: readonly Candidate[], choose: Choice = median): Promise<Record<string, number>> {
  const runners = [];
  for (const { name, run } of candidates) {
    const begin = performance.now();
    const first = run();
    const waits = first instanceof Promise;
    await first;
    const least = performance.now() - begin < WARM_MS ? 3 : 1;
    let calls = 0;
    for (const start = performance.now(); performance.now() - start < WARM_MS || calls < least; calls++) await run();
    const once = (await time(run, Math.min(calls, 100), waits)) / Math.min(calls, 100);
    calls = Math.max(1, Math.round(ROUND_MS / Math.max(once, 1e-5)));
    const rounds = Math.min(ROUNDS, Math.max(5, Math.floor(TOTAL_MS / (calls * once))));
    runners.push({ name, run, waits, calls, rounds, times: [] as number[] });
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const { run, waits, calls, rounds, times } of runners)
      if (round < rounds) times.push((1000 * (await time(run, calls, waits))) / calls);
  return Object.fromEntries(runners.map(({ name, times }) => [name, choose(times)]));
}
