/**
 * How a case becomes a call. A case file is data: { id, topic, source, inputs, expected, tolerance, recomputed?, consistent? }.
 * An adapter turns the `inputs` of one topic into calls of src/finance and answers in the form of `expected`: a number,
 * an array, or an object that has at least the keys expected. It reads what the inputs say and knows no case by its id,
 * so that another file of the same form runs without edits. What it cannot read it refuses, by name.
 *
 * One file for each family exports its topics: time, returns, valuation, equity, operations, llm.
 */

/** JSON, as the case file has it. `any`: each topic has its own form, and the adapter is what checks it. */
export type Inputs = Readonly<Record<string, any>>;

/** What a case expects: numbers, possibly in lists and objects. null: a refusal (an error of lib/errors is thrown). */
export type Expected = number | string | boolean | null | readonly Expected[] | { readonly [key: string]: Expected };

/** Answers with numbers, bigints or Rationals, alone or in arrays and objects. Throws where the library refuses. */
export type Adapter = (inputs: Inputs) => unknown;

export type Adapters = Readonly<Record<string, Adapter>>;

/**
 * Quantities by name, where the inputs do not say which one is meant: an interest or the sum owed. An expected object is
 * compared key by key as ever; an expected number or list fits when it is one of them.
 */
export class AnyOf {
  readonly readings: Readonly<Record<string, unknown>>;
  constructor(readings: Readonly<Record<string, unknown>>) {
    this.readings = readings;
  }
}

/** The answer for a key that the inputs of a case do not determine: the source knew more than its case says. Not judged. */
export const undetermined = Symbol('undetermined');

/**
 * A number as people write one: 0.05, '0.05', '5%', '$2,500', '0.05/12', '15% x 14531', '1.5M', '2 + 3', '-(157119/12)', '1.1^2'.
 *
 * + − × ÷ ^ and brackets; a suffix K, M, B or T is a power of a thousand. Never a guess: the whole text is read, or none.
 */
export function readNumber(value: unknown, name = 'value'): number {
  if (typeof value === 'number') return value;
  const refuse = () => new TypeError(`readNumber: ${name} is a number; got ${JSON.stringify(value)}`);
  if (typeof value !== 'string') throw refuse();
  const text = value
    .replace(/[,$€¥£\s_]/g, '')
    .replace(/[×·]|(?<=[\d%KMBT)])x(?=[\d(.])/g, '*')
    .replace(/÷/g, '/')
    .replace(/−/g, '-');
  const tokens = text.match(/(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?[KMBT]?|[-+*/^()]/gi) ?? [];
  if (tokens.join('') !== text || text === '') throw refuse();
  let at = 0;
  const next = (...signs: string[]) => (signs.includes(tokens[at]!) ? tokens[at++]! : undefined);
  const sum = (): number => {
    let total = product();
    for (let sign; (sign = next('+', '-'));) total += sign === '-' ? -product() : product();
    return total;
  };
  const product = (): number => {
    let total = signed();
    for (let sign; (sign = next('*', '/'));) total = sign === '/' ? total / signed() : total * signed();
    return total;
  };
  const signed = (): number => (next('-') ? -signed() : next('+') ? signed() : power());
  const power = (): number => {
    const base = atom();
    return next('^') ? base ** signed() : base;
  };
  const atom = (): number => {
    if (next('(')) {
      const inner = sum();
      if (!next(')')) throw refuse();
      return inner;
    }
    const parts = /^([\d.]+(?:e[+-]?\d+)?)(%?)([KMBT]?)$/i.exec(tokens[at++] ?? '');
    if (!parts) throw refuse();
    const scale = parts[3] ? 1000 ** ('KMBT'.indexOf(parts[3].toUpperCase()) + 1) : 1;
    return (Number(parts[1]) * scale) / (parts[2] ? 100 : 1);
  };
  const result = sum();
  if (at < tokens.length) throw refuse();
  return result;
}

/** grossMargin, gross_margin and GROSS_MARGIN are one name; a single letter is itself only: N and n differ. */
const plain = (name: string) => (name.length > 1 ? name.replace(/[_\s-]/g, '').toLowerCase() : name);

/** The name under which the inputs have the first of `names`. */
const nameIn = (inputs: Inputs, names: readonly string[]): string | undefined => {
  const there = Object.keys(inputs).filter((key) => inputs[key] !== undefined && inputs[key] !== null);
  for (const name of names) {
    const found = there.includes(name) ? name : there.find((key) => plain(key) === plain(name));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The first of `names` that the inputs have, as a number; the fallback, or a TypeError that lists the names, otherwise. */
export function read(inputs: Inputs, names: readonly string[], fallback?: number): number {
  const name = nameIn(inputs, names);
  if (name !== undefined) return readNumber(inputs[name], name);
  if (fallback !== undefined) return fallback;
  throw new TypeError(`read: the inputs have one of ${names.join(', ')}; got ${Object.keys(inputs).join(', ')}`);
}

/** Whether the inputs have one of `names`. */
export const has = (inputs: Inputs, names: readonly string[]): boolean => nameIn(inputs, names) !== undefined;

/** A day: an ISO text, with or without a time, a US one (03/30/2012), or an Excel serial number (39448 is 2008-01-01). */
export function readDate(value: unknown): string {
  if (typeof value === 'number') return new Date(Math.round(value - 25_569) * 86_400_000).toISOString().slice(0, 10);
  if (typeof value === 'string') {
    const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value.trim());
    if (us) return `${us[3]}-${us[1]!.padStart(2, '0')}-${us[2]!.padStart(2, '0')}`;
    const iso = /^\d{4}-\d\d-\d\d/.exec(value.trim());
    if (iso) return iso[0];
  }
  throw new TypeError(`readDate: a date; got ${JSON.stringify(value)}`);
}

/** The first of `names` that the inputs have, as numbers. */
export function readList(inputs: Inputs, names: readonly string[]): number[] {
  const name = names.find((n) => Array.isArray(inputs[n]));
  if (name === undefined) {
    throw new TypeError(`readList: the inputs have one of ${names.join(', ')}; got ${Object.keys(inputs).join(', ')}`);
  }
  return (inputs[name] as unknown[]).map((value, i) => readNumber(value, `${name}[${i}]`));
}
