/** Kernels that move elements: copy, gather, oneHot, dropout. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { assertClose } from '../support/assertClose';
import { LENGTHS, numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

const count = (n: number) => Array.from({ length: n }, (_, i) => i);

describe.each(await allBuilds())('%s', (_, k) => {
  /** rank, then n, steps of out and x, – */
  test.each([
    { name: 'dense', layout: [], size: 6, from: count(6) },
    { name: 'transposed', layout: [2, 3, 2, 1, 0, 2, 1, 3, 0], size: 6, from: [0, 3, 1, 4, 2, 5] },
    { name: 'repeated', layout: [2, 2, 3, 0, 0, 3, 1, 1, 0], size: 6, from: [0, 1, 2, 0, 1, 2] },
    { name: 'one for all', layout: [1, 9, 1, 0, 0], size: 9, from: Array(9).fill(0) as number[] },
    { name: 'backwards by two', layout: [1, 3, 1, -2, 0], size: 3, from: [5, 3, 1], at: 5 },
  ])('copy: $name', ({ layout, size, from, at = 0 }) => {
    const stage = createStage(k);
    const x = numbers(6, 1);
    const [px, out] = [stage.put(x), stage.room(size)];
    const words = layout.length ? stage.putIntegers(layout) : 0;
    k.copy(out, px + 4 * at, size, words);
    expect(stage.get(out)).toEqual(from.map((i) => x[i]));
    const [dx0, dout] = [numbers(6, 2), numbers(size, 3)];
    const [dx, pdout] = [stage.put(dx0), stage.put(dout)];
    for (const times of [1, 2]) {
      k.copyBackward(dx + 4 * at, pdout, size, words);
      const sums = dx0.map((v, i) => from.reduce((s, j, o) => (j === i ? s + times * dout[o]! : s), v));
      assertClose(stage.get(dx), sums, { abs: 2e-6 });
    }
  });

  test.each([
    [1, 5, 4, 3],
    [1, 7, 9, 8],
    [2, 3, 5, 1],
    [3, 4, 1, 5],
  ])('gather, (%i,%i,·) by %i, rows of %i; an index that comes again gets the sum', (A, V, N, C) => {
    const stage = createStage(k);
    const x = numbers(A * V * C, 1);
    const index = count(N).map((n) => (n * n + 1) % V);
    const [px, pi, out] = [stage.put(x), stage.putIntegers(index), stage.room(A * N * C)];
    k.gather(out, px, pi, A, V, N, C);
    const from = count(A * N * C).map((i) => {
      const [a, n, c] = [Math.floor(i / (N * C)), Math.floor(i / C) % N, i % C];
      return (a * V + index[n]!) * C + c;
    });
    expect(stage.get(out)).toEqual(from.map((i) => x[i]));
    const dout = numbers(A * N * C, 2);
    const [dx, pdout] = [stage.put(x), stage.put(dout)];
    for (const times of [1, 2]) {
      k.gatherBackward(dx, pdout, pi, A, V, N, C);
      const sums = x.map((v, i) => from.reduce((s, j, o) => (j === i ? s + times * dout[o]! : s), v));
      assertClose(stage.get(dx), sums, { abs: 2e-6 });
    }
  });

  test('oneHot', () => {
    const stage = createStage(k);
    const out = stage.room(9);
    k.oneHot(out, stage.putIntegers([2, 0, 2]), 3, 3);
    expect(stage.get(out)).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 1]);
  });

  test.each(LENGTHS)('dropout, %i elements: by the numbers of src/lib/random.ts, the same back as forth', (n) => {
    const stage = createStage(k);
    const [x, dout, dx0] = [numbers(n, 1), numbers(n, 2), numbers(n, 3)];
    const random = createRandom(99);
    const kept = x.map(() => !(random.uniform() < Math.fround(0.3)));
    const [state, saved, out, dx] = [stage.putIntegers([99]), stage.putIntegers([0]), stage.room(n), stage.put(dx0)];
    k.dropout(out, stage.put(x), state, saved, n, 0.3);
    assertClose(
      stage.get(out),
      x.map((v, i) => (kept[i] ? v / 0.7 : 0)),
      { rel: 2e-7 },
    );
    expect([k.i32[state / 4]! >>> 0, k.i32[saved / 4]]).toEqual([random.state, 99]);
    for (const times of [1, 2]) {
      k.dropoutBackward(dx, stage.put(dout), saved, n, 0.3);
      assertClose(
        stage.get(dx),
        dx0.map((v, i) => v + (kept[i] ? (times * dout[i]!) / 0.7 : 0)),
        { abs: 1e-6 },
      );
    }
  });

  test('dropout drops a share of p, and none at p = 0', () => {
    const stage = createStage(k);
    const n = 100_000;
    const [x, out] = [stage.put(Array(n).fill(1)), stage.room(n)];
    k.dropout(out, x, stage.putIntegers([5]), stage.putIntegers([0]), n, 0.2);
    const dropped = stage.get(out).filter((v) => v === 0).length / n;
    assertClose(dropped, 0.2, { abs: 0.0064 }); // 5 standard errors
    k.dropout(out, x, stage.putIntegers([5]), stage.putIntegers([0]), n, 0);
    expect(stage.get(out).every((v) => v === 1)).toBe(true);
  });
});
