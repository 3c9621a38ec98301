/** What each call says when it refuses, for one inline snapshot of all the sentences. */
export function refusals(calls: Readonly<Record<string, () => unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(calls).map(([name, call]) => {
      try {
        return [name, `nothing thrown, ${JSON.stringify(call())} returned`];
      } catch (error) {
        return [name, `${(error as Error).name}: ${(error as Error).message}`];
      }
    }),
  );
}
