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
 * A number as people write one: 0.05, '0.05', '5%', '$2,500', '0.05/12', '15% x 14531', '1.5M', '2 + 3', '1e6'.
 *
 * Products, quotients, sums and differences, without brackets; a suffix K, M, B or T is a power of a thousand.
 */
export function readNumber(value: unknown, name = 'value'): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw new TypeError(`readNumber: ${name} is a number; got ${JSON.stringify(value)}`);
  const refuse = () => new TypeError(`readNumber: ${name} is a number; got ${JSON.stringify(value)}`);
  const text = value
    .replace(/[,$€¥£\s_]/g, '')
    .replace(/[×·]|(?<=[\d%])x(?=\d)/g, '*')
    .replace(/÷/g, '/')
    .replace(/−/g, '-');
  const product = (term: string): number =>
    term.split(/(?=[*/])/).reduce((total, factor) => {
      const parts = /^([*/]?)([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%?)([KMBT]?)$/i.exec(factor);
      if (!parts) throw refuse();
      const [, operator, digits, percent, suffix] = parts;
      const scale = suffix ? 1000 ** ('KMBT'.indexOf(suffix.toUpperCase()) + 1) : 1;
      const number = (Number(digits) * scale) / (percent ? 100 : 1);
      return operator === '/' ? total / number : total * number;
    }, 1);
  const terms = text.split(/(?<=[\d%.KMBT])(?=[+-])/i);
  if (/^[*/]/.test(text)) throw refuse();
  return terms.map(product).reduce((a, b) => a + b);
}

/** The first of `names` that the inputs have, as a number; the fallback, or a TypeError that lists the names, otherwise. */
export function read(inputs: Inputs, names: readonly string[], fallback?: number): number {
  const name = names.find((n) => inputs[n] !== undefined && inputs[n] !== null);
  if (name !== undefined) return readNumber(inputs[name], name);
  if (fallback !== undefined) return fallback;
  throw new TypeError(`read: the inputs have one of ${names.join(', ')}; got ${Object.keys(inputs).join(', ')}`);
}

/** The first of `names` that the inputs have, as numbers. */
export function readList(inputs: Inputs, names: readonly string[]): number[] {
  const name = names.find((n) => Array.isArray(inputs[n]));
  if (name === undefined) {
    throw new TypeError(`readList: the inputs have one of ${names.join(', ')}; got ${Object.keys(inputs).join(', ')}`);
  }
  return (inputs[name] as unknown[]).map((value, i) => readNumber(value, `${name}[${i}]`));
}
