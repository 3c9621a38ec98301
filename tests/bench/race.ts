/**
 * Times candidates against one another: each runs once a round, round by round, so that a slow moment of the machine
 * hits all of them alike. The median of the rounds counts.
 */
export type Candidate = { readonly name: string; readonly run: () => unknown };

const ROUNDS = 9;
/** A round of one candidate lasts about this long. */
const ROUND_MS = 30;
const WARM_MS = 150;

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[list.length >> 1]!;

/** Microseconds per call, by name. */
export async function race(candidates: readonly Candidate[]): Promise<Record<string, number>> {
  const runners = [];
  for (const { name, run } of candidates) {
    let calls = 0;
    const start = performance.now();
    while (performance.now() - start < WARM_MS || calls < 3) {
      await run();
      calls++;
    }
    const t = performance.now();
    await run();
    const once = performance.now() - t;
    runners.push({ name, run, calls: Math.max(1, Math.round(ROUND_MS / Math.max(once, 1e-3))), times: [] as number[] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { run, calls, times } of runners) {
      const t = performance.now();
      let last: unknown;
      for (let i = 0; i < calls; i++) last = run();
      await last;
      times.push((1000 * (performance.now() - t)) / calls);
    }
  }
  return Object.fromEntries(runners.map(({ name, times }) => [name, median(times)]));
}
