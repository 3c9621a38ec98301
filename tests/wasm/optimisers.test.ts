import { describe, expect, test } from 'vitest';
import type { Update } from '../oracle/optimisers';
import { adam, adamW, clipNorm, momentum, nesterov, sgd, squares } from '../oracle/optimisers';
import { assertClose } from '../support/assertClose';
import { LENGTHS, numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

const STEPS = 5;

describe.each(await allBuilds())('%s', (_, k) => {
  /** Runs an oracle and a kernel side by side on the same gradients. */
  function compare(
    n: number,
    update: Update,
    start: (put: (values: number[]) => number, param: number) => (gradient: number) => void,
    rel: number,
  ) {
    const stage = createStage(k);
    let expected = numbers(n, 1);
    const param = stage.put(expected);
    const step = start(stage.put, param);
    for (let i = 0; i < STEPS; i++) {
      const g = numbers(n, 10 + i, 10 ** (i - 2)); // from tiny to large
      expected = update(expected, g);
      const pg = stage.put(g);
      step(pg);
      expect(stage.get(pg)).toEqual(g);
    }
    assertClose(stage.get(param), expected, { rel, abs: rel });
  }

  test.each(LENGTHS)('sgd, %i parameters', (n) => {
    compare(n, sgd(0.3), (_, param) => (g) => k.sgd(param, g, n, 0.3), 1e-6);
  });

  test.each(LENGTHS)('momentum, %i parameters', (n) => {
    compare(
      n,
      momentum(0.01, 0.9),
      (put, param) => {
        const velocity = put(Array(n).fill(0));
        return (g) => k.momentum(param, velocity, g, n, 0.01, 0.9);
      },
      1e-6,
    );
  });

  test.each(LENGTHS)('adam, %i parameters', (n) => {
    compare(
      n,
      adam(0.05, 0.9, 0.999, 1e-8),
      (put, param) => {
        const [m, v] = [put(Array(n).fill(0)), put(Array(n).fill(0))];
        const power = k.alloc(16);
        k.f64.set([1, 1], power / 8);
        return (g) => {
          k.adamPower(power, 0.9, 0.999);
          k.adam(param, m, v, g, power, n, 0.05, 0.9, 0.999, 1e-8, 0);
        };
      },
      1e-5,
    );
  });

  test.each(LENGTHS)('adam with decay (AdamW), %i parameters', (n) => {
    compare(
      n,
      adamW(0.05, 0.9, 0.999, 1e-8, 0.1),
      (put, param) => {
        const [m, v] = [put(Array(n).fill(0)), put(Array(n).fill(0))];
        const power = k.alloc(16);
        k.f64.set([1, 1], power / 8);
        return (g) => {
          k.adamPower(power, 0.9, 0.999);
          k.adam(param, m, v, g, power, n, 0.05, 0.9, 0.999, 1e-8, 0.1);
        };
      },
      1e-5,
    );
  });

  test.each(LENGTHS)('nesterov, %i parameters', (n) => {
    compare(
      n,
      nesterov(0.01, 0.9),
      (put, param) => {
        const velocity = put(Array(n).fill(0));
        return (g) => k.nesterov(param, velocity, g, n, 0.01, 0.9);
      },
      1e-6,
    );
  });

  test.each([
    ['rmsProp', 0.99, 0.01],
    ['adagrad', 1, 1],
  ])('%s', (_, keep, take) => {
    for (const n of LENGTHS)
      compare(
        n,
        squares(0.01, keep, take, 1e-8),
        (put, param) => {
          const square = put(Array(n).fill(0));
          return (g) => k.rmsProp(param, square, g, n, 0.01, keep, take, 1e-8);
        },
        1e-5,
      );
  });

  test('clipNorm scales all gradients by their common norm, and leaves small ones as they are', () => {
    const stage = createStage(k);
    const gradients = [numbers(5, 1, 3), numbers(13, 2, 3)];
    const square = k.alloc(8);
    for (const most of [1, 100]) {
      const offsets = gradients.map(stage.put);
      k.f64[square / 8] = 0;
      offsets.forEach((p, i) => k.addSquares(square, p, gradients[i]!.length));
      assertClose(
        k.f64[square / 8]!,
        gradients.flat().reduce((s, v) => s + v * v, 0),
        { rel: 1e-12 },
      );
      offsets.forEach((p, i) => k.clipNorm(p, square, gradients[i]!.length, most));
      clipNorm(gradients, most).forEach((g, i) => assertClose(stage.get(offsets[i]!), g, { rel: 1e-6 }));
    }
  });

  test.each(LENGTHS)('addScaled, %i elements, also to itself', (n) => {
    const stage = createStage(k);
    const [x, y] = [numbers(n, 1), numbers(n, 2)];
    const out = stage.put(y);
    k.addScaled(out, stage.put(x), n, 0.1);
    assertClose(
      stage.get(out),
      y.map((v, i) => v + 0.1 * x[i]!),
      { abs: 2e-7 },
    );
    k.addScaled(out, out, n, -1);
    assertClose(stage.get(out).map(Math.abs), Array(n).fill(0), { abs: 1e-30 });
  });

  test('the first step of adam is lr against the sign of the gradient, whatever its size', () => {
    const stage = createStage(k);
    const [param, m, v] = [stage.put([0, 0, 0, 0, 0]), stage.put(Array(5).fill(0)), stage.put(Array(5).fill(0))];
    const power = k.alloc(16);
    k.f64.set([1, 1], power / 8);
    k.adamPower(power, 0.9, 0.999);
    k.adam(param, m, v, stage.put([1e-3, -1e3, 1, -1, 0]), power, 5, 0.5, 0.9, 0.999, 1e-8, 0);
    assertClose(stage.get(param), [-0.5, 0.5, -0.5, 0.5, 0], { rel: 2e-5 });
  });
});
