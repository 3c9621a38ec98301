import { describe, expect, test } from 'vitest';
import * as oracle from '../oracle/normalize';
import { gradients, nums, valuesOf } from '../oracle/tape';
import type { Num } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';
import type { Stage } from '../support/stage';

const EPS = Math.fround(1e-5);
const builds = await allBuilds();

/** Room for dx, dweight, dbias with numbers in them, and what they hold after backward has been called once and twice. */
function accumulate(
  stage: Stage,
  slopes: readonly number[][],
  backward: (...places: number[]) => void,
  tolerance: number,
) {
  const starts = slopes.map((s, i) => numbers(s.length, 10 + i));
  const places = starts.map((s) => stage.put(s));
  for (const times of [1, 2]) {
    backward(...places);
    places.forEach((place, j) =>
      assertClose(
        stage.get(place),
        starts[j]!.map((v, i) => v + times * slopes[j]![i]!),
        { abs: times * tolerance, rel: times * tolerance },
      ),
    );
  }
  const before = places.map((place) => stage.get(place));
  backward(...places.map(() => 0)); // none wanted: nothing is touched
  expect(places.map((place) => stage.get(place))).toEqual(before);
}

describe.each(builds)('%s', (_, k) => {
  describe.each([true, false])('with weight and bias: %s', (affine) => {
    const parameters = (stage: Stage, C: number) => {
      const [w, b] = [numbers(C, 4, 2), numbers(C, 5, 2)];
      const p = affine ? { weight: nums(w), bias: nums(b) } : {};
      return { p, w: affine ? stage.put(w) : 0, b: affine ? stage.put(b) : 0 };
    };
    const lists = (p: oracle.Affine, x: Num[], bias = true) =>
      affine ? [x, p.weight!, ...(bias ? [p.bias!] : [])] : [x];

    test.each([
      [1, 2],
      [3, 4],
      [1, 5],
      [4, 7],
      [2, 13],
      [3, 64],
    ])('layerNorm and rmsNorm, %i rows of %i', (B, C) => {
      const stage = createStage(k);
      const [x, dout] = [numbers(B * C, 1, 3), numbers(B * C, 2)];
      const [px, pdout, out, mean, rstd] = [
        stage.put(x),
        stage.put(dout),
        stage.room(B * C),
        stage.room(B),
        stage.room(B),
      ];
      const { p, w, b } = parameters(stage, C);

      const X = nums(x);
      const layer = oracle.layerNorm(X, C, EPS, p);
      k.layerNorm(out, mean, rstd, px, w, b, B, C, EPS);
      assertClose(stage.get(out), valuesOf(layer.out), { abs: 4e-6 });
      assertClose(stage.get(mean), valuesOf(layer.means), { abs: 1e-6 });
      assertClose(
        stage.get(rstd),
        layer.variances.map((v) => 1 / Math.sqrt(v.value + EPS)),
        { rel: 1e-5 },
      );
      const slopes = gradients(layer.out, dout, ...lists(p, X));
      const backward = (dx: number, dw = 0, db = 0) => k.layerNormBackward(dx, dw, db, pdout, px, w, mean, rstd, B, C);
      accumulate(stage, slopes, backward, 5e-5);

      const rms = oracle.rmsNorm(X, C, EPS, p.weight);
      k.rmsNorm(out, rstd, px, w, B, C, EPS);
      assertClose(stage.get(out), valuesOf(rms), { rel: 2e-6 });
      accumulate(
        stage,
        gradients(rms, dout, ...lists(p, X, false)),
        (dx, dw = 0) => k.rmsNormBackward(dx, dw, pdout, px, w, rstd, B, C),
        1e-5,
      );
    });

    test.each([
      [1, 2, 1, 1],
      [1, 5, 3, 3],
      [2, 6, 4, 2],
      [1, 130, 5, 5],
      [3, 4, 8, 8],
      [2, 3, 6, 1],
      [2, 7, 6, 3],
    ])('groupNorm and batchNorm, %i samples of %i rows, %i channels in %i groups', (N, S, C, G) => {
      const stage = createStage(k);
      const n = N * S * C;
      const [x, dout] = [numbers(n, 1, 3), numbers(n, 2)];
      const [px, pdout, out, scratch] = [stage.put(x), stage.put(dout), stage.room(n), stage.room(4 * C)];
      const [mean, variance] = [stage.room(N * G), stage.room(N * G)];
      const { p, w, b } = parameters(stage, C);

      const X = nums(x);
      const group = oracle.groupNorm(X, N, S, C, G, EPS, p);
      k.groupNorm(out, mean, variance, px, w, b, scratch, N, S, C, G, EPS);
      assertClose(stage.get(out), valuesOf(group.out), { abs: 5e-6 });
      assertClose(stage.get(mean), valuesOf(group.means), { abs: 1e-6 });
      assertClose(stage.get(variance), valuesOf(group.variances), { abs: 5e-6 });
      accumulate(
        stage,
        gradients(group.out, dout, ...lists(p, X)),
        (dx, dw = 0, db = 0) => k.groupNormBackward(dx, dw, db, pdout, px, w, mean, variance, scratch, N, S, C, G, EPS),
        5e-5,
      );

      const [m, v] = [stage.room(C), stage.room(C)];
      const batch = oracle.batchNorm(X, C, EPS, p);
      k.batchNorm(out, m, v, px, w, b, scratch, N * S, C, EPS, 0);
      assertClose(stage.get(out), valuesOf(batch.out), { abs: 5e-6 });
      assertClose(stage.get(v), valuesOf(batch.variances), { abs: 5e-6 });
      const backward =
        (given: number) =>
        (dx: number, dw = 0, db = 0) =>
          k.batchNormBackward(dx, dw, db, pdout, px, w, m, v, scratch, N * S, C, EPS, given);
      accumulate(stage, gradients(batch.out, dout, ...lists(p, X)), backward(0), 5e-5);

      const given = [numbers(C, 7), numbers(C, 8).map(Math.abs)] as const;
      given.forEach((list, i) => k.f32.set(list, [m, v][i]! / 4));
      const fixed = oracle.batchNormGiven(X, ...given, EPS, p);
      k.batchNorm(out, m, v, px, w, b, scratch, N * S, C, EPS, 1);
      assertClose(stage.get(out), valuesOf(fixed), { rel: 2e-6, abs: 5e-5 });
      accumulate(stage, gradients(fixed, dout, ...lists(p, X)), backward(1), 5e-5);
    });
  });

  test('numbers far from 0 and huge ones keep their digits; a constant row gives the bias', () => {
    const stage = createStage(k);
    const x = numbers(64, 1).map((v) => Math.fround(v + 1000));
    const [out, mean, rstd, scratch] = [stage.room(64), stage.room(64), stage.room(64), stage.room(256)];
    k.layerNorm(out, mean, rstd, stage.put(x), 0, 0, 1, 64, EPS);
    // 5e-6 · (1 + |mean| · rstd), and |mean| · rstd is about 1700 here.
    assertClose(stage.get(out), valuesOf(oracle.layerNorm(nums(x), 64, EPS, {}).out), { abs: 8e-3 });
    k.batchNorm(out, mean, rstd, stage.put(x), 0, 0, scratch, 64, 1, EPS, 0);
    assertClose(stage.get(out), valuesOf(oracle.layerNorm(nums(x), 64, EPS, {}).out), { abs: 8e-3 });
    const huge = numbers(64, 1, 1e18);
    k.rmsNorm(out, rstd, stage.put(huge), 0, 1, 64, EPS);
    assertClose(stage.get(out), valuesOf(oracle.rmsNorm(nums(huge), 64, EPS)), { rel: 2e-6 });
    k.layerNorm(out, mean, rstd, stage.put(Array(64).fill(7)), 0, stage.put(numbers(64, 3)), 1, 64, EPS);
    expect(stage.get(out)).toEqual(numbers(64, 3));
  });

  test('a NaN stays in its row, or in its column', () => {
    const stage = createStage(k);
    const x = numbers(35, 1);
    x[16] = NaN; // row 2, column 2 of (5,7)
    const [out, mean, rstd, scratch] = [stage.room(35), stage.room(7), stage.room(7), stage.room(28)];
    const wrong = (of: (i: number) => number) =>
      [...new Set(stage.get(out).map((v, i) => (Number.isNaN(v) ? of(i) : -1)))].sort((a, b) => a - b);
    k.layerNorm(out, mean, rstd, stage.put(x), 0, 0, 5, 7, EPS);
    expect(wrong((i) => Math.floor(i / 7))).toEqual([-1, 2]);
    k.batchNorm(out, mean, rstd, stage.put(x), 0, 0, scratch, 5, 7, EPS, 0);
    expect(wrong((i) => i % 7)).toEqual([-1, 2]);
  });

  test('movingAverage', () => {
    const stage = createStage(k);
    const [a, v] = [numbers(5, 1), numbers(5, 2)];
    const p = stage.put(a);
    k.movingAverage(p, stage.put(v), 5, 0.1, 1.25);
    assertClose(
      stage.get(p),
      a.map((x, i) => 0.9 * x + 0.125 * v[i]!),
      { abs: 1e-7 },
    );
  });
});

test('the builds agree within 2e-6', () => {
  const results = builds.map(([, k]) => {
    const stage = createStage(k);
    const [out, mean, rstd] = [stage.room(67 * 5), stage.room(5), stage.room(5)];
    k.layerNorm(out, mean, rstd, stage.put(numbers(67 * 5, 1)), 0, 0, 5, 67, EPS);
    return stage.get(out);
  });
  for (const other of results.slice(1)) assertClose(other, results[0]!, { abs: 2e-6 });
});
