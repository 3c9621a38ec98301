import { expect, test } from 'vitest';
import { explain, silent, type Note, type Step } from '@/finance/derivation';
import { rational } from '@/finance/rational';
import { evaluate, faults } from '../support/formula';

const twice: Step = {
  symbol: 'y',
  name: { zh: '两倍', en: 'twice' },
  formula: '2 · x',
  inputs: { x: 3 },
  unit: 'number',
};

test('steps are taken down in order, and their values handed on', () => {
  const compute = (note: Note = silent) => {
    const y = note(twice, 6);
    return note(
      { ...twice, symbol: 'z', formula: 'y − sum(a)', inputs: { y, a: [1, rational('1/2')] } },
      rational('9/2'),
    );
  };
  expect(compute().toString()).toBe('9/2');
  const { result, steps } = explain(compute);
  expect(result.toString()).toBe('9/2');
  expect(steps).toMatchObject([
    { symbol: 'y', value: 6, inputs: { x: 3 } },
    { symbol: 'z', value: 4.5, exact: '9/2', inputs: { y: 6, a: [1, 0.5] } },
  ]);
  expect('exact' in steps[0]!).toBe(false);
  expect(structuredClone(steps)).toEqual(steps);
  expect(faults(steps)).toEqual([]);
});

test('a value that is no number is refused', () => {
  expect(() => explain((note) => note(twice, Infinity))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: explain: the value of y is finite; got Infinity]`,
  );
});

test('formulas are read', () => {
  expect(evaluate('(a + b)^2 / 4 − 1', { a: 1, b: 3 })).toBe(3);
  expect(evaluate('min(a, sum(c)) · exp(0) + ln(1) + sqrt(4)', { a: 9, c: [1, 2] })).toBe(5);
  expect(evaluate('−P₀ · (1 + r)', { 'P₀': 2, r: 0.5 })).toBe(-3);
  expect(() => evaluate('a + b', { a: 1 })).toThrow('names an input b');
});

test('a wrong step is found', () => {
  expect(faults(explain((note) => note(twice, 7)).steps)).toEqual(['y = 2 · x gives 6; got 7']);
  const other = explain((note) => [note(twice, 6), note({ ...twice, symbol: 'z', formula: 'y', inputs: { y: 5 } }, 5)]);
  expect(faults(other.steps)).toEqual(['z: y is 5, not 6']);
});
