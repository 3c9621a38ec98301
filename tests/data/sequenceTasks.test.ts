import { describe, expect, test } from 'vitest';
import { FIRST_SYMBOL, createSequences, padRows } from '@/data/sequenceTasks';
import { refusals } from '../support/refusals';

const OPTIONS = { count: 200, maxLength: 6, symbols: 3, seed: 2 };

describe.each(['copy', 'reverse', 'brackets'] as const)('%s', (task) => {
  test('sources of every length and symbol; the same for the same seed', () => {
    const pairs = createSequences(task, OPTIONS);
    expect(new Set(pairs.map(({ source }) => source.length))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    const kinds = task === 'brackets' ? 2 * OPTIONS.symbols : OPTIONS.symbols;
    const seen = new Set(pairs.flatMap(({ source }) => source));
    expect(seen).toEqual(new Set(Array.from({ length: kinds }, (_, i) => FIRST_SYMBOL + i)));
    expect(createSequences(task, OPTIONS)).toEqual(pairs);
    expect(createSequences(task, { ...OPTIONS, seed: 3 })).not.toEqual(pairs);
  });
});

test('copy and reverse answer as they are called', () => {
  for (const { source, target } of createSequences('copy', OPTIONS)) expect(target).toEqual(source);
  for (const { source, target } of createSequences('reverse', OPTIONS)) expect(target).toEqual([...source].reverse());
});

test('sources of one length', () => {
  const pairs = createSequences('copy', { ...OPTIONS, minLength: 6 });
  expect(new Set(pairs.map(({ source }) => source.length))).toEqual(new Set([6]));
});

test('source and answer together are brackets that match', () => {
  const text = (list: readonly number[]) =>
    list.map((token) => '()[]{}'[token - FIRST_SYMBOL]).join(''); // prettier-ignore
  let empty = 0;
  for (const { source, target } of createSequences('brackets', OPTIONS)) {
    let all = text([...source, ...target]);
    for (let before = ''; before !== all;) {
      before = all;
      all = all.replace(/\(\)|\[\]|\{\}/g, '');
    }
    expect(all).toBe('');
    expect(text(target)).toMatch(/^[)\]}]*$/);
    if (!target.length) empty++;
  }
  expect(empty).toBeGreaterThan(0);
});

test('refused', () => {
  expect(
    refusals({
      task: () => createSequences('sort' as 'copy', OPTIONS),
      count: () => createSequences('copy', { ...OPTIONS, count: 0 }),
      length: () => createSequences('copy', { ...OPTIONS, maxLength: 1.5 }),
      least: () => createSequences('copy', { ...OPTIONS, minLength: 7 }),
      rows: () => padRows([]),
      width: () => padRows([[3, 4, 5]], 2),
    }),
  ).toMatchInlineSnapshot(`
    {
      "count": "DomainError: createSequences: count is a finite whole number at least 1; got 0",
      "least": "DomainError: createSequences: minLength is a finite whole number from 1 to 6; got 7",
      "length": "DomainError: createSequences: maxLength is a finite whole number at least 1; got 1.5",
      "rows": "DomainError: padRows: there are rows; got []",
      "task": "DomainError: createSequences: a task is one of copy,reverse,brackets; got "sort"",
      "width": "DomainError: padRows: a row has at most 2 tokens; got [3, 4, 5]",
    }
  `);
});
