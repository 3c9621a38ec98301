import { describe, expect, test } from 'vitest';
import type { Loss } from '../oracle/losses';
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  classLoss,
  crossEntropy,
  huber,
  l1,
  mse,
} from '../oracle/losses';
import { assertClose } from '../support/assertClose';
import { LENGTHS, numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

const PAIRS = [
  { name: 'l1', oracle: l1, input: (n: number) => numbers(n, 1, 3) },
  { name: 'mse', oracle: mse, input: (n: number) => numbers(n, 1, 3) },
  {
    name: 'binaryCrossEntropy',
    oracle: binaryCrossEntropy,
    input: (n: number) => numbers(n, 1, 0.499).map((v) => Math.fround(v + 0.5)),
  },
  {
    name: 'binaryCrossEntropyWithLogits',
    oracle: binaryCrossEntropyWithLogits,
    input: (n: number) => numbers(n, 1, 9),
  },
] as const;

describe.each(await allBuilds())('%s', (_, k) => {
  const one = (value: number) => {
    const stage = createStage(k);
    return { stage, out: stage.room(1), dout: stage.put([value]) };
  };

  describe.each(PAIRS)(
    '$name',
    ({
      name,
      oracle,
      input,
    }: {
      name: (typeof PAIRS)[number]['name'];
      oracle: Loss;
      input: (n: number) => number[];
    }) => {
      test.each(LENGTHS)('%i elements', (n) => {
        const { stage, out, dout } = one(0.75);
        const x = input(n);
        const target = numbers(n, 2).map((v, i) => (i % 3 ? (v > 0 ? 1 : 0) : Math.fround(Math.abs(v))));
        const [px, pt] = [stage.put(x), stage.put(target)];
        k[name](out, px, pt, n);
        assertClose(stage.get(out), [oracle.value(x, target)], { rel: 1e-6 });

        const dx0 = numbers(n, 3);
        const dx = stage.put(dx0);
        const gradient = oracle.gradient(x, target);
        for (const times of [1, 2]) {
          k[`${name}Backward`](dx, dout, px, pt, n);
          assertClose(
            stage.get(dx),
            dx0.map((v, i) => v + times * 0.75 * gradient[i]!),
            { rel: 2e-6, abs: 2e-7 },
          );
        }
      });
    },
  );

  test("binaryCrossEntropy at certainty: finite where wrong (PyTorch's 100), 0 where right, NaN beyond [0, 1]", () => {
    const { stage, out } = one(1);
    const loss = (p: number, t: number) => {
      k.binaryCrossEntropy(out, stage.put([p]), stage.put([t]), 1);
      return stage.get(out)[0]!;
    };
    expect([loss(0, 1), loss(1, 0), loss(0, 0), loss(1, 1)].map(Math.abs)).toEqual([100, 100, 0, 0]);
    expect([loss(NaN, 1), loss(-0.1, 1), loss(1.1, 0)]).toEqual([NaN, NaN, NaN]);
  });

  test('binaryCrossEntropyWithLogits far out', () => {
    const { stage, out } = one(1);
    const loss = (x: number, t: number) => {
      k.binaryCrossEntropyWithLogits(out, stage.put([x]), stage.put([t]), 1);
      return stage.get(out)[0]!;
    };
    assertClose([loss(1e4, 0), loss(1e4, 1), loss(-1e4, 1), loss(-1e4, 0), loss(0, 1)], [1e4, 0, 1e4, 0, Math.LN2], {
      rel: 1e-7,
    });
  });

  describe('softmaxCrossEntropy', () => {
    test.each([
      [1, 1],
      [1, 2],
      [3, 4],
      [5, 3],
      [4, 7],
      [2, 67],
    ])('%i rows of %i classes', (B, C) => {
      const { stage, out, dout } = one(0.75);
      const x = numbers(B * C, 1, 8);
      const target = numbers(B, 2).map((v) => Math.floor(((v + 1) / 2) * C));
      const [px, pt, probs, norm] = [stage.put(x), stage.putIntegers(target), stage.room(B * C), stage.room(1)];
      k.softmaxCrossEntropy(out, norm, probs, px, pt, 0, B, C, 0, 2);
      assertClose(stage.get(out), [crossEntropy(C).value(x, target)], { rel: 2e-6, abs: 1e-7 });
      const sums = Array.from({ length: B }, (_, b) =>
        stage
          .get(probs)
          .slice(b * C, (b + 1) * C)
          .reduce((s, p) => s + p, 0),
      );
      assertClose(sums, Array(B).fill(1), { rel: 1e-6 });

      const dx0 = numbers(B * C, 3);
      const dx = stage.put(dx0);
      const gradient = crossEntropy(C).gradient(x, target);
      for (const times of [1, 2]) {
        k.softmaxCrossEntropyBackward(dx, dout, norm, pt, probs, 0, B, C, 0, 2);
        assertClose(
          stage.get(dx),
          dx0.map((v, i) => v + times * 0.75 * gradient[i]!),
          { abs: 5e-7 },
        );
      }
    });

    test('logits of any size: a shift of the row changes nothing', () => {
      const { stage, out } = one(1);
      const loss = (x: number[]) => {
        const [norm, probs, target] = [stage.room(1), stage.room(x.length), stage.putIntegers([1])];
        k.softmaxCrossEntropy(out, norm, probs, stage.put(x), target, 0, 1, x.length, 0, 2);
        return stage.get(out)[0]!;
      };
      assertClose(loss([10_000, 10_001, 9_999, 10_000, 9_998]), loss([0, 1, -1, 0, -2]), { rel: 1e-6 });
      assertClose(loss([3e38, -3e38]), Infinity, {});
      expect(loss([NaN, 1, 2, 3, 4])).toBeNaN();
      expect(loss([0, 1, 2, 3, NaN])).toBeNaN();
    });
  });

  test.each(LENGTHS)('huber, %i elements', (n) => {
    const { stage, out, dout } = one(0.75);
    const [x, target, dx0] = [numbers(n, 1, 3), numbers(n, 2), numbers(n, 3)];
    const [px, pt, dx] = [stage.put(x), stage.put(target), stage.put(dx0)];
    k.huber(out, px, pt, n, 0.8);
    assertClose(stage.get(out), [huber(0.8).value(x, target)], { rel: 1e-6 });
    const gradient = huber(0.8).gradient(x, target);
    for (const times of [1, 2]) {
      k.huberBackward(dx, dout, px, pt, n, 0.8);
      assertClose(
        stage.get(dx),
        dx0.map((v, i) => v + times * 0.75 * gradient[i]!),
        { rel: 2e-6, abs: 2e-7 },
      );
    }
  });

  describe.each(['none', 'sum', 'mean'] as const)('losses against classes, %s', (reduction) => {
    test.each([
      [1, 1, 0, false],
      [3, 4, 0.1, false],
      [5, 3, 0, true],
      [4, 7, 0.3, true],
      [9, 13, 1, true],
    ])('%i rows of %i, smoothing %d, weights %s, one row ignored', (B, C, smoothing, weighted) => {
      const stage = createStage(k);
      const x = numbers(B * C, 1, 4);
      const target = numbers(B, 2).map((v, b) => (b === 1 ? -1 : Math.floor(((v + 1) / 2) * C)));
      const weight = numbers(C, 3).map((v) => Math.fround(v + 1.5));
      const size = reduction === 'none' ? B : 1;
      const code = ['none', 'sum', 'mean'].indexOf(reduction);
      const dout = numbers(size, 4);
      const [px, pt, out, norm] = [stage.put(x), stage.putIntegers(target), stage.room(size), stage.room(1)];
      const [pw, probs, pdout] = [weighted ? stage.put(weight) : 0, stage.room(B * C), stage.put(dout)];
      const dx0 = numbers(B * C, 5);
      for (const logits of [true, false]) {
        const s = logits ? smoothing : 0;
        const oracle = classLoss(C, logits, { smoothing: s, reduction, ...(weighted && { weight }) });
        const dx = stage.put(dx0);
        const backward = () =>
          logits
            ? k.softmaxCrossEntropyBackward(dx, pdout, norm, pt, probs, pw, B, C, s, code)
            : k.nllLossBackward(dx, pdout, norm, pt, pw, B, C, code);
        if (logits) k.softmaxCrossEntropy(out, norm, probs, px, pt, pw, B, C, s, code);
        else k.nllLoss(out, norm, px, pt, pw, B, C, code);
        assertClose(stage.get(out), oracle.each(x, target), { rel: 2e-6, abs: 1e-6 });
        const gradient = oracle.gradient(x, target, dout);
        for (const times of [1, 2]) {
          backward();
          assertClose(
            stage.get(dx),
            dx0.map((v, i) => v + times * gradient[i]!),
            { rel: 2e-6, abs: 2e-6 },
          );
        }
      }
    });
  });
});
