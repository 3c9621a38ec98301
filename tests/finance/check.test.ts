import { expect, test } from 'vitest';
import { inRange, requireFinite, requireFraction, requirePositive, requireRate, requireSeries } from '@/finance/check';
import { refusals } from '../support/refusals';

test('refusals', () => {
  expect(
    refusals({
      'not finite': () => requireFinite('f', { a: 1, b: -Infinity }),
      'not a number at all': () => requireFinite('f', { a: '1' as unknown as number }),
      'an empty series': () => requireSeries('f', 'cash flow', []),
      'a hole in a series': () => requireSeries('f', 'cash flow', [1, undefined as unknown as number]),
      'a rate of −100 %': () => requireRate('f', -1),
      'above the whole': () => requireFraction('f', { share: 1.01 }),
      'below nothing': () => requireFraction('f', { share: -0.01 }),
      'a result beyond a double': () => inRange('f', 1e308 * 10),
      'no result': () => inRange('f', NaN),
      'not positive': () => requirePositive('f', { years: 0 }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a hole in a series": "DomainError: f: every cash flow is a finite number; got "undefined at 1"",
      "a rate of −100 %": "DomainError: f: rate is greater than −1; got -1",
      "a result beyond a double": "DomainError: f: the result is within the range of a double; got Infinity",
      "above the whole": "DomainError: f: share is from 0 to 1; got 1.01",
      "an empty series": "DomainError: f: there is at least one cash flow; got []",
      "below nothing": "DomainError: f: share is from 0 to 1; got -0.01",
      "no result": "DomainError: f: the result is within the range of a double; got NaN",
      "not a number at all": "DomainError: f: a is a finite number; got "1"",
      "not finite": "DomainError: f: b is a finite number; got -Infinity",
      "not positive": "DomainError: f: years is greater than 0; got 0",
    }
  `);
});

test('what may pass', () => {
  requireFinite('f', { a: 0, b: -1e308 });
  requireSeries('f', 'cash flow', [0]);
  requireRate('f', -0.999);
  requireFraction('f', { none: 0, all: 1 });
  requirePositive('f', { a: Number.MIN_VALUE });
});
