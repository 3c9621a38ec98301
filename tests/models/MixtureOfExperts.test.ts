import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { MixtureOfExperts } from '@/models/MixtureOfExperts';
import { SGD, add, createRuntime, mseLoss, mul } from '@/nn';
import type { Runtime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { affine, feedForward, meanSquare, rowsOf, softmax } from '../oracle/network';
import type { Loss, Nums } from '../oracle/network';
import { add as plus, div, linear, mul as times, nums } from '../oracle/tape';
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

const [N, C, E] = [8, 3, 3];
const X = numbers(N * C, 1, 2);
const Y = numbers(N * C, 2);
const make = (topK: 1 | 2, experts = E) =>
  new MixtureOfExperts(runtime, C, { random: createRandom(1), experts, topK, hidden: 4 });

/** Output and balance from their equations, row by row. */
function mixture(p: Nums, k: number) {
  const x = rowsOf(nums(X), C);
  const probabilities = affine(x, p, 'gate').map(softmax);
  const works = Array.from({ length: E }, (_, e) => feedForward(x, p, `experts.${e}`));
  const choices = probabilities.map((row) => row.map((_, e) => e).sort((a, b) => row[b]!.value - row[a]!.value).slice(0, k)); // prettier-ignore
  const output = choices.flatMap((chosen, n) => {
    const total = plus(...chosen.map((e) => probabilities[n]![e]!));
    const weights = chosen.map((e) => (k === 1 ? probabilities[n]![e]! : div(probabilities[n]![e]!, total)));
    return x[n]!.map((_, c) => plus(...chosen.map((e, i) => times(weights[i]!, works[e]![n]![c]!))));
  });
  const shares = works.map((_, e) => choices.flat().filter((chosen) => chosen === e).length / (N * k));
  const balance = linear(plus(...shares.map((f, e) => linear(plus(...probabilities.map((row) => row[e]!)), f / N))), E);
  return { output, balance, choices };
}

describe.each([
  { topK: 1, dense: false },
  { topK: 1, dense: true },
  { topK: 2, dense: false },
  { topK: 2, dense: true },
] as const)('top $topK, dense $dense', ({ topK, dense }) => {
  test('loss with balance, every gradient and ten losses as in f64', () => {
    const layer = make(topK);
    const parameters = layer.namedParameters();
    // With this seed every expert is chosen, and no unit of theirs is at its kink, where there is no slope to compare.
    scatter(parameters, 32);
    const x = runtime.tensor(X, [2, 4, C]);
    const y = runtime.tensor(Y, [2, 4, C]);
    const oracle: Loss = (p) => {
      const { output, balance } = mixture(p, topK);
      return plus(meanSquare(output, Y), linear(balance, 0.1));
    };
    const start = valuesOf(parameters);
    const { choices } = mixture(Object.fromEntries(Object.entries(start).map(([name, list]) => [name, nums(list)])), topK); // prettier-ignore
    expect(new Set(choices.flat()).size).toBe(E);
    checkOracle(oracle, start);
    const loss = () => {
      const { output, balance, tensors } = layer.forward(x, { dense });
      expect(output.shape).toEqual([2, 4, C]);
      expect(Object.keys(tensors)).toEqual([
        ...['probabilities', 'chosen', 'weights'],
        ...[0, 1, 2].flatMap((e) => ['linear1', 'relu', 'linear2'].map((part) => `experts.${e}.${part}`)),
        ...['output', 'balance'],
      ]);
      return add(mseLoss(output, y), mul(balance, 0.1));
    };
    judgeNetwork(runtime, parameters, loss, oracle, { lr: 0.05, near: 2e-6 });
  });
});

describe('MixtureOfExperts', () => {
  test('equal experts with weights that add up to 1 are the one dense net', () => {
    const layer = make(2);
    const [first, ...others] = layer.experts;
    for (const expert of others)
      for (const [name, tensor] of Object.entries(expert.namedParameters()))
        tensor.set(first!.namedParameters()[name]!.values());
    runtime.scope(() => {
      const x = runtime.tensor(X, [N, C]);
      const expected = first!.forward(x).values();
      for (const dense of [false, true])
        assertClose(layer.forward(x, { dense }).output.values(), expected, { abs: 1e-6 });
    });
  });

  test('one expert is the dense net, and its load is even', () => {
    const layer = make(1, 1);
    runtime.scope(() => {
      const x = runtime.tensor(X, [N, C]);
      const { output, balance } = layer.forward(x);
      expect([...output.values()]).toEqual([...layer.experts[0]!.forward(x).values()]);
      expect(balance.item()).toBe(1);
    });
  });

  test('an expert that nobody chose does no work; of equals the first is chosen', () => {
    const layer = make(1);
    layer.gate.weight.set(new Float32Array(C * E));
    runtime.scope(() => {
      const { tensors, balance } = layer.forward(runtime.tensor(X, [N, C]));
      expect([...tensors.chosen!.values()]).toEqual(Array.from({ length: N * E }, (_, i) => Number(i % E === 0)));
      expect(Object.keys(tensors).filter((name) => name.startsWith('experts.'))).toHaveLength(3);
      expect(balance.item()).toBeCloseTo(1, 6);
    });
  });

  test('a plan records the dense form', () => {
    const layer = make(2);
    const x = runtime.tensor(X, [N, C]);
    const y = runtime.tensor(Y, [N, C]);
    const optimiser = new SGD(layer.namedParameters(), { lr: 0.1 });
    const step = () => {
      const { output, balance } = layer.forward(x, { dense: true });
      const loss = add(mseLoss(output, y), mul(balance, 0.01));
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    };
    const start = valuesOf(layer.namedParameters());
    const byTape = Array.from({ length: 20 }, () => runtime.scope(() => step().item()));
    Object.entries(layer.namedParameters()).forEach(([name, tensor]) => tensor.set(start[name]!));
    expect([...runtime.record(step).run(20)]).toEqual(byTape);
    expect(byTape[19]!).toBeLessThan(byTape[0]!);
  });

  test('refused', () => {
    expect(
      refusals({
        sizes: () => make(1, 0).topK,
        topK: () => make(3 as 2).topK,
        few: () => make(2, 1).topK,
        rows: () => runtime.scope(() => make(1).forward(runtime.tensor(X, [6, 4])).output.shape),
      }),
    ).toMatchInlineSnapshot(`
      {
        "few": "DomainError: MixtureOfExperts: topK is 1 or 2 of 1; got 2",
        "rows": "ShapeError: linear: the weight is a matrix with a row for each input; got inputs [6, 4] and weight [3, 3]",
        "sizes": "ShapeError: MixtureOfExperts: sizes are positive whole numbers; got [3, 0, 4]",
        "topK": "DomainError: MixtureOfExperts: topK is 1 or 2 of 3; got 3",
      }
    `);
  });
});
