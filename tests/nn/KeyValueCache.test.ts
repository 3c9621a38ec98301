import { afterAll, expect, test } from 'vitest';
import { KeyValueCache, createRuntime, scaledDotProductAttention } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { attention } from '../oracle/attention';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';

const runtime = createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

const [B, H, Hk, T, D, Dv] = [2, 4, 2, 9, 5, 3];
const [q, k, v] = [numbers(B * T * H * D, 1), numbers(B * T * Hk * D, 2), numbers(B * T * Hk * Dv, 3)];
/** Rows from … to of every batch of (B, T, n). */
const rows = (x: readonly number[], n: number, from: number, to: number) =>
  Array.from({ length: B }, (_, b) => x.slice((b * T + from) * n, (b * T + to) * n)).flat();

test('rows added a few at a time see what the oracle sees over all of them', () => {
  const cache = new KeyValueCache(runtime, { batch: B, heads: Hk, size: D, valueSize: Dv, capacity: T });
  const got = runtime.scope(() =>
    [[0, 4], [4, 5], [5, 6], [6, 9]].map(([from, to]) => {
      const part = (x: readonly number[], n: number) => runtime.tensor(rows(x, n, from!, to!), [B, to! - from!, n]);
      cache.append(part(k, Hk * D), part(v, Hk * Dv));
      const out = cache.attend(part(q, H * D), { numHeads: H, enableGqa: true });
      expect(out.shape).toEqual([B, to! - from!, H * Dv]);
      return [...out.values()];
    }),
  ); // prettier-ignore
  expect(cache.length).toBe(T);
  const head = (x: readonly number[], b: number, h: number, heads: number, n: number) =>
    Array.from({ length: T }, (_, t) =>
      x.slice(((b * T + t) * heads + h) * n, ((b * T + t) * heads + h + 1) * n),
    ).flat();
  const whole: number[] = Array(B * T * H * Dv).fill(0);
  for (let b = 0; b < B; b++)
    for (let h = 0; h < H; h++)
      attention(head(q, b, h, H, D), head(k, b, h >> 1, Hk, D), head(v, b, h >> 1, Hk, Dv), {
        Sq: T, Sk: T, D, Dv, scale: 1 / Math.sqrt(D), reach: 0,
      }).forEach((x, i) => (whole[((b * T + Math.floor(i / Dv)) * H + h) * Dv + (i % Dv)] = x)); // prettier-ignore
  const n = H * Dv;
  const expected = [[0, 4], [4, 5], [5, 6], [6, 9]].map(([from, to]) => rows(whole, n, from!, to!)); // prettier-ignore
  got.forEach((part, i) => assertClose(part, expected[i]!, { abs: 1e-6 }));
});

test('four axes, and after clear from the start again', () => {
  const cache = new KeyValueCache(runtime, { heads: 1, size: 2, capacity: 3 });
  const once = () =>
    runtime.scope(() => {
      const x = runtime.tensor(numbers(6, 4), [1, 1, 3, 2]);
      cache.append(x, x);
      const whole = scaledDotProductAttention(x, x, x, { isCausal: true }).output.values();
      expect(cache.attend(x).values()).toEqual(whole);
      return whole;
    });
  const first = once();
  cache.clear();
  expect(once()).toEqual(first);
});

test('refused', () => {
  expect(() => new KeyValueCache(runtime, { heads: 0, size: 2, capacity: 3 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: KeyValueCache: sizes are positive whole numbers; got {"batch":1,"heads":0,"size":2,"valueSize":2,"capacity":3}]`,
  );
  const cache = new KeyValueCache(runtime, { heads: 1, size: 2, capacity: 3 });
  runtime.scope(() => {
    const x = (T: number, D = 2) => runtime.tensor(numbers(T * D, 4), [1, 1, T, D]);
    expect(() => cache.append(x(2), x(1))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: append: rows are as the cache's, {"batch":1,"heads":1,"size":2,"valueSize":2,"capacity":3}; got [1, 1, 2, 2] and [1, 1, 1, 2]]`,
    );
    expect(() => cache.append(x(2, 3), x(2))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: append: rows are as the cache's, {"batch":1,"heads":1,"size":2,"valueSize":2,"capacity":3}; got [1, 1, 2, 3] and [1, 1, 2, 2]]`,
    );
    expect(() => cache.append(x(4), x(4))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: append: there is room for 3 rows; got 4]`,
    );
    expect(() => cache.attend(x(1))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: attend: queries are of rows in the cache, 0; got 1]`,
    );
  });
});
