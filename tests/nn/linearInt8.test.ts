import { afterAll, describe, expect, test } from 'vitest';
import { createRuntime, detach, linearInt8, quantizeInt8, tanh } from '@/nn';
import { matmulInt8, quantize } from '../oracle/int8';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { loadKernelsFromDisk } from '@/wasm/loadNode';

const runtime = createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

test.each([false, true])('rows times 8-bit weights, as the oracle has them, transposed %s', (trans) => {
  const [K, N] = [37, 6];
  const [w, x, bias] = [numbers(K * N, 1), numbers(2 * 3 * K, 2), numbers(N, 3)];
  const turned = Array.from({ length: K * N }, (_, i) => w[(i % K) * N + Math.floor(i / K)]!);
  const weight = trans ? runtime.tensor(turned, [N, K]) : runtime.tensor(w, [K, N]);
  const small = quantizeInt8(weight, { trans });
  const { scale, q } = quantize(w, K, N);
  const expected = matmulInt8(x, q.map(Math.round), scale, bias, 6, K, N);
  runtime.scope(() => {
    const out = linearInt8(runtime.tensor(x, [2, 3, K]), small, runtime.tensor(bias, [N]));
    expect(out.shape).toEqual([2, 3, N]);
    const step = 1 / 8191; // of rows in [−1, 1)
    out.values().forEach((v, i) => assertClose(v, expected.out[i]!, { abs: (step / 2) * expected.weight[i]! + 2e-6 }));
  });
});

describe('refused', () => {
  test('what is no matrix, not finite, or does not fit', () => {
    expect(() => quantizeInt8(runtime.tensor([1, 2], [2]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: quantizeInt8: the weight is a matrix; got [2]]`,
    );
    expect(() => quantizeInt8(runtime.tensor([1, NaN], [1, 2]))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: quantizeInt8: weights are finite; got NaN]`,
    );
    const small = quantizeInt8(runtime.tensor([1, 2], [1, 2]));
    runtime.scope(() => {
      const x = runtime.tensor([1, 2], [1, 2]);
      expect(() => linearInt8(x, small)).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: linearInt8: rows are of 1, a bias of 2; got inputs [1, 2] and bias undefined]`,
      );
      const bias = runtime.tensor([1], [1]);
      expect(() => linearInt8(runtime.tensor([1], [1, 1]), small, bias)).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: linearInt8: rows are of 1, a bias of 2; got inputs [1, 1] and bias [1]]`,
      );
    });
  });

  test('inputs that want a gradient, unless detached', () => {
    const small = quantizeInt8(runtime.tensor([1, 2], [1, 2]));
    const x = runtime.parameter([3], [1, 1]);
    runtime.scope(() => {
      expect(() => linearInt8(x, small)).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: linearInt8: the inputs want no gradient; got some that do]`,
      );
      const y = linearInt8(detach(x), small);
      assertClose(y.values(), [3, 6], { rel: 1e-3 });
      expect(tanh(detach(x)).requiresGrad).toBe(false);
      expect(() => runtime.backward(tanh(detach(x)))).toThrow('the loss depends on a parameter');
    });
  });
});
