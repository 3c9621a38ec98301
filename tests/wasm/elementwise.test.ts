import { describe, expect, test } from 'vitest';
import * as oracles from '../oracle/activations';
import { assertClose } from '../support/assertClose';
import { LENGTHS, numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

const REL = { rel: 1e-6 };
/** e^(−x²/2) and the like: the rounding of an exponent y is y times as large in eʸ; here |x| ≤ 6. */
const TAIL = { rel: 1e-5 };

const KERNELS = [
  { name: 'abs', saves: 'x', within: REL },
  { name: 'erf', saves: 'x', within: REL },
  { name: 'exp', saves: 'out', within: REL },
  { name: 'gelu', saves: 'x', within: TAIL },
  { name: 'geluTanh', saves: 'x', within: TAIL },
  { name: 'log', saves: 'x', within: REL },
  { name: 'neg', saves: 'x', within: REL },
  { name: 'relu', saves: 'x', within: REL },
  { name: 'sigmoid', saves: 'out', within: REL },
  { name: 'silu', saves: 'x', within: REL },
  { name: 'softplus', saves: 'x', within: REL },
  { name: 'sqrt', saves: 'out', within: REL },
  { name: 'tanh', saves: 'out', within: REL },
] as const;

describe.each(await allBuilds())('%s', (_, k) => {
  describe.each(KERNELS)('$name', ({ name, saves, within }) => {
    const oracle = oracles[name];
    const positive = name === 'log' || name === 'sqrt';
    test.each(LENGTHS)('%i elements', (n) => {
      const stage = createStage(k);
      const x = numbers(n, n, 6).map((v) => (positive ? Math.abs(v) + 0.25 : v));
      const [px, out] = [stage.put(x), stage.room(n)];
      k[name](out, px, n);
      assertClose(stage.get(out), x.map(oracle.value), within);

      const [dout, dx0] = [numbers(n, 2), numbers(n, 3)];
      const dx = stage.put(dx0);
      // The slope comes from the saved f32 y: of tanh 1 − y², off by 2 δy with δy ≤ 5e-7, each time.
      for (const times of [1, 2]) {
        k[`${name}Backward`](dx, stage.put(dout), saves === 'out' ? out : px, n);
        assertClose(
          stage.get(dx),
          dx0.map((v, i) => v + times * dout[i]! * oracle.slope(x[i]!)),
          { rel: times * 2e-6, abs: times * 1e-6 },
        );
      }
    });

    test('a slope at huge and tiny values is the limit, and adds no NaN', () => {
      const stage = createStage(k);
      const x = [1e-38, -1e-30, 1e-5, 80, -80, 1e4, -1e4, 3e38, -3e38, 2].map(Math.fround);
      const [px, out, dx] = [stage.put(x), stage.room(x.length), stage.put(Array(x.length).fill(1))];
      k[name](out, px, x.length);
      k[`${name}Backward`](dx, stage.put(Array(x.length).fill(1)), saves === 'out' ? out : px, x.length);
      const slope = (v: number) => {
        if (Math.abs(v) < 1e30) return oracle.slope(v);
        if (name === 'gelu' || name === 'geluTanh' || name === 'silu' || name === 'relu') return v > 0 ? 1 : 0;
        return name === 'erf' || name === 'tanh' || name === 'sigmoid' ? 0 : oracle.slope(v);
      };
      const expected = x.map((v) => Math.fround(1 + slope(v)));
      assertClose(stage.get(dx), expected, { rel: 2e-6, abs: 2e-6 });
    });

    test('huge, tiny and infinite values', () => {
      const stage = createStage(k);
      const x = [0, -0, 1e-38, -1e-30, 1e-5, 80, -80, 1e4, -1e4, 3e38, -3e38, Infinity, -Infinity].map(Math.fround);
      const out = stage.room(x.length);
      k[name](out, stage.put(x), x.length);
      assertClose(
        stage.get(out),
        x.map((v) => Math.fround(oracle.value(v))),
        { abs: 1e-37, ...within },
      );
    });

    test('NaN stays NaN, at every place of a vector', () => {
      const stage = createStage(k);
      const x = numbers(7, 1).map((v, i) => (i % 2 ? Math.abs(v) : NaN));
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
