import { describe, expect, test } from 'vitest';
import type { Kernels } from '@/wasm/kernels';
import * as oracle from '../oracle/attention';
import type { Head } from '../oracle/attention';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

/** The documented bound; values are at most 1. */
const NEAR = { rel: 1e-5, abs: 1e-5 };
/** Gradients are sums over up to Sq or Sk products. */
const NEAR_GRADIENT = { rel: 2e-5, abs: 2e-5 };

type Case = Head & { qRow?: number; kRow?: number; vRow?: number; outRow?: number; bool?: boolean; big?: number };

/** rows × n in rows of `row` numbers; the gaps hold what must not be read. */
const spread = (x: readonly number[], n: number, row: number) =>
  Array.from({ length: (x.length / n - 1) * row + n }, (_, i) =>
    i % row < n ? x[Math.floor(i / row) * n + (i % row)]! : NaN,
  );
const gather = (x: readonly number[], n: number, row: number) => x.filter((_, i) => i % row < n);

function run(kernels: Kernels, c: Case, seed = 1) {
  const { Sq, Sk, D, Dv, scale, reach = Sk, softcap = 0, qRow = D, kRow = D, vRow = Dv, outRow = Dv, big = 1 } = c;
  const stage = createStage(kernels);
  const [q, k, v, dout] = [
    numbers(Sq * D, seed, big),
    numbers(Sk * D, seed + 1, big),
    numbers(Sk * Dv, seed + 2),
    numbers(Sq * Dv, seed + 3),
  ];
  const mask = c.mask && (c.bool ? Array.from(c.mask, (x) => (x === -Infinity ? 0 : 1)) : Array.from(c.mask));
  const p = {
    q: stage.put(spread(q, D, qRow)),
    k: stage.put(spread(k, D, kRow)),
    v: stage.put(spread(v, Dv, vRow)),
    dout: stage.put(spread(dout, Dv, outRow)),
    mask: mask ? stage.put(mask) : 0,
    out: stage.room((Sq - 1) * outRow + Dv),
    stats: stage.room(2 * Sq),
    work: stage.room(48 * (D + Dv + 148)),
  };
  const kind = mask ? (c.bool ? 2 : 1) : 0;
  const form = [outRow, qRow, kRow, vRow, kind, Sk, 1, reach, scale, softcap] as const;
  kernels.attention(p.out, p.stats, p.work, p.q, p.k, p.v, p.mask, Sq, Sk, D, Dv, ...form);
  const out = gather(stage.get(p.out), Dv, outRow);

  const weights = stage.room(Sq * Sk);
  const stages = [0, 1, 2, 3].map((s) => {
    kernels.attentionWeights(weights, p.work, p.q, p.k, p.mask, p.stats, Sq, Sk, Sk, D, qRow, kRow, kind, Sk, 1, reach, scale, softcap, s); // prettier-ignore
    return stage.get(weights);
  });

  const zeros = (n: number, row: number, rows: number) => stage.put(Array((rows - 1) * row + n).fill(0.5));
  const [dq, dk, dv] = [zeros(D, qRow, Sq), zeros(D, kRow, Sk), zeros(Dv, vRow, Sk)];
  const backward = (a: number, b: number, d: number) =>
    kernels.attentionBackward(a, b, d, p.dout, p.work, p.out, p.q, p.k, p.v, p.mask, p.stats, Sq, Sk, D, Dv, ...form);
  backward(dq, dk, dv);
  backward(dq, dk, dv);
  backward(0, 0, 0); // none wanted: nothing is touched
  for (const at of [p.q, p.k, p.v, p.work]) stage.get(at);
  return {
    expected: {
      out: oracle.attention(q, k, v, c),
      stages: oracle.attentionStages(q, k, c),
      ...oracle.attentionBackward(dout, q, k, v, c),
    },
    out,
    stages,
    dq: gather(stage.get(dq), D, qRow),
    dk: gather(stage.get(dk), D, kRow),
    dv: gather(stage.get(dv), Dv, vRow),
  };
}

function judge(kernels: Kernels, c: Case, near = NEAR, nearGradient = NEAR_GRADIENT) {
  const { expected, ...got } = run(kernels, c);
  assertClose(got.out, expected.out, near);
  got.stages.forEach((stage, i) => assertClose(stage, expected.stages[i]!, near));
  for (const name of ['dq', 'dk', 'dv'] as const)
    assertClose(
      got[name],
      expected[name].map((x) => 0.5 + 2 * x),
      nearGradient,
    );
}

/** Sq, Sk, D, Dv: one element, less than a vec, every edge of 6-row tiles and of 48 queries and keys. */
const SIZES = [
  [1, 1, 1, 1],
  [1, 7, 4, 4],
  [2, 3, 5, 2],
  [5, 1, 3, 9],
  [7, 13, 8, 6],
  [49, 50, 7, 11],
  [100, 97, 16, 13],
  [3, 150, 64, 64],
] as const;
const hide = (Sq: number, Sk: number) =>
  numbers(Sq * Sk, 8, 3).map((x, i) => (x > 1 || (Sq > 1 && Math.floor(i / Sk) === 1) ? -Infinity : x));

describe.each(await allBuilds())('attention, %s', (_, kernels) => {
  describe.each(SIZES)('%i queries, %i keys, sizes %i and %i', (Sq, Sk, D, Dv) => {
    const size = { Sq, Sk, D, Dv, scale: 1 / Math.sqrt(D) };
    test.each([
      ['plain', {}],
      ['causal', { reach: 0 }],
      ['causal, the last query sees all', { reach: Sk - Sq }],
      ['masked by addition; the second query sees nothing', { mask: hide(Sq, Sk) }],
      ['masked by truth', { mask: hide(Sq, Sk).map((x) => (x === -Infinity ? x : 0)), bool: true }],
      ['softcap', { softcap: 0.75 }],
      [
        'everything, rows apart',
        { softcap: 3, mask: hide(Sq, Sk), reach: 2, qRow: D + 3, kRow: D + 1, vRow: Dv + 5, outRow: Dv + 2 },
      ],
    ] as [string, Partial<Case>][])('%s', (_, more) => {
      judge(kernels, { ...size, ...more });
    });
  });

  test('scores of ±1000: softmax does not overflow', () => {
    // 24 bits of a score of 1000 leave 6e-5 of it, and as much of its exponential.
    judge(
      kernels,
      { Sq: 20, Sk: 60, D: 8, Dv: 8, scale: 1, big: 18 },
      { rel: 1e-3, abs: 1e-3 },
      { rel: 1e-2, abs: 2e-2 },
    );
  });

  test('no query sees any key: zeros, and no gradient', () => {
    const { out, stages, dq, dk, dv } = run(kernels, { Sq: 50, Sk: 3, D: 4, Dv: 4, scale: 1, reach: -60 });
    expect(out).toEqual(Array(200).fill(0));
    expect(stages[2]).toEqual(Array(150).fill(-Infinity));
    expect(stages[3]).toEqual(Array(150).fill(0));
    for (const d of [dq, dk, dv]) expect(new Set(d)).toEqual(new Set([0.5]));
  });

  test('what a query may not see cannot reach it, were it no number', () => {
    const stage = createStage(kernels);
    const k = numbers(60 * 4, 2);
    k[50 * 4] = NaN;
    const out = stage.room(60 * 4);
    const [q, v] = [stage.put(numbers(240, 1)), stage.put(numbers(240, 3))];
    const call = (key: number) =>
      kernels.attention(
        out,
        stage.room(120),
        stage.room(48 * 156),
        q,
        key,
        v,
        0,
        60,
        60,
        4,
        4,
        4,
        4,
        4,
        4,
        0,
        0,
        0,
        0,
        0.5,
        0,
      );
    call(stage.put(k));
    const bad = stage.get(out).map((x, i) => (Number.isNaN(x) ? Math.floor(i / 4) : -1));
    expect([...new Set(bad)].filter((i) => i >= 0)).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
  });
});

test('the builds agree within 2e-6', async () => {
  const c = { Sq: 61, Sk: 53, D: 12, Dv: 10, scale: 0.3, reach: 0 };
  const [base, simd, relaxed] = (await allBuilds()).map(([, kernels]) => run(kernels, c));
  for (const other of [simd!, relaxed!]) assertClose(other.out, base!.out, { abs: 2e-6 });
});
