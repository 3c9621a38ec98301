import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRnn, stateGradients } from '@/models/rnn';
import type { RnnOptions } from '@/models/rnn';
import { createSine, windowsOf } from '@/data/series';
import { Adam, clipGradNorm, createRuntime, crossEntropy, mseLoss, reshape } from '@/nn';
import type { Runtime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { affine, crossEntropy as crossEntropyOf, meanSquare, rowsOf } from '../oracle/network';
import type { Loss, Nums, Rows } from '../oracle/network';
import { gru, lstm, rnn } from '../oracle/recurrent';
import { gradients, nums } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { checkOracle, judgeNetwork, scatter, valuesOf } from '../support/judgeNetwork';
import { numbers } from '../support/numbers';
import { refusals } from '../support/refusals';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const [B, T, I, H] = [2, 4, 2, 3];
/** (B,T,I) */
const X = numbers(B * T * I, 1);
/** Every state of every layer, time-major: layer, then (T,B,H); and the last state of each sequence (B,H). */
function statesOf(p: Nums, { cell = 'rnn', nonlinearity, layers = 1 }: Partial<RnnOptions>, lengths = [T, T]) {
  let input = nums(Array.from({ length: T * B * I }, (_, n) => X[((Math.floor(n / I) % B) * T + Math.floor(n / I / B)) * I + (n % I)]!)); // prettier-ignore
  const zeros = nums(Array<number>(B * H).fill(0));
  const all = Array.from({ length: layers }, (_, l) => {
    const [wx, wh, bias, otherBias] = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((name) => p[`${cell}.${name}_l${l}`]!); // prettier-ignore
    const s = { T, B, I: l ? H : I, H, reverse: false, lengths };
    const w = { wx: wx!, wh: wh!, bias: bias!, otherBias: otherBias! };
    const run =
      cell === 'rnn'
        ? rnn(s, input, w, zeros, nonlinearity === 'relu')
        : cell === 'lstm'
          ? lstm(s, input, w, zeros, zeros)
          : gru(s, input, w, zeros, false);
    input = run.out;
    return run;
  });
  return { all, last: rowsOf(all.at(-1)!.hn, H) };
}
/** Rows of every step, one sequence below the other. */
const batchFirst = (rows: Rows): Rows =>
  Array.from({ length: B * T }, (_, n) => rows[(n % T) * B + Math.floor(n / T)]!);

const TINY = { inputs: I, hidden: H, outputs: 3, seed: 1 };

// The seeds leave no rectified unit dead.
describe.each([
  { cell: 'rnn', layers: 2 },
  { cell: 'rnn', nonlinearity: 'relu', layers: 1 },
  { cell: 'lstm', layers: 2 },
  { cell: 'gru', layers: 2 },
] as const)('$cell $nonlinearity, $layers layers: loss, every gradient and ten losses as in f64', (form) => {
  test.each([{ unrolled: false }, { unrolled: true }])(
    'a class at the last step, clipped; unrolled: $unrolled',
    (pass) => {
      const net = createRnn(runtime, { ...TINY, ...form });
      scatter(net.parameters, 21);
      const x = runtime.tensor(X, [B, T, I]);
      const loss = () => crossEntropy(net.forward(x, pass).output, [2, 0]);
      const oracle: Loss = (p) => crossEntropyOf(affine(statesOf(p, form).last, p, 'head'), [2, 0]);
      checkOracle(oracle, valuesOf(net.parameters));
      judgeNetwork(runtime, net.parameters, loss, oracle, { lr: 0.2, clip: 0.3, near: 2e-6 });
    },
  );

  test('numbers at every step', () => {
    const net = createRnn(runtime, { ...TINY, ...form, read: 'every' });
    scatter(net.parameters, 40);
    const x = runtime.tensor(X, [B, T, I]);
    const Y = numbers(B * T * 3, 2);
    const y = runtime.tensor(Y, [B, T, 3]);
    const loss = () => mseLoss(net.forward(x).output, y);
    const oracle: Loss = (p) => {
      const states = rowsOf(statesOf(p, form).all.at(-1)!.out, H);
      return meanSquare(affine(batchFirst(states), p, 'head').flat(), Y);
    };
    judgeNetwork(runtime, net.parameters, loss, oracle, { lr: 0.1, near: 2e-6 });
  });
});

// The seeds leave no rectified unit dead.
describe.each(['rnn', 'lstm', 'gru'] as const)('%s', (cell) => {
  test('unrolled, each state has its gradient: that of the loss by this state alone', () => {
    const form = { ...TINY, cell, layers: 2 };
    const net = createRnn(runtime, form);
    scatter(net.parameters, 60);
    const start = valuesOf(net.parameters);
    const p = Object.fromEntries(Object.entries(start).map(([name, list]) => [name, nums(list)]));
    const { all, last } = statesOf(p, form);
    const loss = crossEntropyOf(affine(last, p, 'head'), [2, 0]);
    runtime.scope(() => {
      const { output, tensors } = net.forward(runtime.tensor(X, [B, T, I]), { unrolled: true });
      runtime.backward(crossEntropy(output, [2, 0]));
      all.forEach(({ out }, l) => {
        const [expected] = gradients([loss], [1], out);
        const norms = rowsOf(expected!, B * H).map((slope) => Math.hypot(...slope));
        assertClose(stateGradients(tensors, l + 1), norms, { abs: 1e-6 });
        rowsOf(out, B * H).forEach((states, t) => {
          const tensor = tensors[`layer${l + 1}.h${t + 1}`]!;
          assertClose(tensor.values(), states.map(({ value }) => value), { abs: 1e-6 }); // prettier-ignore
          const slope = expected!.slice(t * B * H, (t + 1) * B * H);
          expect(Math.hypot(...slope)).toBeGreaterThan(1e-5);
          assertClose(tensor.gradient(), slope, { abs: 1e-6 });
        });
      });
    });
  });

  test('sequences of their own length are read at their own last step', () => {
    const form = { ...TINY, cell, layers: 2 };
    const net = createRnn(runtime, form);
    scatter(net.parameters, 80);
    const p = Object.fromEntries(Object.entries(valuesOf(net.parameters)).map(([name, list]) => [name, nums(list)]));
    const expected = affine(statesOf(p, form, [2, 3]).last, p, 'head').flat();
    runtime.scope(() => {
      const { output } = net.forward(runtime.tensor(X, [B, T, I]), { lengths: [2, 3] });
      assertClose(output.values(), expected.map(({ value }) => value), { abs: 2e-6 }); // prettier-ignore
    });
  });
});

test('gradients vanish where each step halves them, and explode where it doubles them', () => {
  const T = 12;
  for (const factor of [0.5, 2]) {
    const net = createRnn(runtime, { nonlinearity: 'relu', inputs: 1, hidden: 1, outputs: 1, seed: 1 });
    // hₜ = factor · hₜ₋₁ + 1 and y = h_T, so that dL/dhₜ = factor^(T − t) dL/dy.
    const start = { 'rnn.weight_ih_l0': 1, 'rnn.weight_hh_l0': factor, 'rnn.bias_ih_l0': 0, 'rnn.bias_hh_l0': 0, 'head.weight': 1, 'head.bias': 0 }; // prettier-ignore
    Object.entries(start).forEach(([name, value]) => net.parameters[name]!.set([value]));
    runtime.scope(() => {
      const x = runtime.tensor(Array(T).fill(1), [1, T, 1]);
      const { output, tensors } = net.forward(x, { unrolled: true });
      runtime.backward(reshape(output, [1]));
      const expected = Array.from({ length: T }, (_, i) => factor ** (T - 1 - i));
      expect(stateGradients(tensors)).toEqual(expected);
    });
  }
});

describe('createRnn', () => {
  test('names parameters as PyTorch does, and every tensor of a pass in the order of computation', () => {
    const net = createRnn(runtime, { ...TINY, cell: 'lstm', layers: 2 });
    expect(Object.entries(net.parameters).map(([name, { shape }]) => `${name} ${shape.join(' × ')}`)).toEqual([
      'lstm.weight_ih_l0 2 × 12',
      'lstm.weight_hh_l0 3 × 12',
      'lstm.bias_ih_l0 12',
      'lstm.bias_hh_l0 12',
      'lstm.weight_ih_l1 3 × 12',
      'lstm.weight_hh_l1 3 × 12',
      'lstm.bias_ih_l1 12',
      'lstm.bias_hh_l1 12',
      'head.weight 3 × 3',
      'head.bias 3',
    ]);
    const all = Object.values(valuesOf(net.parameters)).flat();
    expect(Math.max(...all.map(Math.abs))).toBeLessThanOrEqual(Math.fround(1 / Math.sqrt(H)));
    runtime.scope(() => {
      const x = runtime.tensor(X, [B, T, I]);
      expect(Object.keys(net.forward(x).tensors)).toEqual(
        'input layer1.out layer1.h layer1.c layer2.out layer2.h layer2.c output'.split(' '),
      );
      expect(Object.keys(net.forward(x, { unrolled: true }).tensors).slice(0, 5)).toEqual(
        'input layer1.c1 layer1.h1 layer1.c2 layer1.h2'.split(' '),
      );
    });
  });

  test('forecasts three steps of a sine, trained by a plan with clipped gradients', () => {
    const series = createSine({ length: 107, period: 13, noise: 0.01, seed: 3 });
    const windows = windowsOf(series, { size: 8, horizon: 3 });
    expect(windows).toHaveLength(97);
    const [train, held] = [windows.slice(0, 64), windows.slice(80)];
    const net = createRnn(runtime, { cell: 'lstm', inputs: 1, hidden: 12, outputs: 3, seed: 4 });
    const tensorOf = (list: number[][], shape: number[]) => runtime.tensor(list.flat(), [list.length, ...shape]);
    const data = [tensorOf(train.map(({ x }) => x), [8, 1]), tensorOf(train.map(({ y }) => y), [3])] as const; // prettier-ignore
    const optimiser = new Adam(net.parameters, { lr: 0.02 });
    const plan = runtime.record(
      (x, y) => {
        const loss = mseLoss(net.forward(x).output, y);
        optimiser.zeroGrad();
        runtime.backward(loss);
        clipGradNorm(Object.values(net.parameters), 1);
        optimiser.step();
        return loss;
      },
      { data, batch: 16 },
    );
    plan.run(400);
    const error = runtime.scope(() => {
      const { output } = net.forward(tensorOf(held.map(({ x }) => x), [8, 1])); // prettier-ignore
      return mseLoss(output, tensorOf(held.map(({ y }) => y), [3])).item(); // prettier-ignore
    });
    // The series' own variance is ½; what it repeats of the window's last number is off by about 0.5.
    expect(error).toBeLessThan(0.005);
  });

  test('refused', () => {
    const net = createRnn(runtime, TINY);
    const make = (more: object) => () => createRnn(runtime, { ...TINY, ...more });
    const x = runtime.tensor(X, [B, T, I]);
    expect(
      refusals({
        cell: make({ cell: 'elman' }),
        read: make({ read: 'first' }),
        layers: make({ layers: 0 }),
        hidden: make({ hidden: 1.5 }),
        input: () => runtime.scope(() => net.forward(reshape(x, [B, T * I])).output.shape),
        unrolled: () => runtime.scope(() => net.forward(x, { lengths: [1, 2], unrolled: true }).output.shape),
        whole: () => runtime.scope(() => stateGradients(net.forward(x).tensors)),
        layer: () => runtime.scope(() => stateGradients(net.forward(x, { unrolled: true }).tensors, 2)),
        before: () => runtime.scope(() => stateGradients(net.forward(x, { unrolled: true }).tensors)),
        lengths: () => runtime.scope(() => net.forward(x, { lengths: [1, 5] }).output.shape),
      }),
    ).toMatchInlineSnapshot(`
      {
        "before": "DomainError: gradient: the tensor has one after backward; got none, shape [1, 2, 3]",
        "cell": "DomainError: createRnn: a cell is one of rnn,lstm,gru; got "elman"",
        "hidden": "ShapeError: RNN: sizes are positive whole numbers; got [2, 1.5]",
        "input": "ShapeError: createRnn: x is (B,T,2); got [2, 8]",
        "layer": "DomainError: stateGradients: the pass is unrolled and has the layer; got 2",
        "layers": "ShapeError: createRnn: layers are a positive whole number; got 0",
        "lengths": "DomainError: rnn: lengths are 2 whole numbers from 0 to 4; got [1, 5]",
        "read": "DomainError: createRnn: what is read is one of last,every; got "first"",
        "unrolled": "DomainError: createRnn: unrolled, every sequence has all steps; got [1, 2]",
        "whole": "DomainError: stateGradients: the pass is unrolled and has the layer; got 1",
      }
    `);
  });
});
