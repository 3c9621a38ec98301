import { describe, expect, test } from 'vitest';
import * as oracle from '../oracle/recurrent';
import { gradients, nums, valuesOf } from '../oracle/tape';
import type { Num } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

/** T, B, I, H, reverse, lengths (0: all T), row of out (0: H). */
const CASES = [
  [1, 1, 1, 1, false, 0, 0],
  [3, 2, 3, 4, false, 0, 0],
  [4, 3, 2, 5, true, 0, 0],
  [4, 3, 5, 3, false, [4, 1, 3], 8],
  [4, 3, 1, 7, true, [2, 4, 1], 9],
  [2, 7, 4, 9, false, 0, 0],
] as const;
const KINDS = ['rnn', 'rnn relu', 'lstm', 'lstm peepholes', 'gru', 'gru resetFirst'] as const;
const builds = await allBuilds();

describe.each(builds)('%s', (_, k) => {
  describe.each(KINDS)('%s', (kind) => {
    test.each(CASES)('T %i, B %i, I %i, H %i, reverse %s, lengths %j, row %i', (T, B, I, H, reverse, ends, row) => {
      const [name, option] = kind.split(' ') as ['rnn' | 'lstm' | 'gru', string | undefined];
      const gates = { rnn: 1, lstm: 4, gru: 3 }[name] * H;
      const stride = row || H;
      const s = { T, B, I, H, reverse, lengths: ends || Array<number>(B).fill(T) };
      const [x, wx, wh, bias, otherBias, h0, c0, peep] = [
        ...[T * B * I, I * gates, H * gates, gates, gates, B * H, B * H, 3 * H].map((n, i) => numbers(n, i + 1)),
      ] as [number[], number[], number[], number[], number[], number[], number[], number[]];
      const lists = [x, wx, wh, bias, otherBias, h0, c0, peep].map(nums) as Num[][];
      const [X, Wx, Wh, Bi, Bo, H0, C0, P] = lists as [Num[], Num[], Num[], Num[], Num[], Num[], Num[], Num[]];
      const w = { wx: Wx, wh: Wh, bias: Bi, otherBias: Bo };
      const expected = {
        rnn: () => oracle.rnn(s, X, w, H0, option === 'relu'),
        lstm: () => oracle.lstm(s, X, w, H0, C0, option ? P : undefined),
        gru: () => oracle.gru(s, X, w, H0, option === 'resetFirst'),
      }[name]();

      const stage = createStage(k);
      const p = [x, wx, wh, bias, otherBias, h0, c0, peep].map((v) => stage.put(v));
      const [px, pwx, pwh, pb, pob, ph0, pc0, pp] = p as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const lengths = ends ? stage.putIntegers(ends) : 0;
      const sizes = stage.putIntegers([T, B, I, H, +reverse, stride]);
      const n = T * B * H;
      const [out, hn, cn] = [stage.room(T * B * stride), stage.room(B * H), stage.room(B * H)];
      const [states, cells] = [stage.room(n + B * H), stage.room(n + B * H)];
      const [saved, inner, scratch] = [
        stage.room(T * B * gates),
        stage.room(n),
        stage.room(6 * n + 6 * H * H + 3 * B * H + H),
      ];
      const spread = (v: number[]) =>
        Array.from({ length: T * B * stride }, (_, i) =>
          i % stride < H ? v[Math.floor(i / stride) * H + (i % stride)]! : NaN,
        );
      if (name === 'rnn') k.rnn(out, hn, states, saved, px, pwx, pwh, pb, pob, ph0, lengths, +!!option, sizes);
      if (name === 'lstm')
        k.lstm(out, hn, cn, states, cells, saved, px, pwx, pwh, pb, pob, option ? pp : 0, ph0, pc0, lengths, sizes);
      if (name === 'gru')
        k.gru(out, hn, states, saved, inner, px, pwx, pwh, pb, pob, ph0, lengths, scratch, +!!option, sizes);
      const tolerance = { abs: 2e-6 * T, rel: 2e-6 * T }; // relu is not bounded
      assertClose(stage.get(out), spread(valuesOf(expected.out)), tolerance);
      assertClose(stage.get(hn), valuesOf(expected.hn), tolerance);
      if (name === 'lstm') assertClose(stage.get(cn), valuesOf(expected.cn), tolerance);

      const [dout, dhn, dcn] = [numbers(n, 20), numbers(B * H, 21), numbers(B * H, 22)];
      const [pdout, pdhn, pdcn] = [stage.put(spread(dout)), stage.put(dhn), stage.put(dcn)];
      const outputs = [...expected.out, ...expected.hn, ...(name === 'lstm' ? expected.cn : [])];
      const slopes = gradients(outputs, [...dout, ...dhn, ...dcn], ...lists);
      const starts = [x, wx, wh, bias, otherBias, h0, c0, peep].map((v, i) => numbers(v.length, 30 + i));
      const d = starts.map((v) => stage.put(v));
      const backward = (d: number[]) => {
        const [dx, dwx, dwh, db, dob, dh0, dc0, dp] = d as [
          number,
          number,
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        if (name === 'rnn')
          k.rnnBackward(
            ...([dx, dwx, dwh, db, dob, dh0, pdout, pdhn, px, pwx, pwh, states] as const),
            ...([lengths, +!!option, scratch, sizes] as const),
          );
        if (name === 'lstm')
          k.lstmBackward(
            ...([dx, dwx, dwh, db, dob, option ? dp : 0, dh0, dc0, pdout, pdhn, pdcn, px, pwx, pwh] as const),
            ...([option ? pp : 0, states, cells, saved, lengths, scratch, sizes] as const),
          );
        if (name === 'gru')
          k.gruBackward(
            ...([dx, dwx, dwh, db, dob, dh0, pdout, pdhn, px, pwx, pwh, states, saved, inner] as const),
            ...([lengths, scratch, +!!option, sizes] as const),
          );
      };
      for (const times of [1, 2]) {
        backward(d);
        d.forEach((place, j) =>
          assertClose(
            stage.get(place),
            starts[j]!.map((v, i) => v + times * slopes[j]![i]!),
            { abs: 2e-5 * T, rel: 1e-5 },
          ),
        );
      }
      const before = d.map((place) => stage.get(place));
      backward(d.map(() => 0));
      expect(d.map((place) => stage.get(place))).toEqual(before);
      stage.get(scratch);
      stage.get(saved);
    });
  });

  test('no biases, no first state, no gradient of an end: as if they were 0; large inputs stay finite', () => {
    const stage = createStage(k);
    const [T, B, I, H] = [3, 2, 2, 3];
    const zero = stage.put(Array(100).fill(0));
    const [x, wx, wh] = [stage.put(numbers(T * B * I, 1, 1e4)), stage.put(numbers(100, 2)), stage.put(numbers(100, 3))];
    const sizes = stage.putIntegers([T, B, I, H, 0, H]);
    const [states, cells, gates] = [stage.room(100), stage.room(100), stage.room(100)];
    const run = (none: number) => {
      const out = stage.room(T * B * H);
      k.lstm(out, 0, 0, states, cells, gates, x, wx, wh, none, none, 0, none, none, 0, sizes);
      return stage.get(out);
    };
    expect(run(0)).toEqual(run(zero));
    expect(run(0).every(Number.isFinite)).toBe(true);
  });
});

test('the builds agree within 2e-6', () => {
  const [T, B, I, H] = [5, 3, 4, 6];
  const results = builds.map(([, k]) => {
    const stage = createStage(k);
    const [out, states, cells, gates] = [T * B * H, (T + 1) * B * H, (T + 1) * B * H, 4 * T * B * H].map(
      stage.room,
    ) as [number, number, number, number];
    const [x, wx, wh] = [numbers(T * B * I, 1), numbers(4 * I * H, 2), numbers(4 * H * H, 3)].map(stage.put) as [
      number,
      number,
      number,
    ];
    k.lstm(out, 0, 0, states, cells, gates, x, wx, wh, 0, 0, 0, 0, 0, 0, stage.putIntegers([T, B, I, H, 0, H]));
    return stage.get(out);
  });
  for (const other of results.slice(1)) assertClose(other, results[0]!, { abs: 2e-6 });
});
