import { describe, expect, test } from 'vitest';
import * as draws from '@/finance/simulate/draws';
import { createXoshiro, xoshiroFrom } from '@/finance/simulate/xoshiro';
import { assertClose } from '../../support/assertClose';
import { refusal } from '../../support/refusal';

const { lognormalDraw, normalDraw, paretoDraw, triangularDraw, uniformDraw } = draws;
const take = <T>(n: number, next: () => T) => Array.from({ length: n }, next);

/** xoshiro128** 1.1 from its C source, in whole numbers of any size. */
function* reference(words: readonly number[]): Generator<number> {
  const u32 = (x: bigint) => BigInt.asUintN(32, x);
  const rotate = (x: bigint, k: bigint) => u32((x << k) | (x >> (32n - k)));
  const s = words.map(BigInt) as [bigint, bigint, bigint, bigint];
  for (;;) {
    yield Number(u32(rotate(u32(s[1] * 5n), 7n) * 9n));
    const t = u32(s[1] << 9n);
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11n);
  }
}

describe('xoshiro128**', () => {
  test('the published sequence of the state 1, 2, 3, 4 (rand_xoshiro)', () => {
    expect(take(10, xoshiroFrom([1, 2, 3, 4]).uint32)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });
  test.each([[[0xdeadbeef, 0x12345678, 0x9abcdef0, 0x0badf00d]], [[0, 0, 0, 1]]] as [
    [number, number, number, number],
  ][])('%j: 2,000 numbers of the C source', (state) => {
    const words = reference(state);
    expect(take(2000, xoshiroFrom(state).uint32)).toEqual(take(2000, () => words.next().value as number));
  });
  test('goes on where another is', () => {
    const one = createXoshiro(5);
    take(7, one.uint32);
    expect(take(5, xoshiroFrom(one.state).uint32)).toEqual(take(5, one.uint32));
  });
  test('neighbouring seeds and streams have nothing in common', () => {
    const starts = [0, 1, 2, 3].flatMap((seed) => [0, 1, 2].map((stream) => createXoshiro(seed, stream).uint32()));
    expect(new Set(starts).size).toBe(12);
    const [a, b] = [createXoshiro(1), createXoshiro(2)];
    const pairs = take(20_000, () => (a.uniform() - 0.5) * (b.uniform() - 0.5));
    expect(Math.abs(pairs.reduce((x, y) => x + y, 0) / 20_000) * 12).toBeLessThan(0.036); // five standard errors
  });
  test('uniform() fills [0, 1) evenly, in steps of 2⁻⁵³', () => {
    const random = createXoshiro(11);
    const counts = new Array<number>(100).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const x = random.uniform();
      if (!(x >= 0 && x < 1)) throw new Error(`outside: ${x}`);
      counts[Math.floor(100 * x)]! += 1;
    }
    expect(counts.reduce((sum, c) => sum + (c - 1000) ** 2 / 1000, 0)).toBeLessThan(148.2); // χ², 99 degrees, p = 0.001
    expect(Number.isInteger(random.uniform() * 2 ** 53)).toBe(true);
  });
});

/** The share of draws below each value, against what the distribution says. */
function judge(draw: draws.Draw, table: readonly (readonly [value: number, share: number])[]) {
  const random = createXoshiro(17);
  const n = 100_000;
  const values = take(n, () => draw(random));
  for (const [value, share] of table) {
    const seen = values.filter((x) => x <= value).length / n;
    expect(Math.abs(seen - share), `${value}: ${seen} for ${share}`).toBeLessThan(
      5 * Math.sqrt((share * (1 - share)) / n) + 1e-9,
    );
  }
  return values;
}

describe('draws have the distribution they are named after', () => {
  test('uniform', () => judge(uniformDraw(2, 6), [[1.9999, 0], [3, 0.25], [5.6, 0.9], [6, 1]])); // prettier-ignore
  // Φ(−1) = 0.158655, Φ(1.959964) = 0.975, Φ(3) = 0.998650
  test('normal', () => judge(normalDraw(10, 2), [[8, 0.158655], [10, 0.5], [13.919928, 0.975], [16, 0.99865]])); // prettier-ignore
  test('lognormal', () => judge(lognormalDraw(100, 2), [[50, 0.158655], [100, 0.5], [200, 0.841345]])); // prettier-ignore
  test('triangular', () => judge(triangularDraw(0, 1, 4), [[0.5, 0.0625], [1, 0.25], [2, 1 - 4 / 12], [4, 1]])); // prettier-ignore
  test('triangular with its top at an end', () => judge(triangularDraw(0, 0, 1), [[0.5, 0.75]])); // prettier-ignore
  test('Pareto, and its mean α/(α − 1)', () => {
    const values = judge(paretoDraw(1, 4), [[1, 0], [2, 1 - 1 / 16], [3, 1 - 1 / 81]]); // prettier-ignore
    assertClose(values.reduce((a, b) => a + b, 0) / values.length, 4 / 3, { abs: 0.008 });
  });
});

test('refusals', () => {
  const calls = [
    () => xoshiroFrom([0, 0, 0, 0]),
    () => createXoshiro(-1),
    () => createXoshiro(1.5),
    () => uniformDraw(2, 1),
    () => normalDraw(0, -1),
    () => lognormalDraw(0, 2),
    () => lognormalDraw(1, 0.5),
    () => triangularDraw(0, 3, 2),
    () => triangularDraw(1, 1, 1),
    () => paretoDraw(1, 0),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: xoshiroFrom: the state is not all 0; got [0, 0, 0, 0]",
      "DomainError: createXoshiro: seed is a finite whole number from 0 to 4294967295; got -1",
      "DomainError: createXoshiro: seed is a finite whole number from 0 to 4294967295; got 1.5",
      "DomainError: uniformDraw: high is a finite number at least 2; got 1",
      "DomainError: normalDraw: deviation is a finite number at least 0; got -1",
      "DomainError: lognormalDraw: median is a finite number greater than 0; got 0",
      "DomainError: lognormalDraw: factor is a finite number at least 1; got 0.5",
      "DomainError: triangularDraw: low ≤ mode ≤ high and low < high; got [0, 3, 2]",
      "DomainError: triangularDraw: low ≤ mode ≤ high and low < high; got [1, 1, 1]",
      "DomainError: paretoDraw: alpha is a finite number greater than 0; got 0",
    ]
  `);
});
