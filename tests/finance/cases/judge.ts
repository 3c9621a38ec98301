/** Whether an answer is what a case expects, and if not, where it differs. */
import { AnyOf, undetermined, type Expected } from './adapter';

export type Tolerance = { readonly rel?: number; readonly abs?: number };

/** An exact fraction, seen from outside. */
const isFraction = (x: unknown): x is { toNumber(): number } =>
  typeof x === 'object' && x !== null && typeof (x as { toNumber?: unknown }).toNumber === 'function';

/**
 * Every way in which `actual` is not `expected`, one line each: |actual − expected| ≤ abs + rel · |expected| for numbers,
 * equal length for arrays, every key of an expected object present (there may be more). Nothing listed: it fits.
 */
export function differences(actual: unknown, expected: Expected, tolerance: Tolerance, at = 'answer'): string[] {
  if (actual === undetermined) return [];
  if (actual instanceof AnyOf) {
    if (typeof expected === 'object' && expected !== null && !Array.isArray(expected)) {
      return differences(actual.readings, expected, tolerance, at);
    }
    const found = Object.entries(actual.readings).map(([key, x]) =>
      differences(x, expected, tolerance, `${at}.${key}`),
    );
    return found.some((lines) => lines.length === 0) ? [] : found.flat();
  }
  const got = isFraction(actual) ? actual.toNumber() : typeof actual === 'bigint' ? Number(actual) : actual;
  if (typeof expected === 'number') {
    const bound = (tolerance.abs ?? 0) + (tolerance.rel ?? 0) * Math.abs(expected);
    const close = typeof got === 'number' && Math.abs(got - expected) <= bound;
    return close ? [] : [`${at}: ${expected} ± ${bound}; got ${write(got)}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) && !ArrayBuffer.isView(got)) return [`${at}: a list; got ${write(got)}`];
    const list = [...(got as Iterable<unknown>)];
    if (list.length !== expected.length) return [`${at}: ${expected.length} values; got ${write(list)}`];
    return list.flatMap((value, i) => differences(value, expected[i]!, tolerance, `${at}[${i}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof got !== 'object' || got === null) return [`${at}: an object; got ${write(got)}`];
    return Object.entries(expected).flatMap(([key, value]) =>
      differences((got as Record<string, unknown>)[key], value, tolerance, `${at}.${key}`),
    );
  }
  return got === expected ? [] : [`${at}: ${write(expected)}; got ${write(got)}`];
}

/** The keys of an answer that its inputs do not determine, and that were therefore not judged. */
export function undeterminedKeys(actual: unknown): string[] {
  const answer = actual instanceof AnyOf ? actual.readings : actual;
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) => (value === undetermined ? [key] : []));
}

const write = (x: unknown): string =>
  x === undefined
    ? 'nothing'
    : JSON.stringify(x, (_, v: unknown) =>
        typeof v === 'bigint' || (typeof v === 'number' && !Number.isFinite(v)) ? String(v) : v,
      );
