import { describe, expect, test } from 'vitest';
import * as oracle from '../oracle/softmax';
import { gradients, nums, valuesOf } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

const SHAPES = [
  [1, 1, 1],
  [3, 2, 1],
  [2, 3, 1],
  [3, 4, 1],
  [2, 7, 1],
  [3, 8, 1],
  [1, 13, 1],
  [2, 67, 1],
  [1, 3, 2],
  [2, 5, 3],
  [3, 1, 4],
  [2, 8, 5],
] as const;
const NAMES = ['softmax', 'logSoftmax'] as const;
const builds = await allBuilds();

describe.each(builds)('%s', (_, k) => {
  describe.each(NAMES)('%s', (name) => {
    test.each(SHAPES)('(%i, %i, %i)', (outer, C, inner) => {
      const stage = createStage(k);
      const [n, axis] = [outer * C * inner, { outer, C, inner }];
      const [x, dout, dx0] = [numbers(n, 1, 8), numbers(n, 2), numbers(n, 3)];
      const [out, px, pdout, dx] = [stage.room(n), stage.put(x), stage.put(dout), stage.put(dx0)];
      const inputs = nums(x);
      const expected = oracle[name](axis, inputs);
      const [slope] = gradients(expected, dout, inputs);

      k[name](out, px, outer, C, inner);
      assertClose(stage.get(out), valuesOf(expected), name === 'softmax' ? { rel: 1e-6, abs: 1e-37 } : { abs: 4e-6 });
      for (const times of [1, 2]) {
        k[`${name}Backward`](dx, pdout, out, outer, C, inner);
        assertClose(
          stage.get(dx),
          dx0.map((v, i) => v + times * slope![i]!),
          { abs: times * 4e-6 },
        );
      }
      if (name === 'logSoftmax') return;
      const written = stage.get(out);
      k.softmax(px, px, outer, C, inner); // over its input
      expect(stage.get(px)).toEqual(written);
    });
  });

  const run = (name: (typeof NAMES)[number], x: number[]) => {
    const stage = createStage(k);
    const out = stage.room(x.length);
    k[name](out, stage.put(x), 1, x.length, 1);
    return stage.get(out);
  };

  test('a row of any size: a shift changes nothing, and what is masked by −∞ gets exactly 0', () => {
    assertClose(run('softmax', [1e4, 10_001, 9_999, 1e4, 9_998]), run('softmax', [0, 1, -1, 0, -2]), { rel: 1e-6 });
    expect(run('softmax', [0, -Infinity, -Infinity, -3e38, -100])).toEqual([1, 0, 0, 0, 0]);
    expect(run('softmax', [3e38, -3e38])).toEqual([1, 0]);
    expect(run('softmax', [-Infinity, 5])).toEqual([0, 1]);
    expect(run('logSoftmax', [3e38, -Infinity, 0])).toEqual([0, -Infinity, Math.fround(-3e38)]);
    assertClose(run('logSoftmax', [0, -50, -200]), [0, -50, -200], { rel: 1e-6 });
  });

  test('small probabilities keep their digits', () => {
    const x = [0, -20, -60, -87, -5, -1e-3];
    assertClose(run('softmax', x), valuesOf(oracle.softmax({ outer: 1, C: 6, inner: 1 }, nums(x.map(Math.fround)))), {
      rel: 1e-6,
    });
  });

  test('a NaN or +∞ anywhere makes the row NaN', () => {
    for (const wrong of [NaN, Infinity])
      for (const at of [0, 2, 5])
        for (const name of NAMES) {
          const x = numbers(6, 1).map((v, i) => (i === at ? wrong : v));
          expect(run(name, x).some(Number.isNaN)).toBe(true);
        }
    expect(run('softmax', [NaN, 1, 2, 3, 4])).toEqual(Array(5).fill(NaN));
    expect(run('softmax', [-Infinity, -Infinity])).toEqual([NaN, NaN]);
  });
});

test('the builds agree within 1e-6', () => {
  const [base, ...others] = builds.map(([, k]) => {
    const stage = createStage(k);
    const out = stage.room(5 * 67);
    k.softmax(out, stage.put(numbers(5 * 67, 4, 10)), 5, 67, 1);
    return stage.get(out);
  });
  for (const other of others) assertClose(other, base!, { rel: 1e-6 });
});
