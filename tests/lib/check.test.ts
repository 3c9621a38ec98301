import { expect, test } from 'vitest';
import { checkList, checkNumbers, inRange, type Bounds } from '@/lib/check';
import { DomainError } from '@/lib/errors';
import { refusal } from '../support/refusal';

test('bounds are kept as they are said', () => {
  const bounds = [{ min: 0 }, { max: 0 }, { above: 0 }, { below: 0 }, { min: -1, below: 0.5 }, { whole: true }];
  const passes = (x: number, b: Bounds) => {
    try {
      checkNumbers('f', { x }, b);
      return true;
    } catch {
      return false;
    }
  };
  const kept = bounds.map((b) => [-1, -0.5, 0, 0.5, 1].filter((x) => passes(x, b))); // prettier-ignore
  expect(kept).toEqual([
    [0, 0.5, 1],
    [-1, -0.5, 0],
    [0.5, 1],
    [-1, -0.5],
    [-1, -0.5, 0],
    [-1, 0, 1],
  ]);
  for (const x of [NaN, Infinity, -Infinity, '1' as unknown as number, undefined as unknown as number]) {
    expect(() => checkNumbers('f', { x })).toThrow(DomainError);
  }
});

test('the sentence is made of the bounds', () => {
  expect([
    refusal(() => checkNumbers('f', { a: 1, b: 2 }, { min: 0, max: 1 })),
    refusal(() => checkNumbers('f', { n: 1.5 }, { above: 0, below: 9, whole: true })),
    refusal(() => checkNumbers('f', { x: NaN })),
    refusal(() => checkList('f', 'xs', [0, -1], { min: 0 })),
    refusal(() => checkList('f', 'xs', [])),
    refusal(() => checkList('f', 'xs', [1, undefined as unknown as number])),
    refusal(() => inRange('f', 1e308 * 10)),
    refusal(() => inRange('f', NaN)),
  ]).toMatchInlineSnapshot(`
    [
      "DomainError: f: b is a finite number from 0 to 1; got 2",
      "DomainError: f: n is a finite whole number greater than 0 and less than 9; got 1.5",
      "DomainError: f: x is a finite number; got NaN",
      "DomainError: f: xs[1] is a finite number at least 0; got -1",
      "DomainError: f: xs is not empty; got []",
      "DomainError: f: xs[1] is a finite number; got undefined",
      "DomainError: f: the result is within the range of a double; got Infinity",
      "DomainError: f: the result is within the range of a double; got NaN",
    ]
  `);
});

test('a result within range is handed on', () => expect(inRange('f', -1e308)).toBe(-1e308));
