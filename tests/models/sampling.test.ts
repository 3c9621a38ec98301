import { describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { candidates, sampleToken } from '@/models/sampling';
import { assertClose } from '../support/assertClose';

/** Probabilities 0.5, 0.25, 0.125, 0.125, whose logits are their logarithms and a shift. */
const P = [0.125, 0.5, 0.125, 0.25];
const LOGITS = P.map((p) => Math.log(p) + 3);
const probabilities = (list: ReturnType<typeof candidates>) => list.map(({ weight }) => weight);
const tokens = (list: ReturnType<typeof candidates>) => list.map(({ token }) => token);

describe('candidates', () => {
  test('by default all, the most likely first, equal ones by number', () => {
    const list = candidates(LOGITS, [], {});
    expect(tokens(list)).toEqual([1, 3, 0, 2]);
    assertClose(probabilities(list), [0.5, 0.25, 0.125, 0.125], { rel: 1e-12 });
  });

  test('temperature: p^(1/t), and 0 takes the greatest', () => {
    const sum = P.reduce((s, p) => s + p * p, 0);
    assertClose(probabilities(candidates(LOGITS, [], { temperature: 0.5 })), [0.5, 0.25, 0.125, 0.125].map((p) => (p * p) / sum), { rel: 1e-12 }); // prettier-ignore
    expect(candidates(LOGITS, [], { temperature: 0 })).toEqual([{ token: 1, weight: 1 }]);
  });

  test('topK keeps as many, of equal ones the first', () => {
    const list = candidates(LOGITS, [], { topK: 3 });
    expect(tokens(list)).toEqual([1, 3, 0]);
    assertClose(probabilities(list), [4 / 7, 2 / 7, 1 / 7], { rel: 1e-12 });
    expect(tokens(candidates(LOGITS, [], { topK: 99 }))).toHaveLength(4);
  });

  test('topP keeps the fewest that reach it', () => {
    expect(tokens(candidates(LOGITS, [], { topP: 0.4 }))).toEqual([1]);
    expect(tokens(candidates(LOGITS, [], { topP: 0.7 }))).toEqual([1, 3]);
    const list = candidates(LOGITS, [], { topP: 0.8 });
    expect(tokens(list)).toEqual([1, 3, 0]);
    assertClose(probabilities(list), [4 / 7, 2 / 7, 1 / 7], { rel: 1e-12 });
  });

  test('the penalty divides positive logits and multiplies negative ones, once for each token', () => {
    const list = candidates([2, -1, 1, 0.5], [0, 1, 0, 0], { repetitionPenalty: 2 });
    const powers = [1, 1, 0.5, -2].map(Math.exp);
    const sum = powers.reduce((a, b) => a + b);
    expect(tokens(list)).toEqual([0, 2, 3, 1]);
    assertClose(probabilities(list), powers.map((p) => p / sum), { rel: 1e-12 }); // prettier-ignore
  });

  test('refused', () => {
    expect(() => candidates(LOGITS, [], { temperature: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: candidates: the temperature is at least 0 and finite; got -1]`,
    );
    expect(() => candidates(LOGITS, [], { topK: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: candidates: topK is a whole number from 1 on; got 0]`,
    );
    expect(() => candidates(LOGITS, [], { topP: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: candidates: topP lies in (0, 1]; got 0]`,
    );
    expect(() => candidates(LOGITS, [], { repetitionPenalty: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: candidates: repetitionPenalty is positive and finite; got 0]`,
    );
    expect(() => candidates([1, NaN], [], {})).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: candidates: the greatest logit is finite; got NaN]`,
    );
  });
});

test('sampleToken draws each token as often as it is likely', () => {
  const random = createRandom(3);
  const counts = [0, 0, 0, 0];
  const n = 20_000;
  for (let i = 0; i < n; i++) counts[sampleToken(LOGITS, [], random)]!++;
  // Five standard deviations of a share of n draws.
  counts.forEach((count, token) => assertClose(count / n, P[token]!, { abs: 5 * Math.sqrt((P[token]! * (1 - P[token]!)) / n) })); // prettier-ignore
});
