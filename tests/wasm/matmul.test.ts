import { describe, expect, test } from 'vitest';
import { matmul, matmulBackward } from '../oracle/matmul';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

/** M, K, N: one element, vectors, every edge of the 6 × 8 tile, in place in one and more blocks, packed in one and more. */
const SIZES = [
  [1, 1, 1],
  [3, 3, 4],
  [3, 4, 1],
  [1, 5, 7],
  [2, 1, 9],
  [5, 8, 3],
  [4, 6, 4],
  [6, 4, 8],
  [7, 9, 13],
  [13, 3, 17],
  [1, 100, 67],
  [5, 33, 130],
  [11, 65, 66],
  [19, 300, 29],
  [8, 17, 270],
  [6, 257, 259],
  [25, 70, 61],
  [27, 260, 265],
] as const;
const TRANSPOSES = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/** The documented bound: 1e-6 √K Σ|a||b|; the inputs are at most 1, so Σ|a||b| ≤ K. */
const bound = (K: number) => ({ abs: 1e-6 * Math.sqrt(K) * Math.max(1, K / 4) });

describe.each(await allBuilds())('matmul, %s', (_, k) => {
  describe.each(TRANSPOSES)('transA %i, transB %i', (transA, transB) => {
    test.each(SIZES)('%i × %i × %i', (M, K, N) => {
      const p = { M, K, N, transA: !!transA, transB: !!transB };
      const stage = createStage(k);
      const [a, b, dout] = [numbers(M * K, 1), numbers(K * N, 2), numbers(M * N, 3)];
      const [pa, pb, pdout, out] = [stage.put(a), stage.put(b), stage.put(dout), stage.room(M * N)];

      k.matmul(out, pa, pb, M, K, N, transA, transB);
      assertClose(stage.get(out), matmul(a, b, p), bound(K));

      const [da0, db0] = [numbers(M * K, 4), numbers(K * N, 5)];
      const [pda, pdb] = [stage.put(da0), stage.put(db0)];
      const { da, db } = matmulBackward(dout, a, b, p);
      for (const times of [1, 2]) {
        k.matmulBackward(pda, pdb, pdout, pa, pb, M, K, N, transA, transB);
        assertClose(
          stage.get(pda),
          da.map((v, i) => da0[i]! + times * v),
          bound(2 * N + 4),
        );
        assertClose(
          stage.get(pdb),
          db.map((v, i) => db0[i]! + times * v),
          bound(2 * M + 4),
        );
      }
      k.matmulBackward(0, 0, pdout, pa, pb, M, K, N, transA, transB); // neither wanted: nothing is touched
      assertClose(
        stage.get(pda),
        da.map((v, i) => da0[i]! + 2 * v),
        bound(2 * N + 4),
      );
      assertClose(stage.get(pa), a, {});
      assertClose(stage.get(pb), b, {});
    });
  });

  test('large and tiny values', () => {
    const stage = createStage(k);
    const a = numbers(7 * 9, 1, 1e18);
    const b = numbers(9 * 11, 2, 1e-18);
    const out = stage.room(77);
    k.matmul(out, stage.put(a), stage.put(b), 7, 9, 11, 0, 0);
    assertClose(stage.get(out), matmul(a, b, { M: 7, K: 9, N: 11, transA: false, transB: false }), { abs: 1e-5 });
  });

  test('a NaN or ∞ stays in its row and column', () => {
    const stage = createStage(k);
    const a = [...numbers(7 * 9, 1)];
    a[2 * 9 + 3] = NaN;
    a[4 * 9] = Infinity;
    const b = numbers(9 * 10, 2);
    const out = stage.room(70);
    k.matmul(out, stage.put(a), stage.put(b), 7, 9, 10, 0, 0);
    const wrong = stage.get(out).map((v, i) => (Number.isFinite(v) ? -1 : Math.floor(i / 10)));
    expect([...new Set(wrong)].filter((row) => row >= 0)).toEqual([2, 4]);
  });
});

test("the simd build gives the base build's numbers, to the last bit", async () => {
  const builds = await allBuilds();
  for (const [M, K, N] of SIZES)
    for (const [transA, transB] of TRANSPOSES) {
      const [base, simd] = builds.slice(0, 2).map(([, k]) => {
        const stage = createStage(k);
        const out = stage.room(M * N);
        k.matmul(out, stage.put(numbers(M * K, 1)), stage.put(numbers(K * N, 2)), M, K, N, transA, transB);
        return stage.get(out);
      });
      expect(simd).toEqual(base);
    }
});
