/** What a plan could not make again is refused, with a sentence that says what it was. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRuntime, crossEntropy, firstNonFinite, mseLoss, relu, tanh } from '@/nn';
import type { Runtime, Tensor } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

describe('refused', () => {
  const finish = (loss: Tensor) => {
    runtime.backward(loss);
    return loss;
  };
  let w: Tensor;
  let y: Tensor;
  beforeEach(() => {
    w = runtime.parameter([0.5, 2], [1, 2]);
    y = runtime.tensor([1, 1], [1, 2]);
  });

  test('a step that reads or sets numbers', () => {
    expect(() =>
      runtime.record(() => (mseLoss(w, y).item() > 1 ? mseLoss(w, y) : mseLoss(tanh(w), y))),
    ).toThrowErrorMatchingInlineSnapshot(`[DomainError: record: a step reads and sets no numbers; got item]`);
    expect(() =>
      runtime.record(() => {
        w.set([1, 2]);
        return mseLoss(w, y);
      }),
    ).toThrowErrorMatchingInlineSnapshot(`[DomainError: record: a step reads and sets no numbers; got set]`);
    expect(() =>
      runtime.record(() => (firstNonFinite({ w }) ? mseLoss(w, y) : mseLoss(relu(w), y))),
    ).toThrowErrorMatchingInlineSnapshot(`[DomainError: record: a step reads and sets no numbers; got firstNonFinite]`);
  });

  test('a step that makes other calls the second time', () => {
    let times = 0;
    expect(() =>
      runtime.record(() => finish(mseLoss(times++ ? tanh(w) : relu(w), y))),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: record: a step makes the same calls each time; got 6 and 6, relu and then tanh in place 0]`,
    );
    times = 0;
    expect(() =>
      runtime.record(() => finish(mseLoss(times++ ? tanh(tanh(w)) : tanh(w), y))),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: record: a step makes the same calls each time; got 6 and 8, mse and then tanh in place 1]`,
    );
  });

  test('numbers from outside that differ', () => {
    let times = 0;
    expect(() =>
      runtime.record(() => finish(mseLoss(w, runtime.tensor([times++, 1], [1, 2])))),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: record: a step is the same each time; got other numbers from its calls alone]`,
    );
    expect(() => runtime.record(() => finish(crossEntropy(w, [times++ % 2])))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: record: a step is the same each time; got other numbers from its calls alone]`,
    );
    expect(() =>
      runtime.record(() => {
        kernels.fill(w.data, Math.sin(times++), 1);
        return finish(mseLoss(w, y));
      }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: record: an argument stays, moves by one stride, or is a learning rate; got [-0.7568024953079282, -0.9589242746631385] for fill]`,
    );
    const squares = [0, 1, 4, 9];
    expect(() =>
      runtime.record(() => {
        kernels.uniform(w.data, 1, squares[times++ % 4]!, 0, 1);
        return finish(mseLoss(w, y));
      }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: record: an argument stays, moves by one stride, or is a learning rate; got [4, 9, 0] for uniform]`,
    );
  });

  test('a step that makes what outlasts it, whose loss is no number, or that is no loss', () => {
    expect(() =>
      runtime.record(() => mseLoss(runtime.parameter([1, 2], [1, 2]), y)),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: record: a step makes nothing that outlasts it; got new parameters or state]`,
    );
    expect(() => runtime.record(() => tanh(w))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: record: a step returns its loss; got shape [1, 2]]`,
    );
    w.set([Infinity, 1]);
    expect(() => runtime.record(() => finish(mseLoss(w, y)))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: record: the loss is finite; got Infinity]`,
    );
  });

  test('data that do not divide into batches, a scope, steps that are no number', () => {
    expect(() =>
      runtime.record(() => mseLoss(w, y), { data: [runtime.tensor([1, 2, 3], [3, 1])], batch: 2 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: record: all data have rows for whole batches of 2; got shapes [3, 1]]`,
    );
    expect(() => runtime.scope(() => runtime.record(() => mseLoss(w, y)))).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: record: a step is recorded outside any scope; got one open]`,
    );
    const plan = runtime.record(() => finish(mseLoss(w, y)));
    expect(() => plan.run(0)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: run: steps are a positive whole number; got 0]`,
    );
    expect(() => plan.run(1.5)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: run: steps are a positive whole number; got 1.5]`,
    );
  });

  test('what was refused leaves everything as it was', () => {
    const used = kernels.used;
    const before = [...w.values()];
    let times = 0;
    expect(() => runtime.record(() => finish(mseLoss(times++ ? tanh(w) : relu(w), y)))).toThrow();
    expect(kernels.used).toBe(used);
    expect([...w.values()]).toEqual(before);
    expect(runtime.scope(() => mseLoss(tanh(w), y).item())).toBeGreaterThan(0);
  });
});
