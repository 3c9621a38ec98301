/**
 * Calls of kernels as data: written down while they are made, and laid out in memory for the kernel `replay`.
 * The number and the arguments of each kernel come from its signature (kernel.signatures.json is made with the modules).
 */
import signatures from './kernel.signatures.json';
import type { KernelName, Kernels } from './kernels';

/** How an argument lies in its eight bytes. */
type Kind = 'i32' | 'f64';

export interface Call {
  readonly name: RecordedName;
  /** Byte offsets and other whole numbers as i32, whatever their sign is to the kernel. */
  readonly args: readonly number[];
}

export type RecordedName = keyof typeof signatures;

/** `form`: kernels with the same types have the same. */
const SIGNATURES = signatures as Readonly<Record<RecordedName, { form: number; args: readonly Kind[] }>>;
const NAMES = Object.keys(SIGNATURES) as RecordedName[];

/** @example kindsOf('fill') // ['i32', 'f64', 'i32'] */
export const kindsOf = (name: RecordedName): readonly Kind[] => SIGNATURES[name].args;

/** Places in a module's table, from which `replay` calls. Filled once for each instance. */
export function fillTable(
  table: WebAssembly.Table,
  functions: Readonly<Record<RecordedName, unknown>>,
): Map<string, number> {
  const first = table.grow(NAMES.length);
  return new Map(
    NAMES.map((name, i) => {
      table.set(first + i, functions[name]);
      return [name, first + i];
    }),
  );
}

/**
 * Runs `body` and adds every kernel call that it makes to `calls`, whoever holds `kernels` meanwhile.
 * Calls are made as always; what a kernel returns is not kept.
 */
export function recordCalls<T>(kernels: Kernels, calls: Call[], body: () => T): T {
  const plain: Partial<Record<KernelName, unknown>> = {};
  const recording: typeof plain = {};
  for (const name of NAMES) {
    const kinds = kindsOf(name);
    const call = kernels[name] as (...args: number[]) => unknown;
    plain[name] = call;
    recording[name] = (...args: number[]) => {
      calls.push({ name, args: kinds.map((kind, i) => (kind === 'i32' ? args[i]! | 0 : args[i]!)) });
      return call(...args);
    };
  }
  Object.assign(kernels, recording);
  try {
    return body();
  } finally {
    Object.assign(kernels, plain);
  }
}

/** @example bytesOf([{ name: 'fill', args: [64, 0, 3] }]) // 32 */
export const bytesOf = (calls: readonly Call[]): number =>
  calls.reduce((sum, { args }) => sum + 8 * (args.length + 1), 0);

/** Writes calls one after the other, as `replay` reads them, from a byte offset on that is a multiple of 8. */
export function writeCalls(kernels: Kernels, offset: number, calls: readonly Call[]): void {
  const { i32, f64, places } = kernels;
  let at = offset;
  for (const { name, args } of calls) {
    const kinds = kindsOf(name);
    i32.set([SIGNATURES[name].form, places.get(name)!], at >>> 2);
    args.forEach((value, i) => {
      const slot = at + 8 * (i + 1);
      if (kinds[i] === 'f64') f64[slot >>> 3] = value;
      else i32[slot >>> 2] = value;
    });
    at += 8 * (args.length + 1);
  }
}
