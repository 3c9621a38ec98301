import { describe, expect, test } from 'vitest';
import * as oracle from '../oracle/conv2d';
import { gradients, nums, valuesOf } from '../oracle/tape';
import type { Num } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';
import { fit, sizesOf } from '../support/window';

const plain = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1] } as const;
const CASES = [
  ['one element', fit({ N: 1, H: 1, W: 1, C: 1, kernel: [1, 1], ...plain })],
  ['2 × 2', fit({ N: 2, H: 6, W: 5, C: 4, kernel: [2, 2], ...plain, stride: [2, 2] })],
  ['overlapping, padded', fit({ N: 1, H: 5, W: 4, C: 7, kernel: [3, 3], ...plain, padding: [1, 1, 1, 1] })],
  [
    'unequal padding, dilation',
    fit({ N: 2, H: 7, W: 6, C: 3, kernel: [2, 3], stride: [2, 1], padding: [1, 0, 2, 1], dilation: [2, 2] }),
  ],
  ['the whole image', fit({ N: 3, H: 4, W: 5, C: 9, kernel: [4, 5], ...plain })],
  [
    'ceil mode: the last windows reach beyond the padding',
    {
      ...fit({ N: 1, H: 5, W: 5, C: 5, kernel: [3, 3], stride: [2, 2], padding: [1, 1, 0, 0], dilation: [1, 1] }),
      outH: 3,
      outW: 3,
    },
  ],
] as const;

describe.each(await allBuilds())('%s', (_, k) => {
  test.each(CASES)('%s', (_, window) => {
    const stage = createStage(k);
    const { N, H, W, C, outH, outW } = window;
    const n = N * outH * outW * C;
    const [x, dout, dx0] = [numbers(N * H * W * C, 1), numbers(n, 2), numbers(N * H * W * C, 3)];
    const X = nums(x);
    const [px, pdout, out, index] = [stage.put(x), stage.put(dout), stage.room(n), stage.room(n)];
    const sizes = stage.putIntegers(sizesOf(window, C, 1, 1));

    const judge = (expected: Num[], backward: (dx: number) => void, tolerance: number) => {
      assertClose(stage.get(out), valuesOf(expected), { abs: tolerance });
      const dx = stage.put(dx0);
      const [slope] = gradients(expected, dout, X);
      for (const times of [1, 2]) {
        backward(dx);
        assertClose(
          stage.get(dx),
          dx0.map((v, i) => v + times * slope![i]!),
          { abs: 5e-6 },
        );
      }
    };
    k.maxPool2d(out, index, px, sizes);
    const greatest = oracle.maxPool2d(window, X);
    judge(greatest, (dx) => k.maxPool2dBackward(dx, pdout, index, sizes), 0);
    const images = Array.from({ length: n }, (_, i) => Math.floor(i / (outH * outW * C)) * H * W);
    assertClose(
      stage.get(index).map((at, i) => x[(images[i]! + at) * C + (i % C)]!),
      valuesOf(greatest),
      {},
    );
    for (const countPad of [false, true]) {
      k.avgPool2d(out, px, sizes, +countPad);
      judge(oracle.avgPool2d(window, countPad, X), (dx) => k.avgPool2dBackward(dx, pdout, sizes, +countPad), 1e-6);
    }
  });

  test('of equals the first; a NaN wins; −∞ and large values pass', () => {
    const stage = createStage(k);
    const sizes = stage.putIntegers(sizesOf(fit({ N: 1, H: 1, W: 4, C: 1, kernel: [1, 4], ...plain }), 1, 1, 1));
    const [out, index] = [stage.room(1), stage.room(1)];
    const run = (x: number[]) => {
      k.maxPool2d(out, index, stage.put(x), sizes);
      return [stage.get(out)[0], stage.get(index)[0]];
    };
    expect(run([1, 3, 3, 2])).toEqual([3, 1]);
    expect(run([1, NaN, 5, 2])).toEqual([NaN, 1]);
    expect(run([-Infinity, -Infinity, -Infinity, -Infinity])).toEqual([-Infinity, 0]);
    expect(run([-3e38, 0, 1e38, 1])).toEqual([Math.fround(1e38), 2]);
  });
});
