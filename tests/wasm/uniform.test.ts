import { describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { allBuilds, createStage } from '../support/stage';

describe.each(await allBuilds())('uniform, %s', (_, k) => {
  test.each([0, 1, 42, 2 ** 31, 2 ** 32 - 1])(
    'seed %i: the numbers of src/lib/random.ts to the last bit, and its state',
    (seed) => {
      const stage = createStage(k);
      const out = stage.room(1000);
      const state = k.uniform(out, 1000, seed, 0, 1);
      const random = createRandom(seed);
      expect(stage.get(out)).toEqual(Array.from({ length: 1000 }, random.uniform));
      expect(state >>> 0).toBe(random.state);
    },
  );

  test('between other limits', () => {
    const stage = createStage(k);
    const out = stage.room(500);
    k.uniform(out, 500, 7, -0.5, 0.25);
    const random = createRandom(7);
    expect(stage.get(out)).toEqual(Array.from({ length: 500 }, () => Math.fround(-0.5 + 0.75 * random.uniform())));
  });
});
