import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { MultiheadAttention, createRuntime, linear, mseLoss, packedAttention, scaledDotProductAttention } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { attention } from '../../oracle/attention';
import { centralDifference } from '../../oracle/centralDifference';
import { matmul } from '../../oracle/matmul';
import { assertClose } from '../../support/assertClose';
import { numbers } from '../../support/numbers';

const runtime = createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

const [B, Sq, Sk, C, H, Hk] = [2, 3, 4, 4, 2, 1];
const D = C / H;
const NAMES = ['q_proj.weight', 'q_proj.bias', 'k_proj.weight', 'k_proj.bias', 'v_proj.weight', 'v_proj.bias', 'out_proj.weight', 'out_proj.bias'] as const; // prettier-ignore

/** The layer in f64 from its equation. */
function layer(x: number[], y: number[], p: Readonly<Record<string, readonly number[]>>, reach: number): number[] {
  const project = (z: number[], M: number, name: string) => {
    const [weight, bias] = [p[`${name}.weight`]!, p[`${name}.bias`]!];
    const N = bias.length;
    return matmul(z, weight, { M, K: C, N, transA: false, transB: false }).map((v, i) => v + bias[i % N]!);
  };
  const [q, k, v] = [project(x, B * Sq, 'q_proj'), project(y, B * Sk, 'k_proj'), project(y, B * Sk, 'v_proj')];
  const heads = Array<number>(B * Sq * C).fill(0);
  const part = (z: number[], b: number, T: number, width: number, h: number) =>
    Array.from({ length: T }, (_, t) => z.slice((b * T + t) * width + h * D, (b * T + t) * width + (h + 1) * D)).flat();
  for (let b = 0; b < B; b++)
    for (let h = 0; h < H; h++) {
      const kv = [part(k, b, Sk, Hk * D, 0), part(v, b, Sk, Hk * D, 0)] as const;
      const head = { Sq, Sk, D, Dv: D, scale: 1 / Math.sqrt(D), reach };
      attention(part(q, b, Sq, C, h), ...kv, head).forEach(
        (value, i) => (heads[(b * Sq + Math.floor(i / D)) * C + h * D + (i % D)] = value),
      );
    }
  return project(heads, B * Sq, 'out_proj');
}

describe('MultiheadAttention', () => {
  const make = (seed: number) => new MultiheadAttention(runtime, C, H, { random: createRandom(seed), numKvHeads: Hk });

  test.each([
    [false, Sk],
    [true, 0],
  ])('output and every gradient, causal %s, one head of keys for two of queries', (isCausal, reach) => {
    const attend = make(1);
    const parameters = attend.namedParameters();
    expect(Object.keys(parameters)).toEqual(NAMES);
    Object.values(parameters).forEach((tensor, i) => tensor.set(numbers(tensor.size, 20 + i)));
    const p = Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, [...tensor.values()]]));
    const [x, y, target] = [numbers(B * Sq * C, 1), numbers(B * Sk * C, 2), numbers(B * Sq * C, 3)];
    const [X, Y] = [runtime.parameter(x, [B, Sq, C]), runtime.parameter(y, [B, Sk, C])];
    runtime.scope(() => {
      const { output } = attend.forward(X, Y, Y, { isCausal });
      assertClose(output.values(), layer(x, y, p, reach), { abs: 1e-6 });
      runtime.backward(mseLoss(output, runtime.tensor(target, [B, Sq, C])));
    });
    const L = (a: number[], b: number[], q: typeof p) =>
      layer(a, b, q, reach).reduce((sum, v, i) => sum + (v - target[i]!) ** 2, 0) / target.length;
    const near = { abs: 2e-6 };
    assertClose(X.gradient(), centralDifference((z) => L(z, y, p), x), near); // prettier-ignore
    assertClose(Y.gradient(), centralDifference((z) => L(x, z, p), y), near); // prettier-ignore
    for (const name of NAMES) {
      const expected = centralDifference((z) => L(x, y, { ...p, [name]: z }), p[name]!);
      assertClose(parameters[name]!.gradient(), expected, near);
    }
  });

  test('starts as PyTorch does', () => {
    const { qProj, outProj } = new MultiheadAttention(runtime, 24, 4, { random: createRandom(5) });
    const most = (values: Float32Array) => Math.max(...values.map(Math.abs));
    const [a, b] = [Math.sqrt(6 / 96), 1 / Math.sqrt(24)];
    expect(most(qProj.weight.values())).toBeLessThanOrEqual(Math.fround(a));
    expect(most(qProj.weight.values())).toBeGreaterThan(0.95 * a);
    expect(most(outProj.weight.values())).toBeLessThanOrEqual(Math.fround(b));
    expect(most(outProj.weight.values())).toBeGreaterThan(0.95 * b);
    expect(most(qProj.bias.values()) + most(outProj.bias.values())).toBe(0);
  });

  test('the weights are there when asked for', () => {
    runtime.scope(() => {
      const { weights } = make(1).forward(runtime.tensor(numbers(B * Sq * C, 1), [B, Sq, C]), undefined, undefined, {
        needWeights: true,
      });
      expect(weights!.shape).toEqual([B, H, Sq, Sq]);
    });
  });

  test('refused', () => {
    const random = createRandom(1);
    expect(() => new MultiheadAttention(runtime, 6, 4, { random })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: MultiheadAttention: the width divides into heads; got 6 and 4, 4]`,
    );
    expect(() => new MultiheadAttention(runtime, 8, 4, { random, numKvHeads: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: MultiheadAttention: heads of queries divide among those of keys; got [4, 3]]`,
    );
  });
});

test('packedAttention: what three tensors give', () => {
  const [T, width] = [5, 6];
  const values = numbers(B * T * 3 * width, 1);
  const target = numbers(B * T * width, 2);
  const packed = runtime.parameter(values, [B, T, 3 * width]);
  const part = (i: number, x: ArrayLike<number>) =>
    Array.from(x).filter((_, n) => Math.floor((n % (3 * width)) / width) === i);
  const parts = [0, 1, 2].map((i) => runtime.parameter(part(i, values), [B, T, width])) as [typeof packed, typeof packed, typeof packed]; // prettier-ignore
  const outputs = [
    () => packedAttention(packed, 3, { isCausal: true }).output,
    () => scaledDotProductAttention(...parts, { isCausal: true, numHeads: 3 }).output,
  ].map((run) =>
    runtime.scope(() => {
      const out = run();
      runtime.backward(mseLoss(out, runtime.tensor(target, [B, T, width])));
      return [...out.values()];
    }),
  );
  expect(outputs[0]).toEqual(outputs[1]);
  parts.forEach((tensor, i) => expect(part(i, packed.gradient())).toEqual([...tensor.gradient()]));
  runtime.scope(() => {
    expect(() => packedAttention(packed, 4)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: packedAttention: rows divide into heads; got rows of 18 and 12 heads]`,
    );
  });
});

test('linear: refused', () => {
  const tensor = (shape: number[]) => runtime.tensor(numbers(shape.reduce((a, n) => a * n), 1), shape); // prettier-ignore
  runtime.scope(() => {
    expect(() => linear(tensor([2, 3]), tensor([4, 2]), tensor([2]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: linear: the weight is a matrix with a row for each input; got inputs [2, 3] and weight [4, 2]]`,
    );
    expect(linear(tensor([2, 2, 3]), tensor([3, 5]), tensor([5])).shape).toEqual([2, 2, 5]);
  });
});
