import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { berkus, PAYNE_WEIGHTS, scorecard } from '@/finance/scorecard';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

const factors = Object.entries(PAYNE_WEIGHTS).map(([name, weight]) => ({ name, weight, score: 1 }));

describe('scorecard', () => {
  test('Payne’s weights are a whole, and a company like the others is worth as much as they are', () => {
    expect(scorecard(2e6, factors)).toEqual({ factor: 1, value: 2e6 });
  });
  test('each respect counts by its weight', () => {
    for (const { name, weight } of factors) {
      const better = factors.map((f) => (f.name === name ? { ...f, score: 1.5 } : f));
      expect(scorecard(1e6, better).value).toBeCloseTo(1e6 * (1 + weight / 2), 6);
    }
  });
  test('published: a factor of 1.05 on 2 million (calculates.dev)', () => {
    expect(scorecard(2e6, [{ name: 'all', weight: 1, score: 1.05 }]).value).toBe(2.1e6);
  });
  test('its working adds up', () => {
    const mixed = factors.map((f, i) => ({ ...f, score: 0.5 + i / 4 }));
    expect(faults(explain((note) => scorecard(2e6, mixed, note)).steps)).toEqual([]);
  });
});

test('berkus adds up', () => {
  const { result, steps } = explain((note) => berkus({ idea: 5e5, prototype: 0, team: 1e5 }, 5e5, note));
  expect(result).toBe(6e5);
  expect(faults(steps)).toEqual([]);
});

test('refusals', () => {
  expect(
    refusals({
      'no factor': () => scorecard(1, []),
      'weights that are no whole': () => scorecard(1, [{ name: 'team', weight: 0.9, score: 1 }]),
      'a negative weight': () => scorecard(1, [{ name: 'team', weight: -1, score: 1 }]),
      'a negative score': () => scorecard(1, [{ name: 'team', weight: 1, score: -1 }]),
      'no median': () => scorecard(0, factors),
      'no credit': () => berkus({}),
      'more than the most': () => berkus({ team: 500_001 }),
      'no number': () => berkus({ team: NaN }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a negative score": "DomainError: scorecard: the score of team is at least 0; got -1",
      "a negative weight": "DomainError: scorecard: the weight of team is a finite number from 0 to 1; got -1",
      "more than the most": "DomainError: berkus: the credit for team is from 0 to 500000; got 500001",
      "no credit": "DomainError: berkus: there is at least one credit; got {}",
      "no factor": "DomainError: scorecard: there is at least one factor; got []",
      "no median": "DomainError: scorecard: median is a finite number greater than 0; got 0",
      "no number": "DomainError: berkus: the credit for team is from 0 to 500000; got NaN",
      "weights that are no whole": "DomainError: scorecard: the weights add up to 1; got 0.9",
    }
  `);
});
