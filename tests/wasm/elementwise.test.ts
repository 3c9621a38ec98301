import { describe, expect, test } from 'vitest';
import { relu, sigmoid, tanh } from '../oracle/activations';
import { assertClose } from '../support/assertClose';
import { LENGTHS, numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

const KERNELS = [
  { name: 'sigmoid', oracle: sigmoid, saves: 'out' },
  { name: 'tanh', oracle: tanh, saves: 'out' },
  { name: 'relu', oracle: relu, saves: 'x' },
] as const;

describe.each(await allBuilds())('%s', (_, k) => {
  describe.each(KERNELS)('$name', ({ name, oracle, saves }) => {
    test.each(LENGTHS)('%i elements', (n) => {
      const stage = createStage(k);
      const x = numbers(n, n, 6);
      const [px, out] = [stage.put(x), stage.room(n)];
      k[name](out, px, n);
      assertClose(stage.get(out), x.map(oracle.value), { rel: 1e-6 });

      const [dout, dx0] = [numbers(n, 2), numbers(n, 3)];
      const dx = stage.put(dx0);
      // The slope comes from the saved f32 y: of tanh 1 − y², off by 2 δy with δy ≤ 5e-7, each time.
      for (const times of [1, 2]) {
        k[`${name}Backward`](dx, stage.put(dout), saves === 'out' ? out : px, n);
        assertClose(
          stage.get(dx),
          dx0.map((v, i) => v + times * dout[i]! * oracle.slope(x[i]!)),
          { abs: times * 1e-6 },
        );
      }
    });

    test('huge, tiny and infinite values', () => {
      const stage = createStage(k);
      const x = [0, -0, 1e-38, -1e-30, 1e-5, 80, -80, 1e4, -1e4, 3e38, -3e38, Infinity, -Infinity].map(Math.fround);
      const out = stage.room(x.length);
      k[name](out, stage.put(x), x.length);
      assertClose(stage.get(out), x.map(oracle.value), { rel: 1e-6, abs: 1e-37 });
    });

    test('NaN stays NaN, at every place of a vector', () => {
      const stage = createStage(k);
      const x = numbers(7, 1).map((v, i) => (i % 2 ? v : NaN));
      const out = stage.room(7);
      k[name](out, stage.put(x), 7);
      expect(stage.get(out).map(Number.isNaN)).toEqual(x.map(Number.isNaN));
    });

    test('a result does not depend on where the element stands, and may be written over its input', () => {
      const stage = createStage(k);
      const p = stage.put(Array(11).fill(0.7));
      k[name](p, p, 11);
      expect(new Set(stage.get(p)).size).toBe(1);
    });
  });

  test.each([
    [1, 1],
    [3, 4],
    [1, 9],
    [5, 1],
    [7, 13],
  ])('addBias, %i rows of %i', (B, C) => {
    const stage = createStage(k);
    const [x, bias, dout, dx0, dbias0] = [
      numbers(B * C, 1),
      numbers(C, 2),
      numbers(B * C, 3),
      numbers(B * C, 4),
      numbers(C, 5),
    ];
    const out = stage.room(B * C);
    k.addBias(out, stage.put(x), stage.put(bias), B, C);
    assertClose(
      stage.get(out),
      x.map((v, i) => v + bias[i % C]!),
      { abs: 1e-7 },
    );

    const [dx, dbias, pdout] = [stage.put(dx0), stage.put(dbias0), stage.put(dout)];
    for (const times of [1, 2]) {
      k.addBiasBackward(dx, dbias, pdout, B, C);
      assertClose(
        stage.get(dx),
        dx0.map((v, i) => v + times * dout[i]!),
        { abs: 5e-7 },
      );
      const sums = dbias0.map((v, c) => dout.reduce((s, d, i) => (i % C === c ? s + times * d : s), v));
      assertClose(stage.get(dbias), sums, { abs: 2e-6 });
    }
    k.addBiasBackward(0, 0, pdout, B, C);
    assertClose(
      stage.get(dx),
      dx0.map((v, i) => v + 2 * dout[i]!),
      { abs: 5e-7 },
    );
  });

  test.each(LENGTHS)('fill and firstNonFinite, %i elements', (n) => {
    const stage = createStage(k);
    const x = stage.room(n);
    k.fill(x, 0.1, n);
    expect(stage.get(x)).toEqual(Array(n).fill(Math.fround(0.1)));
    expect(k.firstNonFinite(x, n)).toBe(-1);
    for (const bad of [NaN, Infinity, -Infinity])
      for (const at of new Set([0, n >> 1, n - 1])) {
        k.fill(x, 3e38, n); // finite, though their sum is not
        expect(k.firstNonFinite(x, n)).toBe(-1);
        k.f32[x / 4 + at] = bad;
        k.f32[x / 4 + n - 1] = bad;
        expect(k.firstNonFinite(x, n)).toBe(at);
      }
  });
});
