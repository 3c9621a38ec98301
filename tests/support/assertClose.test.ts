import { describe, expect, test } from 'vitest';
import { assertClose } from './assertClose';

describe('assertClose', () => {
  test.each([
    ['equal numbers', 1, 1, {}],
    ['within rel', [100.05], [100], { rel: 1e-3 }],
    ['within abs', [1e-9], [0], { abs: 1e-8 }],
    ['abs and rel add up', [1.15], [1], { abs: 0.1, rel: 0.06 }],
    ['NaN for NaN', [NaN, 1], [NaN, 1], {}],
    ['∞ for ∞', [Infinity, -Infinity], [Infinity, -Infinity], {}],
    ['−0 for 0', [-0], [0], {}],
    ['typed arrays', new Float32Array([0.5]), new Float64Array([0.5]), {}],
  ])('accepts %s', (_, actual, expected, tolerance) => {
    expect(() => assertClose(actual, expected, tolerance)).not.toThrow();
  });

  test.each([
    ['a difference without tolerance', [1 + 1e-15], [1], {}],
    ['beyond rel', [100.2], [100], { rel: 1e-3 }],
    ['beyond abs', [2e-8], [0], { abs: 1e-8 }],
    ['NaN for a number', [NaN], [1], { rel: 1, abs: 1e9 }],
    ['a number for NaN', [1], [NaN], { rel: 1, abs: 1e9 }],
    ['∞ for a number', [Infinity], [1], { rel: 1, abs: 1e9 }],
    ['a number for ∞', [1e38], [Infinity], { rel: 1, abs: 1e9 }],
    ['∞ for −∞', [Infinity], [-Infinity], { rel: 1, abs: 1e9 }],
    ['another length', [1, 2], [1], { abs: 9 }],
    ['nothing', [], [], { abs: 9 }],
  ])('refuses %s', (_, actual, expected, tolerance) => {
    expect(() => assertClose(actual, expected, tolerance)).toThrow(/^assertClose: /);
  });

  test('names the worst element, not the first', () => {
    expect(() => assertClose([1.01, 3], [1, 2], { rel: 1e-3 })).toThrowErrorMatchingInlineSnapshot(
      `[Error: assertClose: within rel 0.001, abs 0; got 3 for 2 at index 1 of 2, error 1.00 (rel 0.500, 500 times the bound)]`,
    );
  });
});
