import { describe, expect, test } from 'vitest';
import { DivergedError, DomainError, NoSolutionError, ShapeError, require, show } from '@/lib/errors';

describe('show(value)', () => {
  test.each([
    ['text in quotes', 'a "b"', '"a \\"b\\""'],
    ['a number', -0.5, '-0.5'],
    ['what is not a number', NaN, 'NaN'],
    ['a big integer with its n', 12n, '12n'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a list', [1, 'a', [2]], '[1, "a", [2]]'],
    ['an empty list', [], '[]'],
    ['eight values whole', [1, 2, 3, 4, 5, 6, 7, 8], '[1, 2, 3, 4, 5, 6, 7, 8]'],
    ['a long list cut', new Float32Array(9), '[0, 0, 0, 0, 0, 0, 0, 0, … 9 in all]'],
    ['an object as JSON', { lr: 0.1 }, '{"lr":0.1}'],
  ])('shows %s', (_, value, text) => {
    expect(show(value)).toBe(text);
  });
});

test('every error carries its name and is an Error', () => {
  for (const [Class, name] of [
    [ShapeError, 'ShapeError'],
    [DomainError, 'DomainError'],
    [NoSolutionError, 'NoSolutionError'],
  ] as const) {
    const error = new Class('f: a rule; got 1');
    expect(error).toBeInstanceOf(Error);
    expect(`${error}`).toBe(`${name}: f: a rule; got 1`);
  }
});

test('DivergedError says where, when and what to turn', () => {
  const error = new DivergedError({ step: 12, tensor: 'layer1.weight', control: 'learningRate' });
  expect({ ...error }).toMatchObject({ step: 12, tensor: 'layer1.weight', control: 'learningRate' });
  expect(error).toMatchInlineSnapshot(
    `[DivergedError: train: every number stays finite; got a non-finite value in layer1.weight at step 12]`,
  );
});

test('require(ok, …) throws in the house grammar, or does nothing', () => {
  expect(() => require(false, 'npv', 'rate is greater than −1', -2)).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: npv: rate is greater than −1; got -2]`,
  );
  expect(() => require(true, 'npv', 'rate is greater than −1', 0)).not.toThrow();
});
