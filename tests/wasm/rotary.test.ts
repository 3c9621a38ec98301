import { describe, expect, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { allBuilds, createStage } from '../support/stage';

/** Rows, size, pairs, elements from row to row. */
const SIZES = [
  [1, 2, 1, 2],
  [3, 7, 2, 9],
  [5, 16, 8, 16],
] as const;

describe.each(await allBuilds())('rotary, %s', (_, kernels) => {
  describe.each([0, 1])('interleaved %i', (interleaved) => {
    test.each(SIZES)('%i rows of %i, %i pairs, %i apart', (T, D, R, row) => {
      const stage = createStage(kernels);
      const angles = numbers(10 * R, 1, 20);
      const positions = Array.from({ length: T }, (_, t) => (7 * t + 3) % 10);
      const length = (T - 1) * row + D;
      const x = numbers(length, 2, 100).map((v, i) => (i % row < D ? v : NaN)); // gaps that must not be read
      /** In f64, one number at a time; way −1 turns back. */
      const turned = (i: number, way: number) => {
        const [t, d] = [Math.floor(i / row), i % row];
        if (d >= 2 * R) return x[i]!;
        const [k, first] = interleaved ? [d >> 1, d % 2 === 0] : [d % R, d < R];
        const other = x[i + (first ? 1 : -1) * (interleaved ? 1 : R)]!;
        const angle = angles[positions[t]! * R + k]!;
        const [c, s] = [Math.fround(Math.cos(angle)), way * Math.fround(Math.sin(angle))];
        return x[i]! * c + (first ? -1 : 1) * other * s;
      };
      const [px, cos, sin] = [stage.put(x), stage.put(angles.map(Math.cos)), stage.put(angles.map(Math.sin))];
      const ids = stage.putIntegers(positions);
      const out = stage.put(x.map(() => 0.5));
      kernels.rotary(out, px, cos, sin, ids, T, D, R, row, interleaved);
      const expected = (way: number, from: number, times: number) =>
        x.map((_, i) => (i % row < D ? from + times * turned(i, way) : 0.5));
      assertClose(stage.get(out), expected(1, 0, 1), { abs: 4e-5 }); // values up to 100

      const dx = stage.put(x.map(() => 0.5));
      for (const times of [1, 2]) {
        kernels.rotaryBackward(dx, px, cos, sin, ids, T, D, R, row, interleaved);
        assertClose(stage.get(dx), expected(-1, 0.5, times), { abs: 6e-5 });
      }
      // Without positions row t takes row t.
      const first = stage.room(D);
      kernels.rotary(first, px, cos, sin, 0, 1, D, R, row, interleaved);
      kernels.rotary(out, px, cos, sin, stage.putIntegers([0]), 1, D, R, row, interleaved);
      expect(stage.get(first)).toEqual(stage.get(out).slice(0, D));
    });
  });
});
