/** normal, categorical and permutation: the numbers of src/lib/random.ts, to the last bit, and its state. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

describe.each(await allBuilds())('%s', (_, k) => {
  test.each([0, 1, 42, 2 ** 31, 2 ** 32 - 1])('seed %i', (seed) => {
    const stage = createStage(k);
    let random = createRandom(seed);
    const out = stage.room(2000);
    let state = k.normal(out, 2000, seed, 0, 1);
    expect(stage.get(out)).toEqual(Array.from({ length: 2000 }, random.normal));
    expect(state >>> 0).toBe(random.state);

    random = createRandom(seed);
    const index = stage.putIntegers(Array(300).fill(-1));
    state = k.permutation(index, 300, seed);
    expect([...k.i32.slice(index / 4, index / 4 + 300)]).toEqual(random.permutation(300));
    expect(state >>> 0).toBe(random.state);

    random = createRandom(seed);
    const weights = numbers(300 * 7, 3).map(Math.abs);
    state = k.categorical(index, stage.put(weights), 300, 7, seed);
    const expected = Array.from({ length: 300 }, (_, b) => random.categorical(weights.slice(7 * b, 7 * b + 7)));
    expect([...k.i32.slice(index / 4, index / 4 + 300)]).toEqual(expected);
    expect(state >>> 0).toBe(random.state);
  });

  test('normal with another mean and spread', () => {
    const stage = createStage(k);
    const out = stage.room(100);
    k.normal(out, 100, 7, 3, 0.5);
    const random = createRandom(7);
    expect(stage.get(out)).toEqual(Array.from({ length: 100 }, () => Math.fround(3 + 0.5 * random.normal())));
  });
});
