/**
 * How a result came to be: the chain of steps that a page prints as "show the working", a test recomputes, and a
 * spreadsheet carries as live formulas.
 *
 * A function that explains itself takes a last argument `note: Note = silent` and passes every step's value through it, so
 * the steps are the calculation and not a second account of it:
 *
 *   const terminal = note({ symbol: 'TV', name: …, formula: 'E · PE', inputs: { E: earnings, PE: multiple }, unit: 'money' }, earnings * multiple);
 *
 * A caller who wants the steps asks for them: explain((note) => vcMethod(terms, note)) // { result, steps }.
 */
import { require } from '@/lib/errors';
import type { Text } from '@/lib/text';
import type { Rational } from './rational';

/** What a value counts; says how to print it. 'fraction' is printed as a percentage, 'times' as 2.5×, 'number' as it is. */
export type Unit =
  | 'money'
  | 'money per share'
  | 'shares'
  | 'fraction'
  | 'times'
  | 'years'
  | 'months'
  | 'days'
  | 'tokens'
  | 'FLOP'
  | 'bytes'
  | 'seconds'
  | 'GPU hours'
  | 'number';

/** One line of the working, before its value is known. */
export type Step = {
  /** What later steps call the value: 'TV'. */
  readonly symbol: string;
  /** In words: terminal value. */
  readonly name: Text;
  /**
   * Arithmetic over the names of the inputs: + − · / ^ ( ) and the functions sum, min, max, exp, ln, sqrt. A list is used
   * inside sum, min and max only: 'sum(PV) + TV / (1 + r)^T'.
   */
  readonly formula: string;
  /** The value of every name in the formula. A symbol of an earlier step stands for that step's value. */
  readonly inputs: Readonly<Record<string, number | Rational | readonly (number | Rational)[]>>;
  readonly unit: Unit;
};

/** A step with its value; plain data. */
export type DerivationStep = Omit<Step, 'inputs'> & {
  readonly inputs: Readonly<Record<string, number | readonly number[]>>;
  readonly value: number;
  /** '26/45': the value without rounding, where it was computed exactly. */
  readonly exact?: string;
};

/** Takes down a step and hands its value on. */
export type Note = <V extends number | Rational>(step: Step, value: V) => V;

/**
 * Takes nothing down: what a function uses when nobody asks.
 *
 * @example silent({ symbol: 'x', name: { zh: '', en: '' }, formula: 'a + 1', inputs: { a: 1 }, unit: 'number' }, 2) // 2
 */
export const silent: Note = (_step, value) => value;

const number = (x: number | Rational): number => (typeof x === 'number' ? x : x.toNumber());

/**
 * Runs `compute` with a note that takes every step down, in the order of computation.
 *
 * @param compute calls the function to be explained and passes the note on
 * @returns       what `compute` returns, and the steps
 * @throws {DomainError} a step whose value is not finite; whatever `compute` throws
 * @example explain((note) => note({ symbol: 'x', name: { zh: '和', en: 'sum' }, formula: 'a + 1', inputs: { a: 1 }, unit: 'number' }, 2)).steps[0].value // 2
 */
export function explain<R>(compute: (note: Note) => R): {
  readonly result: R;
  readonly steps: readonly DerivationStep[];
} {
  const steps: DerivationStep[] = [];
  const result = compute((step, value) => {
    const plain = number(value);
    require(Number.isFinite(plain), 'explain', `the value of ${step.symbol} is finite`, plain);
    const inputs = Object.fromEntries(
      Object.entries(step.inputs).map(([name, x]) => [name, Array.isArray(x) ? x.map(number) : number(x as number)]),
    );
    const exact = typeof value === 'number' ? {} : { exact: value.toString() };
    steps.push({ ...step, inputs, value: plain, ...exact });
    return value;
  });
  return { result, steps };
}
