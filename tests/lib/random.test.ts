import { describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';

/** Tommy Ettinger's mulberry32 from its C source, in whole numbers of any size: `uint32_t` is a remainder of 2³². */
function* mulberry32(seed: number): Generator<bigint> {
  const u32 = (x: bigint) => BigInt.asUintN(32, x);
  let state = BigInt(seed);
  for (;;) {
    state = u32(state + 0x6d2b79f5n);
    let z = state;
    z = u32((z ^ (z >> 15n)) * (z | 1n));
    z ^= u32(z + u32((z ^ (z >> 7n)) * (z | 61n)));
    yield z ^ (z >> 14n);
  }
}

const draw = <T>(n: number, next: () => T) => Array.from({ length: n }, next);
const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;

describe('createRandom(seed)', () => {
  test.each([0, 1, 7, 123_456_789, 2 ** 31, 2 ** 32 - 1])('seed %i: the upper 24 bits of mulberry32', (seed) => {
    const reference = mulberry32(seed);
    const expected = draw(2000, () => Number(reference.next().value! >> 8n) / 2 ** 24);
    expect(draw(2000, createRandom(seed).uniform)).toEqual(expected);
  });

  test('uniform() is exact in f32 and lies in [0, 1)', () => {
    for (const x of draw(10_000, createRandom(5).uniform)) {
      expect(x >= 0 && x < 1 && x === Math.fround(x)).toBe(true);
    }
  });

  test('state goes on where a generator is', () => {
    const one = createRandom(3);
    draw(10, one.uniform);
    const two = createRandom(one.state);
    expect(draw(10, two.normal)).toEqual(draw(10, one.normal));
  });

  test('two generators do not disturb one another', () => {
    const alone = draw(5, createRandom(9).uniform);
    const [a, b] = [createRandom(9), createRandom(9)];
    const mixed = draw(5, () => {
      b.normal();
      return a.uniform();
    });
    expect(mixed).toEqual(alone);
  });

  test('below(n) gives every whole number under n about equally often', () => {
    const random = createRandom(11);
    const counts = Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.below(7)]! += 1;
    const chiSquare = counts.reduce((sum, c) => sum + (c - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(22.46); // 6 degrees of freedom, p = 0.001
  });

  test('normal() has mean 0, variance 1, no skew, the tails of a normal, and is an f32', () => {
    const x = draw(100_000, createRandom(2).normal);
    expect(Math.abs(mean(x))).toBeLessThan(0.016); // 5 standard errors each
    expect(Math.abs(mean(x.map((v) => v * v)) - 1)).toBeLessThan(0.023);
    expect(Math.abs(mean(x.map((v) => v ** 3)))).toBeLessThan(0.062);
    const beyond = x.filter((v) => Math.abs(v) > 1.96).length / x.length;
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.0035);
    expect(x.every((v) => v === Math.fround(v) && Number.isFinite(v))).toBe(true);
  });

  test('normal() is the formula of Box and Muller in the functions of the engine, rounded to f32', () => {
    const [random, uniform] = [createRandom(4), createRandom(4).uniform];
    for (let i = 0; i < 50_000; i++) {
      const expected = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
      expect(Math.abs(random.normal() - expected)).toBeLessThanOrEqual(2 ** -24 * Math.abs(expected) + 1e-15);
    }
  });

  test('categorical(weights) by the share of each, never where the weight is 0', () => {
    const random = createRandom(6);
    const weights = [0, 1, 0, 3, 6, 0];
    const counts = Array<number>(6).fill(0);
    for (let i = 0; i < 50_000; i++) counts[random.categorical(weights)]! += 1;
    const chiSquare = [1, 3, 4].reduce(
      (sum, c) => sum + (counts[c]! - 5000 * weights[c]!) ** 2 / (5000 * weights[c]!),
      0,
    );
    expect(chiSquare).toBeLessThan(13.82); // 2 degrees of freedom, p = 0.001
    expect([counts[0], counts[2], counts[5]]).toEqual([0, 0, 0]);
  });

  test('permutation(n) gives every order about equally often', () => {
    const random = createRandom(8);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.permutation(4).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, c) => sum + (c - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(49.73); // 23 degrees of freedom, p = 0.001
  });
});
