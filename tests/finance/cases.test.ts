/**
 * Published worked examples against the public functions of src/finance.
 *
 * By default the project's own file, cases.json; FINANCE_CASES=<path> names any other file of the same form.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DomainError, NoSolutionError, ShapeError } from '@/lib/errors';
import { read, readNumber, type Adapters, type Expected, type Inputs } from './cases/adapter';
import { equity } from './cases/equity';
import { differences, type Tolerance } from './cases/judge';
import { llm } from './cases/llm';
import { operations } from './cases/operations';
import { returns } from './cases/returns';
import { time } from './cases/time';
import { valuation } from './cases/valuation';

type Case = {
  readonly id: string;
  readonly topic: string;
  readonly source: string;
  readonly inputs: Inputs;
  readonly expected: Expected;
  readonly tolerance: Tolerance;
  /** What the inputs really give, where the source printed something else (`consistent: false`). */
  readonly recomputed?: Expected;
  readonly consistent?: boolean;
};

const families = { time, returns, valuation, equity, operations, llm };
const adapters: Adapters = Object.assign({}, ...Object.values(families));
const file = process.env['FINANCE_CASES'];
const path = file ? resolve(file) : resolve(import.meta.dirname, 'cases.json');
const cases = JSON.parse(readFileSync(path, 'utf8')) as Case[];

/** A refusal is an answer where none exists; anything else that is thrown is a fault. */
const isRefusal = (error: unknown) =>
  error instanceof NoSolutionError || error instanceof DomainError || error instanceof ShapeError;

/** Where the library's answer to `inputs` differs from what is expected; null expects a refusal. */
function judge({ topic, inputs, tolerance }: Case, expected: Expected): string[] {
  if (expected !== null) return differences(adapters[topic]!(inputs), expected, tolerance);
  try {
    return [`answer: a refusal; got ${JSON.stringify(adapters[topic]!(inputs))}`];
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}

describe(`cases of ${file ?? 'tests/finance/cases.json'}`, () => {
  test('there are some, each with its source, and no id twice', () => {
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.filter((c) => !c.source?.trim()).map((c) => c.id)).toEqual([]);
    expect(cases.map((c) => c.id).filter((id, i, ids) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test.each(cases.filter((c) => adapters[c.topic]).map((c) => ({ ...c, title: `${c.topic}: ${c.id}` })))(
    '$title',
    (example) => {
      const { expected, recomputed, consistent = true } = example;
      if (!consistent && recomputed === undefined) throw new Error(`${example.id}: says what the inputs really give`);
      expect(judge(example, consistent ? expected : recomputed!)).toEqual([]);
      // The source's own mistake is one: were it right, it would not be marked.
      if (!consistent) expect(judge(example, expected)).not.toEqual([]);
    },
  );
});

describe('every topic has an adapter', () => {
  test('none is left out', () => {
    const topics = [...new Set(cases.map((c) => c.topic))];
    expect(topics.filter((topic) => !adapters[topic])).toEqual([]);
  });
  test('and one only', () => {
    const topics = Object.values(families).flatMap((family) => Object.keys(family));
    expect(topics.filter((topic, i) => topics.indexOf(topic) !== i)).toEqual([]);
  });
});

describe('the judge can fail', () => {
  test('numbers', () => {
    expect(differences(1.0001, 1, { rel: 1e-3 })).toEqual([]);
    expect(differences(1.01, 1, { abs: 1e-3 })).toEqual(['answer: 1 ± 0.001; got 1.01']);
    expect(differences(NaN, 1, { abs: 1e9 })).toEqual(['answer: 1 ± 1000000000; got "NaN"']);
    expect(differences(undefined, 1, {})).toEqual(['answer: 1 ± 0; got nothing']);
  });
  test('lists and objects', () => {
    expect(differences([1], [1, 2], {})).toEqual(['answer: 2 values; got [1]']);
    expect(differences({ a: [1, 2], b: 9 }, { a: [1, 3] }, {})).toEqual(['answer.a[1]: 3 ± 0; got 2']);
    expect(differences({}, { a: 1 }, {})).toEqual(['answer.a: 1 ± 0; got nothing']);
    expect(differences(1, [1], {})).toEqual(['answer: a list; got 1']);
  });
  test('exact fractions count as the numbers they are', () => {
    expect(differences({ a: 3n, b: { toNumber: () => 0.5 } }, { a: 3, b: 0.5 }, {})).toEqual([]);
  });
});

describe('numbers as people write them', () => {
  test.each([
    [0.05, 0.05],
    ['0.05/12', 0.05 / 12],
    ['15% x 14531', 0.15 * 14531],
    ['-1e-3', -1e-3],
    ['$1,250.50', 1250.5],
    ['8 %', 0.08],
    ['1.5M', 1.5e6],
    ['2 + 3*4 - 1', 13],
    ['1/3 × 6', 2],
  ])('%j is %d', (text, value) => expect(readNumber(text)).toBeCloseTo(value, 12));
  test.each(['', 'a', '1..2', '1M@10M', '2*', null, [1]])('%j is none', (text) => {
    expect(() => readNumber(text)).toThrow('readNumber');
  });
  test('by the first name that is there', () => {
    expect(read({ b: '2%' }, ['a', 'b'])).toBe(0.02);
    expect(read({}, ['a'], 7)).toBe(7);
    expect(() => read({ c: 1 }, ['a', 'b'])).toThrow('one of a, b; got c');
  });
});
