/**
 * Whole numbers that a kernel reads from memory, as assembly/core/window.ts and recurrent.ts list them. They are written
 * once and last as long as their runtime: a recorded step finds them where they were.
 */
import type { Runtime } from './runtime';

const written = new WeakMap<Runtime, Map<string, number>>();

/** Byte offset of the numbers. */
export function sizesIn(runtime: Runtime, numbers: readonly number[]): number {
  let own = written.get(runtime);
  if (!own) written.set(runtime, (own = new Map()));
  const key = numbers.join();
  let offset = own.get(key);
  if (offset === undefined) {
    offset = runtime.table(numbers);
    own.set(key, offset);
  }
  return offset;
}
