import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponentialRoots } from '@/finance/exponentialSum';

const value = (amounts: readonly number[], times: readonly number[], delta: number) =>
  amounts.reduce((sum, amount, j) => sum + amount * Math.exp(-delta * times[j]!), 0);

test('a polynomial made from its roots gives them back', () => {
  const factors = fc.uniqueArray(fc.integer({ min: -8, max: 20 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(factors, (tenths) => {
      const roots = tenths.map((x) => x / 10).sort((a, b) => a - b);
      // Π (q − qᵢ), highest power of q first: the flows at t = 0, 1, 2 …
      const flows = roots.reduce<number[]>(
        (c, r) => [...c, 0].map((x, j) => x - (j > 0 ? c[j - 1]! * (1 + r) : 0)),
        [1],
      );
      const found = exponentialRoots(flows, [...flows.keys()]).map(Math.expm1);
      expect(found.length).toBe(roots.length);
      found.forEach((rate, j) => expect(rate).toBeCloseTo(roots[j]!, 6));
    }),
  );
});

test('no crossing that a fine grid sees is missed, and there are no more roots than changes of sign', () => {
  const flow = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 4000 }));
  fc.assert(
    fc.property(fc.array(flow, { minLength: 2, maxLength: 12 }), (flows) => {
      const amounts = flows.map(([amount]) => amount);
      const times = flows.map(([, days]) => days / 365);
      const net = new Map<number, number>();
      times.forEach((t, j) => net.set(t, (net.get(t) ?? 0) + amounts[j]!));
      const signs = [...net]
        .sort(([a], [b]) => a - b)
        .map(([, x]) => Math.sign(x))
        .filter((x) => x !== 0);
      const changes = signs.filter((x, j) => j > 0 && x !== signs[j - 1]).length;
      const roots = exponentialRoots(amounts, times);
      expect(roots.length).toBeLessThanOrEqual(changes);
      expect(roots).toEqual([...roots].sort((a, b) => a - b));
      for (let delta = -3; delta < 3; delta += 0.01) {
        const crosses = value(amounts, times, delta) * value(amounts, times, delta + 0.01) < 0;
        if (crosses) expect(roots.some((root) => root >= delta - 1e-6 && root <= delta + 0.01 + 1e-6)).toBe(true);
      }
    }),
  );
});

describe('hard ones', () => {
  test.each([
    ['one day, 50 times the money', [-1, 50], [0, 1 / 365], [365 * Math.log(50)]],
    ['a total loss but for one part in 1e300', [-1, 1e-300], [0, 1], [Math.log(1e-300)]],
    ['touching 0', [-100, 200, -100], [0, 1, 2], [0]],
    ['a threefold root', [1, -3, 3, -1], [0, 1, 2, 3], [0]],
    ['no root', [-100, 100, -100], [0, 1, 2], []],
    ['one sign', [1, 2, 3], [0, 1, 2], []],
    ['flows of a day that cancel', [-1, 5, 1, -5], [0, 1, 0, 1], []],
    ['any order', [110, -100], [1, 0], [Math.log(1.1)]],
    ['nothing', [], [], []],
  ])('%s', (_, amounts, times, roots) => {
    const found = exponentialRoots(amounts, times);
    expect(found.length).toBe(roots.length);
    found.forEach((root, j) => expect(root).toBeCloseTo(roots[j]!, 9));
  });

  test('two roots 2e-6 apart are told apart, and 120 flows that all change sign are no trouble', () => {
    const [a, b] = [1.1, 1.100002];
    expect(exponentialRoots([1, -(a + b), a * b], [0, 1, 2])).toHaveLength(2);
    const flows = Array.from({ length: 120 }, (_, t) => (t % 2 ? -1 : 1) * (1 + (t % 7)));
    for (const root of exponentialRoots(flows, [...flows.keys()])) {
      const terms = flows.map((flow, t) => flow * Math.exp(-root * t));
      const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
      expect(Math.abs(terms.reduce((x, y) => x + y, 0))).toBeLessThan(1e-12 * size);
    }
  });
});

test('a time missing', () => {
  expect(() => exponentialRoots([1, 2], [0])).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: exponentialRoots: there is a time for each amount; got 1]`,
  );
});
