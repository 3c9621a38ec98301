import { describe, expect, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { LENGTHS, numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

/** (A,N,B), N what goes. */
const SHAPES: [number, number, number][] = [
  ...LENGTHS.map((n): [number, number, number] => [2, n, 1]),
  [1, 1, 1],
  [3, 4, 5],
  [2, 7, 4],
  [1, 5, 13],
  [1, 5000, 1],
  [1, 300, 9],
];

/** x[a, n, b] for every a, b: one list of N. */
const columns = (x: readonly number[], [A, N, B]: readonly [number, number, number]) =>
  Array.from({ length: A * B }, (_, i) =>
    Array.from({ length: N }, (_, n) => x[(Math.floor(i / B) * N + n) * B + (i % B)]!),
  );

describe.each(await allBuilds())('%s', (_, k) => {
  test.each(SHAPES)('sum and mean of (%i,%i,%i)', (A, N, B) => {
    const stage = createStage(k);
    const x = numbers(A * N * B, N, 3);
    const [px, out] = [stage.put(x), stage.room(A * B)];
    for (const scale of [1, 1 / N]) {
      k.sum(out, px, A, N, B, scale);
      const lists = columns(x, [A, N, B]);
      const sums = lists.map((list) => scale * list.reduce((s, v) => s + v, 0));
      const most = Math.max(...lists.map((list) => scale * list.reduce((s, v) => s + Math.abs(v), 0)));
      assertClose(stage.get(out), sums, { abs: 1e-6 * most });

      const [dout, dx0] = [numbers(A * B, 2), numbers(x.length, 3)];
      const [dx, pdout] = [stage.put(dx0), stage.put(dout)];
      for (const times of [1, 2]) {
        k.sumBackward(dx, pdout, A, N, B, scale);
        const expected = dx0.map((v, i) => v + times * scale * dout[Math.floor(i / (N * B)) * B + (i % B)]!);
        assertClose(stage.get(dx), expected, { rel: 1e-6, abs: 5e-7 });
      }
    }
  });

  test.each(SHAPES)('max and min of (%i,%i,%i): values, places, gradients', (A, N, B) => {
    const stage = createStage(k);
    const x = numbers(A * N * B, N, 3).map((v) => Math.round(v * 2) / 2 + 0); // with equals, no −0
    const [px, out, index] = [stage.put(x), stage.room(A * B), stage.putIntegers(Array(A * B).fill(-1))];
    for (const name of ['max', 'min'] as const) {
      k[name](out, index, px, A, N, B);
      const best = columns(x, [A, N, B]).map((list) => Math[name](...list));
      const places = columns(x, [A, N, B]).map((list, i) => list.indexOf(best[i]!));
      expect(stage.get(out)).toEqual(best);
      expect([...k.i32.slice(index / 4, index / 4 + A * B)]).toEqual(places);

      const dout = numbers(A * B, 2);
      const [dx, pdout] = [stage.put(Array(x.length).fill(1)), stage.put(dout)];
      for (const times of [1, 2]) {
        k[`${name}Backward`](dx, pdout, index, A, N, B);
        columns(stage.get(dx), [A, N, B]).forEach((list, i) =>
          assertClose(
            list,
            list.map((_, n) => (n === places[i] ? 1 + times * dout[i]! : 1)),
            { abs: 1e-6 },
          ),
        );
      }
    }
  });

  test('a NaN anywhere is the answer; infinities are ordered', () => {
    const stage = createStage(k);
    const [out, index] = [stage.room(1), stage.putIntegers([0])];
    for (const name of ['max', 'min'] as const)
      for (let at = 0; at < 5; at++) {
        const x = stage.put([1, 5, -3, 2, 4].with(at, NaN));
        k[name](out, index, x, 1, 5, 1);
        expect(stage.get(out)).toEqual([NaN]);
        expect(k.i32[index / 4]).toBe(at);
        k.sum(out, x, 1, 5, 1, 1);
        expect(stage.get(out)).toEqual([NaN]);
      }
    k.max(out, index, stage.put([-Infinity, -Infinity]), 1, 2, 1);
    expect([stage.get(out)[0], k.i32[index / 4]]).toEqual([-Infinity, 0]);
  });

  test('a long sum keeps its digits', () => {
    const stage = createStage(k);
    const n = 1_000_003;
    const x = numbers(n, 7).map((v) => Math.fround(v + 0.5));
    const out = stage.room(1);
    k.sum(out, stage.put(x), 1, n, 1, 1);
    assertClose(stage.get(out), [x.reduce((s, v) => s + v, 0)], { rel: 2e-7 });
  });
});
