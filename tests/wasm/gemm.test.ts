import { describe, expect, test } from 'vitest';
import { matmul } from '../oracle/matmul';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

/** M, K, N through every path: a row, a column, few rows, in place, packed in several blocks. */
const SIZES = [
  [1, 1, 1],
  [1, 9, 14],
  [5, 7, 1],
  [6, 3, 2],
  [9, 11, 13],
  [4, 300, 21],
  [31, 40, 33],
  [50, 270, 261],
] as const;
const TRANSPOSES = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;
const ACTIVATIONS = [
  (x: number) => x,
  (x: number) => Math.max(x, 0),
  (x: number) => 1 / (1 + Math.exp(-x)),
  Math.tanh,
  (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
];

describe.each(await allBuilds())('gemm, %s', (_, k) => {
  describe.each(TRANSPOSES)('transA %i, transB %i', (transA, transB) => {
    test.each(SIZES)('%i × %i × %i: alpha, beta, bias and activations', (M, K, N) => {
      const stage = createStage(k);
      const [a, b, c, bias] = [numbers(M * K, 1), numbers(K * N, 2), numbers(M * N, 3), numbers(N, 4)];
      const [pa, pb, pBias, out] = [stage.put(a), stage.put(b), stage.put(bias), stage.room(M * N)];
      const ab = matmul(a, b, { M, K, N, transA: !!transA, transB: !!transB });
      const bound = { abs: 1e-6 * Math.sqrt(K) * (K / 4 + 2) };
      const cases = [
        [1, 0, false, 0],
        [1, 0, true, 1],
        [-0.5, 0, true, 2],
        [1, 1, false, 3],
        [0.25, 1, true, 0],
        [1, -2, false, 4],
        [2, 0.5, true, 4],
      ] as const;
      for (const [alpha, beta, withBias, activation] of cases) {
        if (beta) k.f32.set(c, out / 4);
        else k.f32.fill(NaN, out / 4, out / 4 + M * N); // beta = 0 does not read what was there
        k.gemm(out, pa, pb, withBias ? pBias : 0, M, K, N, transA, transB, alpha, beta, activation);
        const expected = ab.map((v, i) =>
          ACTIVATIONS[activation]!(alpha * v + beta * c[i]! + (withBias ? bias[i % N]! : 0)),
        );
        assertClose(stage.get(out), expected, { rel: 2e-6, ...bound });
      }
      assertClose(stage.get(pa), a, {});
      assertClose(stage.get(pb), b, {});
      assertClose(stage.get(pBias), bias, {});
    });
  });

  test('activations of huge values reach their limits', () => {
    const stage = createStage(k);
    const out = stage.room(4);
    const [one, x] = [stage.put([1]), stage.put([-1e30, -90, 90, 1e30])];
    const of = (activation: number) => {
      k.gemm(out, one, x, 0, 1, 1, 4, 0, 0, 1, 0, activation);
      return stage.get(out);
    };
    expect(of(1)).toEqual([0, 0, 90, Math.fround(1e30)]);
    assertClose(of(2), [0, 0, 1, 1], { abs: 1e-30 });
    expect(of(3)).toEqual([-1, -1, 1, 1]);
    assertClose(of(4), [0, 0, 90, 1e30], { rel: 1e-6, abs: 1e-30 });
  });
});
