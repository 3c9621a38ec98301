import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createRuntime,
  mseLoss,
  rotaryEmbedding,
  rotaryTables,
  scaledDotProductAttention,
  sinusoidalPositions,
} from '@/nn';
import type { AttentionOptions, Runtime, Shape } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { attention, attentionBackward, attentionStages } from '../oracle/attention';
import { centralDifference } from '../oracle/centralDifference';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const size = (shape: Shape) => shape.reduce((product, n) => product * n, 1);
const filled = (shape: Shape, seed: number) => runtime.parameter(numbers(size(shape), seed), shape);
/** (B,H,T,D) in the order (B,T,H·D). */
const merge = (x: readonly number[], [B, H, T, D]: readonly [number, number, number, number]) =>
  Array.from({ length: B * T * H * D }, (_, n) => {
    const [d, h, t, b] = [n % D, Math.floor(n / D) % H, Math.floor(n / (D * H)) % T, Math.floor(n / (D * H * T))];
    return x[((b * H + h) * T + t) * D + d]!;
  });

describe('scaledDotProductAttention', () => {
  const [B, H, Hk, Sq, Sk, D, Dv] = [2, 4, 2, 5, 7, 3, 6];
  const [q, k, v, dout] = [
    numbers(B * H * Sq * D, 1),
    numbers(B * Hk * Sk * D, 2),
    numbers(B * Hk * Sk * Dv, 3),
    numbers(B * H * Sq * Dv, 4),
  ];
  const mask = numbers(B * Sq * Sk, 5).map((x) => (x > 0.6 ? -Infinity : x));
  const lengths = [4, 7];

  /** The oracle head by head; keys past a batch's length hidden by the mask. */
  function expected() {
    const parts = Array.from({ length: B * H }, (_, i) => {
      const [b, h] = [Math.floor(i / H), i % H];
      const kv = b * Hk + Math.floor(h / (H / Hk));
      const cut = (x: readonly number[], at: number, n: number) => x.slice(at * n, (at + 1) * n);
      const head = {
        Sq, Sk, D, Dv, scale: 1 / Math.sqrt(D), softcap: 2, reach: lengths[b]! - Sq,
        mask: cut(mask, b, Sq * Sk).map((x, n) => (n % Sk < lengths[b]! ? x : -Infinity)),
      }; // prettier-ignore
      const own = [cut(q, i, Sq * D), cut(k, kv, Sk * D), cut(v, kv, Sk * Dv)] as const;
      return {
        kv,
        out: attention(...own, head),
        weights: attentionStages(own[0], own[1], head)[3]!,
        ...attentionBackward(cut(dout, i, Sq * Dv), ...own, head),
      };
    });
    const sum = (name: 'dk' | 'dv') =>
      Array.from({ length: B * Hk }, (_, kv) => {
        const mine = parts.filter((part) => part.kv === kv).map((part) => part[name]);
        return mine[0]!.map((_, n) => mine.reduce((total, part) => total + part[n]!, 0));
      }).flat();
    return {
      out: parts.flatMap((part) => part.out),
      weights: parts.flatMap((part) => part.weights),
      dq: parts.flatMap((part) => part.dq),
      dk: sum('dk'),
      dv: sum('dv'),
    };
  }

  test.each(['four axes', 'three axes'])('batches, shared heads, masks, lengths, softcap: %s', (form) => {
    const flat = form === 'three axes';
    const arrange = (x: readonly number[], shape: readonly [number, number, number, number]) =>
      flat ? merge(x, shape) : [...x];
    const place = (x: readonly number[], [b, h, t, d]: readonly [number, number, number, number]) =>
      runtime.parameter(arrange(x, [b, h, t, d]), flat ? [b, t, h * d] : [b, h, t, d]);
    const [Q, K, V] = [place(q, [B, H, Sq, D]), place(k, [B, Hk, Sk, D]), place(v, [B, Hk, Sk, Dv])];
    const want = expected();
    runtime.scope(() => {
      const { output, weights } = scaledDotProductAttention(Q, K, V, {
        attnMask: runtime.tensor(mask, [B, 1, Sq, Sk]),
        keyLengths: lengths,
        isCausal: true,
        softcap: 2,
        enableGqa: true,
        needWeights: true,
        ...(flat && { numHeads: H, numKvHeads: Hk }),
      });
      expect(output.shape).toEqual(flat ? [B, Sq, H * Dv] : [B, H, Sq, Dv]);
      expect(weights!.shape).toEqual([B, H, Sq, Sk]);
      assertClose(output.values(), arrange(want.out, [B, H, Sq, Dv]), { abs: 1e-6 });
      assertClose(weights!.values(), want.weights, { abs: 1e-6 });
      // L = mean (out − y)² with y = out − n/2 · dout has the gradient dout.
      const y = output.values().map((x, i) => x - (output.size / 2) * arrange(dout, [B, H, Sq, Dv])[i]!);
      runtime.backward(mseLoss(output, runtime.tensor(y, output.shape)));
    });
    assertClose(Q.gradient(), arrange(want.dq, [B, H, Sq, D]), { abs: 2e-5 });
    assertClose(K.gradient(), arrange(want.dk, [B, Hk, Sk, D]), { abs: 2e-5 });
    assertClose(V.gradient(), arrange(want.dv, [B, Hk, Sk, Dv]), { abs: 2e-5 });
  });

  test('a mask that is too short hides the rest; a mask of truth for keys alone', () => {
    runtime.scope(() => {
      const [Q, K, V] = [filled([1, 1, 3, 2], 1), filled([1, 1, 4, 2], 2), filled([1, 1, 4, 2], 3)];
      const values = (options: AttentionOptions) => scaledDotProductAttention(Q, K, V, options).output.values();
      const two = values({ attnMask: runtime.tensor([1, 1, 0, 0], [4]), maskType: 'bool' });
      expect(values({ attnMask: runtime.tensor([0, 0], [1, 2]) })).toEqual(two);
      expect(values({ keyLengths: [2] })).toEqual(two);
      expect(values({})).not.toEqual(two);
    });
  });

  test('refused', () => {
    runtime.scope(() => {
      const x = filled([1, 4, 3, 2], 1);
      const call =
        (key: Shape, value: Shape, options: AttentionOptions = {}) =>
        () =>
          scaledDotProductAttention(x, filled(key, 1), filled(value, 1), options);
      expect(call([1, 4, 5, 3], [1, 4, 5, 2])).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: scaledDotProductAttention: batches, heads, lengths and sizes fit together; got [1, 4, 3, 2], [1, 4, 5, 3], [1, 4, 5, 2]]`,
      );
      expect(call([1, 4, 5, 2], [1, 4, 6, 2])).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: scaledDotProductAttention: batches, heads, lengths and sizes fit together; got [1, 4, 3, 2], [1, 4, 5, 2], [1, 4, 6, 2]]`,
      );
      expect(call([1, 2, 5, 2], [1, 2, 5, 2])).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: scaledDotProductAttention: as many heads of keys as of queries, or with enableGqa a divisor; got 2 for 4]`,
      );
      expect(call([1, 3, 5, 2], [1, 3, 5, 2], { enableGqa: true })).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: scaledDotProductAttention: as many heads of keys as of queries, or with enableGqa a divisor; got 3 for 4]`,
      );
      expect(call([1, 20, 2], [1, 20, 2])).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: scaledDotProductAttention: a tensor is (batch, heads, length, size), or (batch, length, heads · size) with the number of heads; got [1, 20, 2]]`,
      );
      expect(call([1, 20, 2], [1, 20, 2], { numHeads: 3 })).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: scaledDotProductAttention: rows divide into heads; got rows of 2 and 3 heads]`,
      );
      const fine = [[1, 4, 5, 2], [1, 4, 5, 2]] as const; // prettier-ignore
      expect(
        call(...fine, { attnMask: runtime.tensor([1, 2, 3, 4, 5, 6], [1, 6]) }),
      ).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: scaledDotProductAttention: the mask broadcasts to [1, 4, 3, 5]; got [1, 6]]`,
      );
      expect(call(...fine, { attnMask: filled([3, 5], 1) })).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: scaledDotProductAttention: the mask is data; got a tensor that wants a gradient]`,
      );
      expect(call(...fine, { keyLengths: [6] })).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: scaledDotProductAttention: a length is a whole number from 0 to 5; got 6]`,
      );
      expect(call(...fine, { keyLengths: [1, 2] })).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: scaledDotProductAttention: one length for each of 1 batches; got 2]`,
      );
      expect(call(...fine, { scale: NaN })).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: scaledDotProductAttention: the scale is finite; got NaN]`,
      );
      expect(call(...fine, { softcap: -1 })).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: scaledDotProductAttention: softcap is at least 0 and finite; got -1]`,
      );
      expect(call(...fine, { causalOffset: 0.5 })).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: scaledDotProductAttention: causalOffset is a whole number; got 0.5]`,
      );
    });
  });
});

describe('rotaryEmbedding', () => {
  const [B, H, T, D] = [2, 2, 3, 6];
  const x = numbers(B * H * T * D, 1);
  const { cos, sin } = rotaryTables(9, 4);
  const positions = [0, 4, 8, 3, 3, 1];

  /** From the equation, in f64: pairs turned one by one. */
  const turned = (x: readonly number[], interleaved: boolean) =>
    x.map((value, n) => {
      const [d, t, b] = [n % D, Math.floor(n / D) % T, Math.floor(n / (D * T * H))];
      if (d >= 4) return value;
      const [k, first] = interleaved ? [d >> 1, d % 2 === 0] : [d % 2, d < 2];
      const other = x[n + (first ? 1 : -1) * (interleaved ? 1 : 2)]!;
      const angle = positions[b * T + t]! / 10_000 ** ((2 * k) / 4);
      return value * Math.cos(angle) + (first ? -1 : 1) * other * Math.sin(angle);
    });

  test.each([true, false])('interleaved %s: values, the part that stays, gradient', (interleaved) => {
    const X = runtime.parameter(x, [B, H, T, D]);
    const y = numbers(x.length, 2);
    runtime.scope(() => {
      const tables = [runtime.tensor(cos, [9, 2]), runtime.tensor(sin, [9, 2])] as const;
      const out = rotaryEmbedding(X, ...tables, { interleaved, positions });
      assertClose(out.values(), turned(x, interleaved), { abs: 1e-6 });
      runtime.backward(mseLoss(out, runtime.tensor(y, [B, H, T, D])));
    });
    const L = (z: number[]) => turned(z, interleaved).reduce((sum, v, i) => sum + (v - y[i]!) ** 2, 0) / y.length;
    assertClose(X.gradient(), centralDifference(L, x), { abs: 1e-6 });
  });

  test('three axes give the same, and tables may have a row for each row', () => {
    runtime.scope(() => {
      const tables = [runtime.tensor(cos, [9, 2]), runtime.tensor(sin, [9, 2])] as const;
      const own = (table: ArrayLike<number>) =>
        runtime.tensor(positions.flatMap((p) => [table[2 * p]!, table[2 * p + 1]!]), [B, T, 2]); // prettier-ignore
      const flat = rotaryEmbedding(runtime.tensor(merge(x, [B, H, T, D]), [B, T, H * D]), own(cos), own(sin), {
        numHeads: H,
      });
      const four = rotaryEmbedding(runtime.tensor(x, [B, H, T, D]), ...tables, { positions });
      expect([...flat.values()]).toEqual(merge([...four.values()], [B, H, T, D]));
    });
  });

  test('refused', () => {
    runtime.scope(() => {
      const X = filled([1, 1, 3, 4], 1);
      const table = (shape: Shape) => runtime.tensor(numbers(size(shape), 1), shape);
      expect(() => rotaryEmbedding(X, table([3, 3]), table([3, 3]))).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: rotaryEmbedding: tables are (positions, pairs) or one row for each of the input's; got [3, 3] and [3, 3] for [1, 1, 3, 4]]`,
      );
      expect(() => rotaryEmbedding(X, table([3, 2]), table([4, 2]))).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: rotaryEmbedding: tables are (positions, pairs) or one row for each of the input's; got [3, 2] and [4, 2] for [1, 1, 3, 4]]`,
      );
      expect(() => rotaryEmbedding(X, table([2, 2]), table([2, 2]))).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: rotaryEmbedding: the tables have a row for each position; got 2 for 3]`,
      );
      expect(() =>
        rotaryEmbedding(X, table([2, 2]), table([2, 2]), { positions: [0, 1, 2] }),
      ).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: rotaryEmbedding: an index is a whole number from 0 to 1; got 2]`,
      );
      expect(() =>
        rotaryEmbedding(X, table([2, 2]), table([2, 2]), { positions: [0] }),
      ).toThrowErrorMatchingInlineSnapshot(`[ShapeError: rotaryEmbedding: one position for each row, 3; got 1]`);
      expect(() => rotaryEmbedding(X, filled([3, 2], 1), table([3, 2]))).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: rotaryEmbedding: the tables are data; got one that wants a gradient]`,
      );
    });
  });
});

test('sinusoidal positions: neighbours are as far apart wherever they stand', () => {
  const table = sinusoidalPositions(50, 16);
  const distance = (a: number, b: number) => {
    let sum = 0;
    for (let c = 0; c < 16; c++) sum += (table[16 * a + c]! - table[16 * b + c]!) ** 2;
    return sum;
  };
  assertClose([distance(10, 13), distance(46, 49)], [distance(0, 3), distance(0, 3)], { rel: 1e-5 });
  expect([...table.slice(0, 4)]).toEqual([0, 1, 0, 1]);
  expect(() => sinusoidalPositions(0, 4)).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: sinusoidalPositions: sizes are positive whole numbers; got [0, 4]]`,
  );
  expect(() => sinusoidalPositions(2, 4, -1)).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: sinusoidalPositions: the base is positive and finite; got -1]`,
  );
  expect(() => rotaryTables(2, 5)).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: rotaryTables: the size is even; got 5]`,
  );
});
