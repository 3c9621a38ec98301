import { describe, expect, test } from 'vitest';
import * as oracle from '../oracle/conv2d';
import { gradients, nums, valuesOf } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';
import { fit, sizesOf } from '../support/window';

const plain = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1] } as const;
/** Image, output channels, groups, rows to a panel. */
const CASES = [
  ['one element', { N: 1, H: 1, W: 1, C: 1, kernel: [1, 1], ...plain }, 1, 1, 1],
  ['one tap, x is its own panel', { N: 2, H: 3, W: 4, C: 5, kernel: [1, 1], ...plain }, 6, 1, 7],
  ['same padding', { N: 2, H: 5, W: 7, C: 3, kernel: [3, 3], ...plain, padding: [1, 1, 1, 1] }, 8, 1, 11],
  ['a panel for all', { N: 1, H: 6, W: 6, C: 4, kernel: [3, 3], ...plain, padding: [1, 1, 1, 1] }, 5, 1, 36],
  [
    'unequal padding, stride',
    { N: 1, H: 7, W: 6, C: 2, kernel: [3, 2], stride: [2, 3], padding: [0, 2, 3, 1], dilation: [1, 1] },
    3,
    1,
    4,
  ],
  [
    'dilation',
    { N: 1, H: 8, W: 7, C: 2, kernel: [2, 3], stride: [1, 2], padding: [1, 2, 0, 1], dilation: [3, 2] },
    4,
    1,
    5,
  ],
  [
    'groups',
    { N: 2, H: 4, W: 5, C: 6, kernel: [3, 3], stride: [1, 1], padding: [1, 1, 1, 1], dilation: [1, 1] },
    9,
    3,
    13,
  ],
  ['each channel a group', { N: 1, H: 5, W: 5, C: 5, kernel: [3, 3], ...plain, padding: [1, 1, 1, 1] }, 5, 5, 6],
  ['a line: conv1d', { N: 2, H: 1, W: 13, C: 3, kernel: [1, 5], ...plain, padding: [0, 2, 0, 2] }, 7, 1, 8],
  [
    'a window larger than the image',
    { N: 1, H: 2, W: 2, C: 1, kernel: [5, 5], ...plain, padding: [2, 2, 2, 2] },
    2,
    1,
    3,
  ],
] as const;

const builds = await allBuilds();
describe.each(builds)('conv2d, %s', (_, k) => {
  test.each(CASES)('%s', (_, slide, F, groups, rows) => {
    const stage = createStage(k);
    const window = fit(slide);
    const { N, H, W, C, outH, outW, kernel } = window;
    const K = (kernel[0] * kernel[1] * C) / groups;
    const [x, w, b] = [numbers(N * H * W * C, 1), numbers(K * F, 2), numbers(F, 3)];
    const dout = numbers(N * outH * outW * F, 4);
    const [X, Wt, B] = [nums(x), nums(w), nums(b)];
    const expected = oracle.conv2d(window, F, groups, X, Wt, B);
    const bound = (terms: number) => ({ abs: 1e-6 * Math.sqrt(terms) * Math.max(1, terms / 4) });

    const scratch = stage.room(rows * K + (rows * F) / groups + (2 * K * F) / groups);
    const sizes = stage.putIntegers(sizesOf(window, F, groups, rows));
    const [out, px, pw, pb, pdout] = [
      stage.room(dout.length),
      stage.put(x),
      stage.put(w),
      stage.put(b),
      stage.put(dout),
    ];
    k.conv2d(out, px, pw, pb, scratch, sizes);
    assertClose(stage.get(out), valuesOf(expected), bound(K));
    k.conv2d(out, px, pw, 0, scratch, sizes);
    assertClose(stage.get(out), valuesOf(oracle.conv2d(window, F, groups, X, Wt)), bound(K));

    const slopes = gradients(expected, dout, X, Wt, B);
    const starts = [numbers(x.length, 5), numbers(w.length, 6), numbers(F, 7)];
    const places = starts.map((s) => stage.put(s));
    for (const times of [1, 2]) {
      k.conv2dBackward(places[0]!, places[1]!, places[2]!, pdout, px, pw, scratch, sizes);
      places.forEach((place, j) =>
        assertClose(
          stage.get(place),
          starts[j]!.map((v, i) => v + times * slopes[j]![i]!),
          bound(times * 40),
        ),
      );
    }
    const before = places.map((place) => stage.get(place));
    k.conv2dBackward(0, 0, 0, pdout, px, pw, scratch, sizes);
    expect(places.map((place) => stage.get(place))).toEqual(before);
    stage.get(scratch);
    assertClose(stage.get(px), x, {});
  });

  test('large and tiny values; a NaN stays where its windows are', () => {
    const stage = createStage(k);
    const window = fit({ N: 1, H: 5, W: 5, C: 1, kernel: [3, 3], ...plain });
    const [x, w] = [numbers(25, 1, 1e18), numbers(9, 2, 1e-18)];
    const [out, scratch] = [stage.room(9), stage.room(200)];
    const sizes = stage.putIntegers(sizesOf(window, 1, 1, 9));
    k.conv2d(out, stage.put(x), stage.put(w), 0, scratch, sizes);
    assertClose(stage.get(out), valuesOf(oracle.conv2d(window, 1, 1, nums(x), nums(w))), { abs: 1e-5 });
    x[0] = NaN;
    k.conv2d(out, stage.put(x), stage.put(w), 0, scratch, sizes);
    expect(stage.get(out).map(Number.isNaN)).toEqual([true, ...Array(8).fill(false)]);
  });
});

test('the builds agree within 1e-5', () => {
  const window = fit({ N: 1, H: 9, W: 9, C: 7, kernel: [3, 3], ...plain, padding: [1, 1, 1, 1] });
  const results = builds.map(([, k]) => {
    const stage = createStage(k);
    const out = stage.room(81 * 5);
    const sizes = stage.putIntegers(sizesOf(window, 5, 1, 20));
    k.conv2d(out, stage.put(numbers(81 * 7, 1)), stage.put(numbers(63 * 5, 2)), 0, stage.room(2000), sizes);
    return stage.get(out);
  });
  for (const other of results.slice(1)) assertClose(other, results[0]!, { abs: 1e-5 });
});
