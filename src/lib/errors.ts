/** The errors of the book. One grammar: `<function>: <rule>; got <value>`. */

/** Writes a value so that a reader of an error message recognises it: text in quotes, long lists cut. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = [...(value as Iterable<unknown>)];
    const head = list.slice(0, 8).map(show).join(', ');
    return `[${head}${list.length > 8 ? `, … ${list.length} in all` : ''}]`;
  }
  if (value !== null && typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** Arrays whose shapes do not fit together. */
export class ShapeError extends Error {
  override name = 'ShapeError';
}

/** An argument outside what the function means. */
export class DomainError extends Error {
  override name = 'DomainError';
}

/** A question that has no answer, as opposed to a wrong question. */
export class NoSolutionError extends Error {
  override name = 'NoSolutionError';
}

/** A training run whose numbers stopped being finite: where it happened first, and what to turn. */
export class DivergedError extends Error {
  override name = 'DivergedError';
  /** The step that could not be completed; step − 1 is the last good one. */
  readonly step: number;
  /** The first tensor, in the order of computation, with a value that is not finite. */
  readonly tensor: string;
  /** The param (by its key on the demo's card) that the reader should turn. */
  readonly control: string;

  constructor(at: { step: number; tensor: string; control: string }) {
    super(`train: every number stays finite; got a non-finite value in ${at.tensor} at step ${at.step}`);
    this.step = at.step;
    this.tensor = at.tensor;
    this.control = at.control;
  }
}

/**
 * Throws a DomainError in the house grammar unless `ok`.
 *
 * @example require(2 > 1, 'npv', 'rate is greater than −1', 0.08) // undefined
 */
export function require(ok: boolean, where: string, rule: string, got: unknown): asserts ok {
  if (!ok) throw new DomainError(`${where}: ${rule}; got ${show(got)}`);
}
