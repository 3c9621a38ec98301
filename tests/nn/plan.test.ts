/** The tape is the judge: a plan gives the same bits. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMlp } from '@/models/mlp';
import { createRandom } from '@/lib/random';
import {
  Adam,
  MultiheadAttention,
  SGD,
  add,
  createRuntime,
  firstNonFinite,
  matmul,
  mseLoss,
  mul,
  rotaryEmbedding,
  rotaryTables,
  slice,
  tanh,
} from '@/nn';
import type { Indices, NamedTensors, Optimiser, Runtime, Tensor } from '@/nn';
import { BUILDS } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const SIZES = [2, 5, 3, 1];
const ROWS = 12;
const OPTIMISERS: Record<string, (p: NamedTensors) => Optimiser> = {
  SGD: (p) => new SGD(p, { lr: 0.1 }),
  momentum: (p) => new SGD(p, { lr: 0.1, momentum: 0.9 }),
  Adam: (p) => new Adam(p, { lr: 0.1 }),
};

/** A small network with everything that a step needs; the same numbers each time. */
function setUp(on: Runtime, make: (p: NamedTensors) => Optimiser = OPTIMISERS.SGD!) {
  const mlp = createMlp(on, { sizes: SIZES, activations: ['tanh', 'relu', 'sigmoid'], seed: 3 });
  const optimiser = make(mlp.parameters);
  const X = on.tensor(numbers(2 * ROWS, 1), [ROWS, 2]);
  const Y = on.tensor(numbers(ROWS, 2), [ROWS, 1]);
  const seen: Record<string, Tensor> = {};
  const step = (x: Tensor, y: Tensor) => {
    const { output, tensors } = mlp.forward(x);
    const loss = mseLoss(output, y);
    optimiser.zeroGrad();
    on.backward(loss);
    optimiser.step();
    Object.assign(seen, tensors, { loss });
    return loss;
  };
  const weights = () => Object.values(mlp.parameters).map((tensor) => [...tensor.values()]);
  return { mlp, optimiser, X, Y, step, weights, seen };
}

/** Steps on the tape, batch by batch, with the learning rate that `lr` gives. */
function byTape(net: ReturnType<typeof setUp>, steps: number, batch: number, lr: (i: number) => number = () => 0.1) {
  const [x, y] = [net.X.values(), net.Y.values()];
  return Array.from({ length: steps }, (_, i) => {
    net.optimiser.lr = lr(i);
    const row = (i * batch) % ROWS;
    return runtime.scope(() =>
      net
        .step(
          runtime.tensor(x.slice(2 * row, 2 * (row + batch)), [batch, 2]),
          runtime.tensor(y.slice(row, row + batch), [batch, 1]),
        )
        .item(),
    );
  });
}

describe.each(Object.entries(OPTIMISERS))('%s', (_, make) => {
  test.each([ROWS, 6, 4, 1])('bit for bit what the tape does, batches of %i', (batch) => {
    const [tape, planned] = [setUp(runtime, make), setUp(runtime, make)];
    const expected = byTape(tape, 50, batch);
    const plan = runtime.record(planned.step, { data: [planned.X, planned.Y], batch });
    // In pieces, as a page does it: nothing starts anew in between.
    expect([...plan.run(17), ...plan.run(), ...plan.run(32)]).toEqual(expected);
    expect(planned.weights()).toEqual(tape.weights());
    expect(new Set(expected).size).toBeGreaterThan(25); // it does learn
  });
});

test.each(BUILDS)('the %s build, and more steps than one call takes', async (build) => {
  const own = createRuntime(await loadKernelsFromDisk(build));
  const [tape, planned] = [setUp(own), setUp(own)];
  let last = 0;
  for (let i = 0; i < 4100; i++) last = own.scope(() => tape.step(tape.X, tape.Y).item());
  const losses = own.record(() => planned.step(planned.X, planned.Y)).run(4100);
  expect(losses).toHaveLength(4100);
  expect(losses[4099]).toBe(last);
  expect(planned.weights()).toEqual(tape.weights());
});

test('a learning rate changed between runs counts', () => {
  const [tape, planned] = [setUp(runtime), setUp(runtime)];
  const expected = byTape(tape, 9, 4, (i) => (i < 5 ? 0.1 : 0.02));
  const plan = runtime.record(planned.step, { data: [planned.X, planned.Y], batch: 4 });
  const losses = [...plan.run(5)];
  planned.optimiser.lr = 0.02;
  expect([...losses, ...plan.run(4)]).toEqual(expected);
});

test('new data and weights written between runs count; restart goes back to the first batch', () => {
  const net = setUp(runtime);
  const before = net.weights();
  const plan = runtime.record(net.step, { data: [net.X, net.Y], batch: 4 });
  expect(net.weights()).toEqual(before); // recording has trained nothing
  const first = [...plan.run(2)];
  Object.values(net.mlp.parameters).forEach((tensor, i) => tensor.set(before[i]!));
  plan.restart();
  expect([...plan.run(2)]).toEqual(first);
  net.X.set(numbers(2 * ROWS, 9));
  Object.values(net.mlp.parameters).forEach((tensor, i) => tensor.set(before[i]!));
  plan.restart();
  expect(plan.run(1)[0]).not.toBe(first[0]);
});

test('the tensors of the step can be read after a run, by name, with their gradients', () => {
  const net = setUp(runtime);
  const plan = runtime.record(net.step, { data: [net.X, net.Y] });
  const losses = plan.run(3);
  expect(net.seen.loss!.item()).toBe(losses[2]);
  expect(net.seen['layer2.a']!.gradient()).toHaveLength(3 * ROWS);
  expect(() => runtime.scope(() => tanh(net.seen['layer1.a']!))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: tanh: a tensor is used inside the scope that made it; got one of a scope that has ended]`,
  );
  plan.free();
  expect(() => net.seen.loss!.item()).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: item: a tensor is used inside the scope that made it; got one of a scope that has ended]`,
  );
  expect(() => plan.run()).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: run: the plan is in use; got one that has been freed]`,
  );
});

test('indices are data too: tokens batch by batch', () => {
  const order = [3, 0, 2, 1, 1, 3, 0, 2];
  const setUpRows = () => {
    const w = runtime.parameter(numbers(8, 4), [2, 1, 2, 2]);
    const { cos, sin } = rotaryTables(4, 2);
    const tables = [runtime.tensor(cos, [4, 1]), runtime.tensor(sin, [4, 1])] as const;
    const optimiser = new SGD({ w }, { lr: 0.1 });
    const y = runtime.tensor(numbers(8, 5), [2, 1, 2, 2]);
    const step = (positions: Indices | number[]) => {
      const loss = mseLoss(rotaryEmbedding(w, ...tables, { positions }), y);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    };
    return { w, step };
  };
  const [tape, planned] = [setUpRows(), setUpRows()];
  const expected = Array.from({ length: 7 }, (_, i) => {
    const from = 4 * (i % 2);
    return runtime.scope(() => tape.step(order.slice(from, from + 4)).item());
  });
  const tokens = runtime.indices(order, [4, 2], 4);
  const plan = runtime.record((positions) => planned.step(positions), { data: [tokens], batch: 2 });
  expect([...plan.run(7)]).toEqual(expected);
  expect(planned.w.values()).toEqual(tape.w.values());
  expect([...tokens.values()]).toEqual(order);
  tokens.set([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(() => tokens.set([4, 0, 0, 0, 0, 0, 0, 0])).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: set: an index is a whole number from 0 to 3; got 4]`,
  );
  expect(() => tokens.set([1])).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: set: as many values as elements, 8 in [4, 2]; got 1]`,
  );
  expect(() => runtime.indices([0.5], [1], 4)).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: indices: an index is a whole number from 0 to 3; got 0.5]`,
  );
  const many = runtime.indices([0, 1, 2, 3], [4], 9);
  expect(() => runtime.scope(() => tape.step(many))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: rotaryEmbedding: indices are below 4; got indices below 9]`,
  );
});

test('a step may broadcast, slice and use constants the first time that it is made', () => {
  const w = runtime.parameter(numbers(6, 1), [2, 3]);
  const y = runtime.tensor(numbers(4, 2), [2, 2]);
  const optimiser = new SGD({ w }, { lr: 0.1 });
  const step = () => {
    const row = slice(w, { axis: 0, start: 0, end: 1 });
    const loss = mseLoss(slice(add(mul(w, 0.375), row), { axis: 1, start: 1 }), y);
    optimiser.zeroGrad();
    runtime.backward(loss);
    optimiser.step();
    return loss;
  };
  const before = [...w.values()];
  const losses = [...runtime.record(step).run(5)];
  w.set(before);
  expect(losses).toEqual(Array.from({ length: 5 }, () => runtime.scope(() => step().item())));
});

test('a state that grows by the same amount every step: a generator', () => {
  const noisy = () => {
    const w = runtime.parameter([0.5, -0.25], [1, 2]);
    const y = runtime.tensor([1], [1, 1]);
    const noise = runtime.tensor([0, 0], [2, 1]);
    const optimiser = new SGD({ w }, { lr: 0.1 });
    let state = 7;
    const step = () => {
      state = kernels.uniform(noise.data, 2, state, -1, 1);
      const loss = mseLoss(matmul(w, noise), y);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    };
    return { w, step, back: () => (state = 7) };
  };
  const [tape, planned] = [noisy(), noisy()];
  const expected = Array.from({ length: 40 }, () => runtime.scope(() => tape.step().item()));
  const plan = runtime.record(planned.step);
  expect([...plan.run(40)]).toEqual(expected);
  expect(planned.w.values()).toEqual(tape.w.values());
});

describe('divergence', () => {
  test('a learning rate with which the second loss is not finite can be recorded', () => {
    const w = runtime.parameter([1e18], [1, 1]);
    const optimiser = new SGD({ w }, { lr: 1e20 });
    const y = runtime.tensor([0], [1, 1]);
    const plan = runtime.record(() => {
      const loss = mseLoss(w, y);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    });
    expect([...plan.run(4)].map(Number.isFinite)).toEqual([true, false]);
  });

  test('a run ends at the first loss that is not finite, and the tensors say where', () => {
    const w = runtime.parameter([1], [1, 1]);
    const x = runtime.tensor([10], [1, 1]);
    const y = runtime.tensor([0], [1, 1]);
    const optimiser = new SGD({ w }, { lr: 1 });
    let out!: Tensor;
    const step = () => {
      out = matmul(w, x);
      const loss = mseLoss(out, y);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    };
    const plan = runtime.record(step);
    const losses = plan.run(1000);
    // w is multiplied by 1 − 2·10² = −199 a step: 10 w squared leaves f32 at step 9.
    expect(losses).toHaveLength(9);
    expect([...losses].map(Number.isFinite)).toEqual([...Array<boolean>(8).fill(true), false]);
    assertClose(w.values(), [199 ** 8], { rel: 1e-6 }); // the step stopped before backward
    expect(firstNonFinite({ w, out })).toBeUndefined();
    expect(plan.run(5)).toEqual(Float32Array.of(Infinity)); // and goes no further
  });
});

test('attention in a plan', () => {
  const make = () => {
    const layer = new MultiheadAttention(runtime, 6, 2, { random: createRandom(4) });
    const optimiser = new Adam(layer.namedParameters(), { lr: 0.01 });
    const step = (x: Tensor, y: Tensor) => {
      const loss = mseLoss(layer.forward(x, x, x, { isCausal: true }).output, y);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    };
    return { layer, step };
  };
  const [tape, planned] = [make(), make()];
  const [x, y] = [runtime.tensor(numbers(2 * 5 * 6, 1), [2, 5, 6]), runtime.tensor(numbers(60, 2), [2, 5, 6])];
  const expected = Array.from({ length: 20 }, () => runtime.scope(() => tape.step(x, y).item()));
  const plan = runtime.record(planned.step, { data: [x, y] });
  expect([...plan.run(20)]).toEqual(expected);
  expect(planned.layer.outProj.weight.values()).toEqual(tape.layer.outProj.weight.values());
  expect(expected[19]).toBeLessThan(expected[0]!);
});

test('memory is given back', () => {
  const used = kernels.used;
  const net = setUp(runtime);
  const lasting = kernels.used;
  runtime.record(net.step, { data: [net.X, net.Y] }).free();
  expect(kernels.used).toBe(lasting);
  runtime.record(net.step, { data: [net.X, net.Y] }).run(2);
  runtime.free();
  expect(kernels.used).toBe(used);
});

test('memory is flat over 100,000 steps', () => {
  const net = setUp(runtime);
  const plan = runtime.record(net.step, { data: [net.X, net.Y], batch: 4 });
  const tape = () => runtime.scope(() => net.step(net.X, net.Y));
  tape();
  const used = kernels.used;
  const bytes = kernels.memory.buffer.byteLength;
  plan.run(90_000);
  for (let i = 0; i < 10_000; i++) tape();
  expect(kernels.used).toBe(used);
  expect(kernels.memory.buffer.byteLength).toBe(bytes);
});
