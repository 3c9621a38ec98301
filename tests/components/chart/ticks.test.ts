import { scaleLinear } from 'd3-scale';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearTicks, logTicks, niceDomain, tickTexts } from '@/components/chart/ticks';

const extent = fc
  .tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -6, max: 3 }))
  .map(([lo, span, power]): [number, number] => [lo * 10 ** power, (lo + span) * 10 ** power]);
const count = fc.integer({ min: 2, max: 12 });

describe('linearTicks', () => {
  test('are d3-scale’s', () => {
    fc.assert(
      fc.property(extent, count, ([lo, hi], n) => {
        // At the very ends rounding decides whether there is a tick; ours forgives it, d3's does not.
        const within = (t: number) => Math.min(t - lo, hi - t) > 1e-7 * (hi - lo);
        const ours = linearTicks(lo, hi, n).filter(within);
        const theirs = scaleLinear([lo, hi], [0, 1]).ticks(n).filter(within);
        expect(ours.length).toBe(theirs.length);
        ours.forEach((tick, i) => expect(Math.abs(tick - theirs[i]!)).toBeLessThan(1e-9 * (hi - lo)));
      }),
    );
  });
  test('carry no noise and no −0', () => {
    expect(linearTicks(-0.3, 0.3, 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
    expect(linearTicks(-1, 1, 2).some((t) => Object.is(t, -0))).toBe(false);
  });
  test('refuse an empty extent', () => {
    expect(() => linearTicks(1, 1, 5)).toThrow('linearTicks: lo < hi, both finite; got [1, 1]');
    expect(() => linearTicks(0, Infinity, 5)).toThrow('linearTicks: lo < hi, both finite; got [0, Infinity]');
  });
});

test.each([
  [0.01, 100, 5, [0.01, 0.1, 1, 10, 100]],
  [0.01, 0.5, 4, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5]],
  [1e-12, 1, 4, [1e-12, 1e-9, 1e-6, 1e-3, 1]],
  [3, 4, 4, []],
])('logTicks(%f, %f, %i) is %j', (lo, hi, n, ticks) => expect(logTicks(lo, hi, n)).toEqual(ticks));

test('logTicks stay inside, and are few', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -12, max: 6, noNaN: true }),
      fc.double({ min: 0.1, max: 15, noNaN: true }),
      count,
      (a, span, n) => {
        const [lo, hi] = [10 ** a, 10 ** (a + span)];
        const ticks = logTicks(lo, hi, n);
        expect(ticks.length).toBeLessThanOrEqual(2 * n + 3);
        for (const t of ticks) expect(t >= lo * (1 - 1e-8) && t <= hi * (1 + 1e-8)).toBe(true);
      },
    ),
  );
});

describe('niceDomain', () => {
  test('is d3-scale’s nice() where that rounds once', () => {
    for (const [lo, hi] of [
      [0.03, 0.97],
      [-13, 88],
      [0, 340],
      [1.2e6, 7.7e6],
    ] as const)
      // prettier-ignore
      expect(niceDomain(lo, hi)).toEqual(scaleLinear([lo, hi], [0, 1]).nice(5).domain());
  });
  test('holds the data', () => {
    fc.assert(
      fc.property(extent, ([lo, hi]) => {
        const [a, b] = niceDomain(lo, hi);
        const slack = 1e-8 * (hi - lo);
        expect(a).toBeLessThanOrEqual(lo + slack);
        expect(b).toBeGreaterThanOrEqual(hi - slack);
        expect(b - a).toBeLessThan(3 * (hi - lo));
      }),
    );
  });
  test.each([
    [3, 3, {}, [2, 4]],
    [0, 0, {}, [-1, 1]],
    [0.02, 0.02, {}, [0.01, 0.03]],
    [0.2, 0.9, { zero: true }, [0, 1]],
    [0.03, 47, { log: true }, [0.02, 50]],
    [0.01, 0.01, { log: true }, [0.001, 0.1]],
  ])('(%f, %f, %j) is %j', (lo, hi, options, domain) => {
    niceDomain(lo, hi, options).forEach((x, i) => expect(x).toBeCloseTo(domain[i]!, 12));
  });
  test('refuses a log domain at zero', () => {
    expect(() => niceDomain(0, 1, { log: true })).toThrow('niceDomain: a log domain lies above 0; got 0');
  });
});

test.each([
  [[0, 0.25, 0.5], 'zh', false, ['0.00', '0.25', '0.50']],
  [[0, 20_000, 40_000], 'zh', false, ['0', '2万', '4万']],
  [[1_002_000, 1_004_000], 'en', false, ['1,002,000', '1,004,000']], // 1M twice would say nothing
  [[0, 0.00002, 0.00004], 'en', false, ['0', '2×10⁻⁵', '4×10⁻⁵']],
  [[0.01, 0.1, 1, 10], 'en', true, ['0.01', '0.1', '1', '10']],
  [[1e-6, 1e-3, 1], 'en', true, ['10⁻⁶', '10⁻³', '10⁰']],
  [[-5], 'en', false, ['−5']],
  [[1e30, 1.5e30], 'en', false, ['1.0×10³⁰', '1.5×10³⁰']], // in full they would be wider than the chart
] as const)('tickTexts(%j, %s, %s) is %j', (ticks, lang, log, texts) => {
  expect(tickTexts(ticks, lang, log)).toEqual(texts);
});

test('ticks that differ are written differently', () => {
  fc.assert(
    fc.property(extent, count, ([lo, hi], n) => {
      const ticks = linearTicks(lo, hi, n);
      expect(new Set(tickTexts(ticks, 'en')).size).toBe(ticks.length);
    }),
  );
});
