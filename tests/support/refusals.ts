import { refusal } from './refusal';

/** What each call says when it refuses, by name, for one inline snapshot of all the sentences; throws when one goes through. */
export function refusals(calls: Readonly<Record<string, () => unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, refusal(call)]));
}
