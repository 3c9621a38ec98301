import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Adam, Linear, SGD, createRuntime, matmul, mseLoss, relu, sigmoid, tanh } from '@/nn';
import type { Runtime, Tensor } from '@/nn';
import { createRandom } from '@/lib/random';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { assertClose } from '../support/assertClose';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

describe('memory', () => {
  test('is flat over 100,000 training steps', () => {
    const layer = new Linear(runtime, 3, 2, { random: createRandom(1) });
    const [x, y] = [runtime.tensor([1, 2, 3], [1, 3]), runtime.tensor([0, 1], [1, 2])];
    const optimiser = new SGD({ weight: layer.weight, bias: layer.bias }, { lr: 1e-4 });
    const step = () => {
      const loss = mseLoss(sigmoid(layer.forward(x)), y);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss.data;
    };
    const first = runtime.scope(step);
    const [bytes, used] = [kernels.memory.buffer.byteLength, kernels.used];
    for (let i = 0; i < 100_000; i++) runtime.scope(step);
    expect(runtime.scope(step)).toBe(first); // the same addresses, too
    expect([kernels.memory.buffer.byteLength, kernels.used]).toEqual([bytes, used]);
  });

  test('a step larger than a chunk is flat, too', () => {
    const w = runtime.parameter(new Float32Array(300 * 300).fill(0.01), [300, 300]);
    const step = () => {
      let a: Tensor = runtime.tensor(new Float32Array(300 * 300).fill(0.1), [300, 300]);
      for (let i = 0; i < 5; i++) a = tanh(matmul(a, w));
      return [a.data, a.values()[0]!];
    };
    const first = runtime.scope(step);
    const { used } = kernels;
    for (let i = 0; i < 5; i++) expect(runtime.scope(step)).toEqual(first);
    expect(kernels.used).toBe(used);
  });

  test('goes back when a runtime is freed, and runtimes do not disturb one another', () => {
    const before = kernels.used;
    const [one, two] = [createRuntime(kernels), createRuntime(kernels)];
    const [a, b] = [one.parameter([1, 2, 3], [3]), two.parameter([4, 5, 6], [3])];
    const outer = one.scope(() => {
      const r = relu(a);
      two.scope(() => relu(b).values());
      return [...r.values()];
    });
    expect(outer).toEqual([1, 2, 3]);
    one.free();
    one.free(); // once more does no harm
    const c = createRuntime(kernels);
    c.tensor(new Float32Array(20_000).fill(9), [20_000]);
    expect([...b.values()]).toEqual([4, 5, 6]);
    two.free();
    c.free();
    expect(kernels.used).toBe(before);
  });

  test('views live through growth', () => {
    const a = runtime.parameter([1, 2], [2]);
    const old = kernels.f32;
    runtime.tensor(new Float32Array(kernels.memory.buffer.byteLength / 4), [kernels.memory.buffer.byteLength / 4]);
    expect(old.length).toBe(0); // the buffer has gone
    expect([...a.values()]).toEqual([1, 2]);
    a.set([3, 4]);
    expect([...a.values()]).toEqual([3, 4]);
  });
});

describe('backward', () => {
  test('adds to parameters until zeroGrad', () => {
    const w = runtime.parameter([2, -1], [2, 1]);
    const [x, y] = [runtime.tensor([1, 3], [1, 2]), runtime.tensor([0], [1, 1])];
    const pass = () => runtime.scope(() => runtime.backward(mseLoss(matmul(x, w), y)));
    pass(); // L = (2·1 − 1·3)², dL/dw = 2 (−1) x
    expect([...w.gradient()]).toEqual([-2, -6]);
    pass();
    expect([...w.gradient()]).toEqual([-4, -12]);
    new SGD({ w }, { lr: 0 }).zeroGrad();
    expect([...w.gradient()]).toEqual([0, 0]);
  });

  test('sums over every use of a tensor', () => {
    const w = runtime.parameter([3], [1, 1]);
    const y = runtime.tensor([0], [1, 1]);
    runtime.scope(() => {
      const square = matmul(w, w); // w²
      runtime.backward(mseLoss(matmul(square, w), y)); // L = w⁶, dL/dw = 6 w⁵
    });
    expect([...w.gradient()]).toEqual([6 * 3 ** 5]);
  });

  test('twice in one scope, for two losses: what was computed starts anew', () => {
    const w = runtime.parameter([3], [1, 1]);
    const y = runtime.tensor([0], [1, 1]);
    runtime.scope(() => {
      const z = matmul(w, w);
      const [one, two] = [mseLoss(z, y), mseLoss(z, y)];
      runtime.backward(one);
      expect([...z.gradient()]).toEqual([18]);
      runtime.backward(two);
      expect([...z.gradient()]).toEqual([18]);
    });
    expect([...w.gradient()]).toEqual([2 * 18 * 6]);
  });

  test('leaves data without a gradient, and skips what is not on the way to the loss', () => {
    const w = runtime.parameter([1, 2], [2, 1]);
    const other = runtime.parameter([1, 2], [2, 1]);
    const [x, y] = [runtime.tensor([1, 1], [1, 2]), runtime.tensor([0], [1, 1])];
    runtime.scope(() => {
      matmul(x, other);
      runtime.backward(mseLoss(matmul(x, w), y));
    });
    expect(() => x.gradient()).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: gradient: the tensor has one after backward; got none, shape [1, 2]]`,
    );
    expect([...other.gradient()]).toEqual([0, 0]);
  });
});

describe('errors', () => {
  const tensor = (shape: readonly number[]) =>
    runtime.tensor(new Float32Array(shape.reduce((p, n) => p * n, 1)), shape);

  test('a tensor after its scope', () => {
    const gone = runtime.scope(() => relu(tensor([2])));
    expect(() => gone.values()).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: values: a tensor is used inside the scope that made it; got one of a scope that has ended]`,
    );
    expect(() => runtime.scope(() => sigmoid(gone))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: sigmoid: a tensor is used inside the scope that made it; got one of a scope that has ended]`,
    );
  });

  test('an op outside a scope, tensors of two runtimes, a freed runtime', () => {
    expect(() => relu(tensor([2]))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: result: ops run inside runtime.scope(); got none open]`,
    );
    const other = createRuntime(kernels);
    const foreign = other.tensor([1, 2], [2, 1]);
    expect(() => runtime.scope(() => matmul(tensor([1, 2]), foreign))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: matmul: tensors of one call share a runtime; got two runtimes]`,
    );
    other.free();
    expect(() => foreign.values()).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: values: the runtime is in use; got one that has been freed]`,
    );
    expect(() => other.tensor([1], [1])).toThrow(/^tensor: the runtime is in use/);
    expect(() => other.scope(() => 1)).toThrow(/^scope: the runtime is in use/);
  });

  test('shapes and values that do not fit', () => {
    expect(() => runtime.tensor([1, 2, 3], [2, 2])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: tensor: a shape of [2, 2] holds 4 values; got 3]`,
    );
    expect(() => runtime.parameter([], [0])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: parameter: sizes are positive whole numbers; got [0]]`,
    );
    expect(() => tensor([2, 2]).item()).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: item: the tensor has one element; got shape [2, 2]]`,
    );
    expect(() => tensor([2, 2]).set([1])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: set: as many values as elements, 4 in [2, 2]; got 1]`,
    );
  });

  test('a loss that cannot be differentiated', () => {
    runtime.scope(() => {
      const w = runtime.parameter([1, 2], [1, 2]);
      expect(() => runtime.backward(relu(w))).toThrowErrorMatchingInlineSnapshot(
        `[ShapeError: backward: the loss has one element; got shape [1, 2]]`,
      );
      expect(() => runtime.backward(mseLoss(tensor([2]), tensor([2])))).toThrowErrorMatchingInlineSnapshot(
        `[DomainError: backward: the loss depends on a parameter; got one that depends on none]`,
      );
    });
  });

  test('a scope that fails ends like any other', () => {
    expect(() =>
      runtime.scope(() => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(runtime.scope(() => relu(tensor([1])).item())).toBe(0);
  });
});

test('a scope inside a scope is part of it', () => {
  runtime.scope(() => {
    const inner = runtime.scope(() => relu(runtime.tensor([-1, 5], [2])));
    expect([...inner.values()]).toEqual([0, 5]);
  });
});

test('optimisers go on from a snapshot as if nothing had happened', () => {
  for (const make of [
    (p: { w: Tensor }) => new SGD(p, { lr: 0.1 }),
    (p: { w: Tensor }) => new SGD(p, { lr: 0.1, momentum: 0.9 }),
    (p: { w: Tensor }) => new Adam(p, { lr: 0.1 }),
  ]) {
    const run = (w: Tensor, optimiser: SGD | Adam, steps: number) => {
      const y = runtime.tensor([0, 1, 0.5], [3]);
      for (let i = 0; i < steps; i++)
        runtime.scope(() => {
          optimiser.zeroGrad();
          runtime.backward(mseLoss(tanh(w), y));
          optimiser.step();
        });
      return [...w.values()];
    };
    const start = [1, -2, 0.3];
    const whole = runtime.parameter(start, [3]);
    const expected = run(whole, make({ w: whole }), 20);

    const half = runtime.parameter(start, [3]);
    const first = make({ w: half });
    const middle = run(half, first, 7);
    const kept = JSON.parse(JSON.stringify(first.snapshot())) as ReturnType<typeof first.snapshot>;
    const rest = runtime.parameter(middle, [3]);
    const second = make({ w: rest });
    second.restore(kept);
    expect(run(rest, second, 13)).toEqual(expected);
    assertClose(expected.map(Number.isFinite).map(Number), [1, 1, 1], {});
  }
});
