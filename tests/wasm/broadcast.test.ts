/** Kernels with broadcasting on hand-written layouts; every shape that src/nn makes of them is fuzzed in fuzz/. */
import { describe, expect, test } from 'vitest';
import * as oracles from '../oracle/broadcast';
import { assertClose } from '../support/assertClose';
import { LENGTHS, numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

/** a (shapes[0]) with b (shapes[1]) in `shape`; the layout says the same to the kernel: rank, then n, steps of a, b, –. */
const LAYOUTS = [
  { name: 'row and column', shapes: [[3, 1], [5]], shape: [3, 5], layout: [2, 3, 1, 0, 0, 5, 0, 1, 0] },
  { name: 'a number and many', shapes: [[1], [37]], shape: [37], layout: [1, 37, 0, 1, 0] },
  { name: 'many and a number', shapes: [[1030], [1]], shape: [1030], layout: [1, 1030, 1, 0, 0] },
  {
    name: 'the middle repeated',
    shapes: [
      [2, 1, 7],
      [2, 3, 7],
    ],
    shape: [2, 3, 7],
    layout: [3, 2, 7, 21, 0, 3, 0, 7, 0, 7, 1, 1, 0],
  },
];
const NAMES = ['add', 'div', 'maximum', 'minimum', 'mul', 'pow', 'sub'] as const;
const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

describe.each(await allBuilds())('%s', (_, k) => {
  describe.each(NAMES)('%s', (name) => {
    const input = (n: number, seed: number) => numbers(n, seed).map((v) => Math.fround(v + 1.75));
    const check = (shapes: number[][], shape: number[], words: number[]) => {
      const stage = createStage(k);
      const [a, b] = shapes.map((own, i) => input(size(own), i + 1)) as [number[], number[]];
      const n = size(shape);
      const layout = words.length ? stage.putIntegers(words) : 0;
      const [pa, pb, out] = [stage.put(a), stage.put(b), stage.room(n)];
      k[name](out, pa, pb, n, layout);
      const oracle = oracles.broadcast(oracles[name], [a, b], shapes, shape);
      assertClose(stage.get(out), oracle.value, { rel: 1e-6 });

      const dout = numbers(n, 3);
      const [da0, db0] = [numbers(a.length, 4), numbers(b.length, 5)];
      const [da, db, pdout] = [stage.put(da0), stage.put(db0), stage.put(dout)];
      const backward = (x: number, y: number) =>
        name === 'add' || name === 'sub'
          ? k[`${name}Backward`](x, y, pdout, n, layout)
          : k[`${name}Backward`](x, y, pdout, pa, pb, n, layout);
      const gradients = oracle.gradients(dout) as [number[], number[]];
      // A sum of f32 terms keeps about 1e-6 of the sum of their sizes.
      const abs = 3e-6 * Math.sqrt(n / Math.min(a.length, b.length));
      for (const times of [1, 2]) {
        backward(da, db);
        assertClose(
          stage.get(da),
          da0.map((v, i) => v + times * gradients[0][i]!),
          { rel: 2e-6, abs },
        );
        assertClose(
          stage.get(db),
          db0.map((v, i) => v + times * gradients[1][i]!),
          { rel: 2e-6, abs },
        );
      }
      const [before] = [stage.get(db)];
      backward(da, 0);
      backward(0, 0);
      expect(stage.get(db)).toEqual(before);
      assertClose(
        stage.get(da),
        da0.map((v, i) => v + 3 * gradients[0][i]!),
        { rel: 3e-6, abs: 2 * abs },
      );
    };

    test.each(LENGTHS)('%i elements each', (n) => check([[n], [n]], [n], []));
    test.each(LAYOUTS)('$name', ({ shapes, shape, layout }) => check(shapes, shape, layout));
  });

  test('maximum and minimum: NaN on either side, and half the gradient to equals', () => {
    const stage = createStage(k);
    const [a, b, out] = [stage.put([NaN, 1, 2, 0, NaN]), stage.put([1, NaN, 2, -0, 3]), stage.room(5)];
    for (const name of ['maximum', 'minimum'] as const) {
      k[name](out, a, b, 5, 0);
      expect(stage.get(out).map((v) => v + 0)).toEqual([NaN, NaN, 2, 0, NaN]);
    }
    const [da, db] = [stage.put([0, 0, 0, 0, 0]), stage.put([0, 0, 0, 0, 0])];
    k.maximumBackward(da, db, stage.put([1, 1, 1, 1, 1]), a, b, 5, 0);
    expect([stage.get(da)[2], stage.get(db)[2], stage.get(da)[3], stage.get(db)[3]]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  test('pow where IEEE 754 has a word to say', () => {
    const stage = createStage(k);
    const cases = [
      [2, 3, 8],
      [-2, 3, -8],
      [-2, 2, 4],
      [-2, 0.5, NaN],
      [0, 0, 1],
      [NaN, 0, 1],
      [1, NaN, 1],
      [NaN, 2, NaN],
      [0, 2, 0],
      [0, -1, Infinity],
      [-0, 3, -0],
      [Infinity, 2, Infinity],
      [Infinity, -2, 0],
      [-Infinity, 3, -Infinity],
      [10, 38, 1e38],
      [10, 39, Infinity],
      [10, -46, 0],
      [2 ** -140, 0.5, 2 ** -70],
      [3, 1, 3],
      [0.1, 2, 0.01],
    ] as const;
    const out = stage.room(cases.length);
    k.pow(out, stage.put(cases.map(([a]) => a)), stage.put(cases.map(([, b]) => b)), cases.length, 0);
    assertClose(
      stage.get(out),
      cases.map(([, , y]) => Math.fround(y)),
      { rel: 2e-7 },
    );
  });

  test('greater, equal and where', () => {
    const stage = createStage(k);
    const [a, b, c] = [stage.put([1, 2, 3, NaN, 5]), stage.put([2, 2, 2, 2, 2]), stage.put([0, 1, -1, 0, NaN])];
    const out = stage.room(5);
    k.greater(out, a, b, 5, 0);
    expect(stage.get(out)).toEqual([0, 0, 1, 0, 1]);
    k.equal(out, a, b, 5, 0);
    expect(stage.get(out)).toEqual([0, 1, 0, 0, 0]);
    k.where(out, c, a, b, 5, 0);
    expect(stage.get(out)).toEqual([2, 2, 3, 2, 5]);
    const [da, db] = [stage.put([1, 1, 1, 1, 1]), stage.put([0])];
    // a is dense, b one number.
    k.whereBackward(da, db, stage.put([1, 2, 3, 4, 5]), c, 5, stage.putIntegers([1, 5, 1, 1, 0]));
    expect([stage.get(da), stage.get(db)]).toEqual([[1, 3, 4, 1, 6], [5]]);
  });

  test('the gradient of a number that was used a million times is the sum, to the last digits', () => {
    const stage = createStage(k);
    const n = 1_000_003;
    const dout = numbers(n, 7).map((v) => Math.fround(v + 0.5));
    const [da, x] = [stage.put([0]), stage.put(dout)];
    k.addBackward(da, 0, x, n, stage.putIntegers([1, n, 0, 1, 0]));
    assertClose(stage.get(da), [dout.reduce((s, v) => s + v, 0)], { rel: 2e-7 });
  });
});
