import { describe, expect, test } from 'vitest';
import type { Kernels } from '@/wasm/kernels';
import { matmulInt8, quantize } from '../oracle/int8';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

/** M, K, N: one element, around vectors of 8 and 16 and groups of 4 channels, more than one block of sums. */
const SIZES = [
  [1, 1, 1],
  [1, 7, 3],
  [2, 16, 4],
  [1, 17, 5],
  [3, 40, 9],
  [1, 2048, 2],
  [2, 5001, 6],
] as const;

const bytes = (k: Kernels, offset: number, n: number) => [...new Int8Array(k.memory.buffer, offset, n)];

function quantized(k: Kernels, stage: ReturnType<typeof createStage>, W: number[], K: number, N: number, trans = 0) {
  const q = stage.room(Math.ceil((K * N) / 4));
  const [scale, total] = [stage.room(N), stage.room(N)];
  k.quantizeInt8(q, scale, total, stage.put(W), K, N, trans);
  const read = () => {
    stage.get(total); // its sentinels
    return { q: bytes(k, q, K * N), scale: stage.get(scale), total: [...k.i32.slice(total / 4, total / 4 + N)] };
  };
  return { q, scale, total, read };
}

function product(k: Kernels, W: number[], x: number[], bias: number[] | undefined, M: number, K: number, N: number) {
  const stage = createStage(k);
  const weights = quantized(k, stage, W, K, N);
  const out = stage.room(M * N);
  const [integers, step] = [stage.room(Math.ceil((M * K) / 2)), stage.room(M)];
  const pBias = bias ? stage.put(bias) : 0;
  k.matmulInt8(out, stage.put(x), weights.q, weights.scale, weights.total, pBias, integers, step, M, K, N);
  stage.get(integers);
  return { out: stage.get(out), step: stage.get(step), ...weights.read() };
}

describe.each(await allBuilds())('%s', (_, k) => {
  test.each(SIZES)('quantizeInt8, both layouts, %i × %i × %i', (_M, K, N) => {
    const W = numbers(K * N, 1, 3);
    const expected = quantize(W, K, N);
    const turned = Array.from({ length: N * K }, (_, i) => W[(i % K) * N + Math.floor(i / K)]!);
    for (const [weights, trans] of [[W, 0] as const, [turned, 1] as const]) {
      const stage = createStage(k);
      const { q, scale, total } = quantized(k, stage, weights, K, N, trans).read();
      assertClose(scale, expected.scale, { rel: 1e-7 });
      assertClose(q, expected.q, { abs: 0.5001 });
      const sums = scale.map((_, n) => q.slice(n * K, (n + 1) * K).reduce((sum, x) => sum + x, 0));
      expect(total).toEqual(sums);
    }
  });

  test('quantizeInt8: zeros, one greatest weight, denormals, large numbers', () => {
    const stage = createStage(k);
    const W = [0, 1, 1e-40, 1e38, 0, -0.26, -4e-40, -3e38]; // (2,4)
    const { q, scale } = quantized(k, stage, W, 2, 4).read();
    expect(q).toEqual([0, 0, 127, -33, 32, -127, 42, -127]);
    expect(scale[0]).toBe(0);
    assertClose(scale[3]!, 3e38 / 127, { rel: 1e-7 });
  });

  test.each(SIZES)('matmulInt8 within half a step of the oracle, %i × %i × %i', (M, K, N) => {
    const x = numbers(M * K, 3, 10);
    for (const bias of [undefined, numbers(N, 4)]) {
      const { out, step, q, scale } = product(k, numbers(K * N, 1), x, bias, M, K, N);
      const expected = matmulInt8(x, q, scale, bias, M, K, N);
      const excess = out.map((v, i) => {
        const bound = 0.5001 * step[Math.floor(i / N)]! * expected.weight[i]! + 1e-6 * Math.abs(expected.out[i]!);
        return Math.abs(v - expected.out[i]!) / Math.max(bound, 1e-7);
      });
      expect(Math.max(...excess)).toBeLessThanOrEqual(1);
    }
  });

  test('all weights and inputs at their greatest: nothing overflows', () => {
    const { out } = product(k, Array(5000).fill(1), Array(5000).fill(1e30), undefined, 1, 5000, 1);
    assertClose(out, 5000e30, { rel: 1e-6 });
  });

  test('zeros give the bias; tiny inputs stay in proportion; a NaN or ∞ makes its row NaN', () => {
    const W = numbers(12, 1);
    expect(product(k, W, [0, 0, 0, 0], [1, 2, 3], 1, 4, 3).out).toEqual([1, 2, 3]);
    const [one, tiny] = [1, 1e-30].map((s) => product(k, W, [s, -s / 2, s / 4, s], undefined, 1, 4, 3).out);
    assertClose(
      tiny!.map((v) => v * 1e30),
      one!,
      { rel: 1e-4, abs: 1e-4 },
    );
    const rows = product(k, W, [1, 2, NaN, 4, 1, 2, 3, 4, -Infinity, 2, 3, 4], undefined, 3, 4, 3).out;
    expect(rows.map((v) => Number.isNaN(v))).toEqual([true, true, true, false, false, false, true, true, true]);
  });
});

test('every build gives the same, to the last bit', async () => {
  const builds = await allBuilds();
  const [M, K, N] = [3, 77, 13];
  for (const x of [numbers(M * K, 2), Array(M * K).fill(1), Array(M * K).fill(-1)])
    for (const W of [numbers(K * N, 1), Array(K * N).fill(-1)]) {
      const [base, simd, relaxed] = builds.map(([, k]) => product(k, W, x, numbers(N, 3), M, K, N).out);
      expect(simd).toEqual(base);
      expect(relaxed).toEqual(base);
    }
});
