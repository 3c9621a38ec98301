import { beforeAll, describe, expect, it } from 'vitest';
import card from '@/demos/backprop/demo';
import { sentence } from '@/demos/backprop/describe';
import { GRAPHS, type GraphName } from '@/demos/backprop/graphs';
import { opOf } from '@/demos/backprop/lines';
import { checkOf, createModel, type BackpropState } from '@/demos/backprop/model';
import { createRandom } from '@/lib/random';
import { addBias, createRuntime, matmul, mseLoss, sigmoid } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { centralDifference } from '../oracle/centralDifference';
import * as tape from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { GRAPH_NAMES, ids, run, whole } from './backprop/run';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernelsFromDisk('simd');
});

const preset = (id: string) => {
  const { values, steps } = card.presets.find((p) => p.id === id)!;
  return run(values, steps!);
};
const failing = ({ graph, checks }: BackpropState) =>
  GRAPHS[graph].leaves
    .filter(({ role }) => role === 'weight' || role === 'bias')
    .map(({ id }) => id)
    .filter((id) => !checks[id]!.agrees);

/** The loss of each graph, written from its equation, in the order of its leaves. */
const square = (a: tape.Num, b: tape.Num) => tape.mul(tape.sub(a, b), tape.sub(a, b));
const LOSS: Record<GraphName, (leaves: tape.Num[]) => tape.Num> = {
  neuron: (l) => {
    const [x1, x2, w1, w2, b, t] = l as [tape.Num, tape.Num, tape.Num, tape.Num, tape.Num, tape.Num];
    return tape.linear(square(tape.sigmoid(tape.add(tape.mul(w1, x1), tape.mul(w2, x2), b)), t), 0.5);
  },
  net: (l) => {
    const [x, b, v] = [l.slice(0, 2), l.slice(6, 8), l.slice(8, 10)];
    const h = [0, 1].map((j) => tape.sigmoid(tape.add(tape.dot(x, l.slice(2 + 2 * j, 4 + 2 * j)), b[j]!)));
    return tape.linear(square(tape.sigmoid(tape.add(tape.dot(v, h), l[10]!)), l[11]!), 0.5);
  },
  batch: (l) =>
    tape.linear(
      tape.add(...[0, 1].map((i) => square(tape.sigmoid(tape.add(tape.mul(l[2]!, l[i]!), l[3]!)), l[4 + i]!))),
      0.5,
    ),
};

describe('the numbers', () => {
  it('one neuron, by hand: z = −2 + 6 − 3 = 1, ŷ = 0.731, δ = ŷ · ŷ(1 − ŷ) = 0.144', () => {
    const { state } = whole({});
    const { values, gradients } = state;
    expect([values['p1'], values['p2'], values['z']]).toEqual([-2, 6, 1]);
    assertClose([values['y']!, values['L']!], [0.7310585786, 0.2672233227], { abs: 1e-10 });
    const delta = 0.7310585786 * 0.7310585786 * 0.2689414214;
    assertClose(
      ['w1', 'w2', 'b', 'x1', 'x2', 't'].map((id) => gradients[id]!),
      [-delta, -2 * delta, delta, 2 * delta, -3 * delta, -0.7310585786],
      { abs: 1e-9 },
    );
  });

  // The same neuron in Stanford's CS231n notes, "Backpropagation, Intuitions" (cs231n.github.io/optimization-2/), where
  // the gradient that arrives at σ is 1: here the target that makes ŷ − t = 1.
  it('one neuron, as published: w −0.20 −0.39 0.20, x 0.39 −0.59', () => {
    const { gradients } = whole({ neuron: [-1, -2, 2, -3, -3, 0.7310585786300049 - 1] }).state;
    const two = (id: string) => gradients[id]!.toFixed(2);
    expect(['w1', 'w2', 'b', 'x1', 'x2'].map(two)).toEqual(['-0.20', '-0.39', '0.20', '0.39', '-0.59']);
  });

  it.each(GRAPH_NAMES)('%s: on random numbers, every gradient of a leaf is that of the oracle', (graph) => {
    const random = createRandom(11);
    for (let round = 0; round < 30; round++) {
      const leaves = ids(graph).map(() => 4 * random.uniform() - 2);
      const { state } = whole({ graph, [graph]: leaves });
      const nums = leaves.map(tape.num);
      const loss = LOSS[graph](nums);
      expect(state.loss).toBeCloseTo(loss.value, 12);
      const [expected] = tape.gradients([loss], [1], nums);
      assertClose(
        ids(graph).map((id) => state.gradients[id]!),
        expected!,
        { rel: 1e-12, abs: 1e-14 },
      );
      const numeric = centralDifference((x) => LOSS[graph](x.map(tape.num)).value, leaves);
      assertClose(
        ids(graph).map((id) => state.checks[id]!.numeric),
        numeric,
        { rel: 1e-6, abs: 1e-8 },
      );
      expect(Object.values(state.checks).every(({ agrees }) => agrees)).toBe(true);
      expect(Object.keys(state.checks)).toHaveLength(leaves.length + GRAPHS[graph].ops.length);
    }
  });

  it('the network and the two samples: the gradients of src/nn over the WASM kernels', () => {
    const runtime = createRuntime(kernels);
    const net = whole({ graph: 'net' });
    const [x1, x2, w11, w21, w12, w22, b1, b2, v1, v2, c, t] = net.values.net as number[] & { length: 12 };
    const p = {
      W1: runtime.parameter([w11!, w12!, w21!, w22!], [2, 2]),
      b: runtime.parameter([b1!, b2!], [2]),
      v: runtime.parameter([v1!, v2!], [2, 1]),
      c: runtime.parameter([c!], [1]),
    };
    runtime.scope(() => {
      const h = sigmoid(addBias(matmul(runtime.tensor([x1!, x2!], [1, 2]), p.W1), p.b));
      runtime.backward(mseLoss(sigmoid(addBias(matmul(h, p.v), p.c)), runtime.tensor([t!], [1, 1])));
    });
    const theirs = Object.values(p).flatMap((tensor) => [...tensor.gradient()]);
    // One output: ½ of the mean square. Its gradient is half of theirs.
    const ours = ['w11', 'w12', 'w21', 'w22', 'b1', 'b2', 'v1', 'v2', 'c'].map((id) => net.state.gradients[id]!);
    assertClose(
      ours,
      theirs.map((g) => g / 2),
      { rel: 2e-6, abs: 1e-8 },
    );

    const batch = whole({ graph: 'batch' });
    const [a1, a2, w, b, t1, t2] = batch.values.batch as number[];
    const q = { w: runtime.parameter([w!], [1, 1]), b: runtime.parameter([b!], [1]) };
    runtime.scope(() => {
      const y = sigmoid(addBias(matmul(runtime.tensor([a1!, a2!], [2, 1]), q.w), q.b));
      runtime.backward(mseLoss(y, runtime.tensor([t1!, t2!], [2, 1])));
    });
    // Two outputs: ½ of the sum is the mean.
    const { gradients } = batch.state;
    assertClose([gradients['w']!, gradients['b']!], [q.w.gradient()[0]!, q.b.gradient()[0]!], { rel: 2e-6, abs: 1e-8 });
    runtime.free();
  });

  it('a difference with too large or too small a step disagrees with a right gradient', () => {
    expect(failing(whole({ h: 1 }).state)).not.toEqual([]);
    expect(failing(whole({ h: 1e-14 }).state)).not.toEqual([]);
    expect(checkOf(1, 1.0001).agrees).toBe(false);
    expect(checkOf(0, 0)).toEqual({ numeric: 0, relative: 0, agrees: true });
  });
});

describe('the run', () => {
  it('forward, backward, update, and again: one operation a step', () => {
    const { runner, values } = run({}, 0);
    const seen = Array.from({ length: 12 }, () => runner.advance(1).state as BackpropState);
    const name = (s: BackpropState) => `${s.phase} ${opOf(s)?.id ?? ''}`.trim();
    const forward = ['p1', 'p2', 'z', 'y', 'L'];
    expect(seen.map(name)).toEqual([
      ...forward.map((id) => `forward ${id}`),
      ...forward.toReversed().map((id) => `backward ${id}`),
      'update',
      'forward p1',
    ]);
    expect(seen.map((s) => s.round)).toEqual([...Array<number>(11).fill(1), 2]);
    expect(Object.keys(seen[1]!.values)).toEqual([...ids('neuron'), 'p1', 'p2']);
    const update = seen[10]!;
    for (const { id, from, gradient, to } of update.moves) {
      expect(gradient, id).toBe(seen[9]!.gradients[id]);
      expect(to, id).toBe(from - values.learningRate * gradient);
      expect(update.values[id], id).toBe(to);
    }
    expect(update.moves.map(({ id }) => id)).toEqual(['w1', 'w2', 'b']);
    expect(update.loss).toBeLessThan(update.before);
    expect(seen[11]!.leaves).toEqual(update.leaves);
    expect(seen[11]!.loss).toBe(update.loss);
  });

  it('a gradient counts as finished only when every share has arrived', () => {
    const at = (step: number) => run({ graph: 'batch' }, step).state;
    expect(at(10).gradients['b']).toBe(at(10).sent[1]!.value);
    expect(at(9).checks['b']).toBeUndefined();
    const first = run({ graph: 'net' }, 22).state; // p22 has sent its share to x2, p21 not yet
    expect(first.gradients['x2']).toBeDefined();
    expect(first.checks['x2']).toBeUndefined();
    expect(whole({ graph: 'net' }).state.checks['x2']!.agrees).toBe(true);
  });

  it('goes on from any of its states, and back to any step', () => {
    const { values, runner, state } = run({ graph: 'batch' }, 40);
    for (const step of [0, 7, 14, 15, 16, 29]) {
      const past = structuredClone(runner.seek(step).state as BackpropState);
      const model = createModel(values, undefined, past);
      while (model.state.step < 40) model.step();
      expect(model.state).toEqual(state);
    }
  });

  it('stays finite at the ends of every range, whatever the rule', () => {
    for (const graph of GRAPH_NAMES)
      for (const rule of ['chain', 'updates', 'errors'])
        for (const sign of [1, -1]) {
          const leaves = ids(graph).map((_, i) => (i % 2 ? 10 : sign * 10));
          const { state, values } = run({ graph, rule, learningRate: 10, [graph]: leaves }, 54);
          expect([...state.leaves, state.loss].every(Number.isFinite)).toBe(true);
          expect(() => sentence(state, values)).not.toThrow();
        }
  });
});

describe('presets are claims', () => {
  it('neuron: every gradient agrees', () => {
    const { state } = preset('neuron');
    expect([state.phase, state.op]).toEqual(['backward', 0]);
    expect(Object.values(state.checks).map(({ agrees }) => agrees)).toEqual(Array(11).fill(true));
  });
  it('net: all 25 agree; the gradient of x₁ is the sum of two shares', () => {
    const { state, runner } = preset('net');
    expect(Object.values(state.checks).map(({ agrees }) => agrees)).toEqual(Array(25).fill(true));
    const shares = Array.from({ length: 26 }, (_, i) => runner.seek(i + 1).state as BackpropState)
      .flatMap(({ sent }) => sent)
      .filter(({ to }) => to === 'x1');
    expect(shares).toHaveLength(2);
    expect(state.gradients['x1']).toBe(shares[0]!.value + shares[1]!.value);
  });
  it('batch: neither share of w or b is right, their sum is', () => {
    const { state, runner } = preset('batch');
    expect(failing(state)).toEqual([]);
    const sent = Array.from({ length: 14 }, (_, i) => (runner.seek(i + 1).state as BackpropState).sent).flat();
    for (const id of ['w', 'b']) {
      const shares = sent.filter(({ to }) => to === id).map(({ value }) => value);
      expect(shares, id).toHaveLength(2);
      for (const share of shares) expect(checkOf(share, state.checks[id]!.numeric).agrees, id).toBe(false);
      expect(state.gradients[id]).toBe(shares[0]! + shares[1]!);
    }
  });
  it('saturated: off by 0.9997, and σ lets 0.0003 of it through', () => {
    const { state } = preset('saturated');
    expect(opOf(state)!.kind).toBe('sigmoid');
    expect(state.gradients['y']).toBeCloseTo(0.9997, 4);
    expect(state.sent[0]!.factors[1]!.value).toBeCloseTo(0.0003, 4);
  });
  it('printed-updates: of nine parameters only b₁ and b₂ pass', () => {
    expect(failing(preset('printed-updates').state)).toEqual(['w11', 'w21', 'w12', 'w22', 'v1', 'v2', 'c']);
  });
  it('printed-errors: of nine parameters only c passes', () => {
    expect(failing(preset('printed-errors').state)).toEqual(['w11', 'w21', 'w12', 'w22', 'b1', 'b2', 'v1', 'v2']);
  });
});

describe('as printed, formula by formula', () => {
  const { values: v, gradients: right } = whole({ graph: 'net' }).state;
  const error = v['y']! - v['t']!;
  const deltaOut = error * v['y']! * (1 - v['y']!);

  it('2.1.3: hᵀδₕ for the input weights, ŷᵀe for the output weights, δₕ and e for the biases', () => {
    const { gradients } = whole({ graph: 'net', rule: 'updates' }).state;
    for (const i of [1, 2])
      for (const j of [1, 2]) expect(gradients[`w${i}${j}`]).toBeCloseTo(v[`h${i}`]! * right[`z${j}`]!, 14);
    for (const j of [1, 2]) {
      expect(gradients[`v${j}`]).toBeCloseTo(v['y']! * error, 14);
      expect(gradients[`b${j}`]).toBe(right[`z${j}`]);
    }
    expect(gradients['c']).toBe(error);
  });

  it('algorithm code: δₒ for W2 and for every bias, δₒ · z(1 − z) for W1', () => {
    const { gradients } = whole({ graph: 'net', rule: 'errors' }).state;
    for (const j of [1, 2]) {
      const z = v[`z${j}`]!;
      expect(gradients[`v${j}`]).toBeCloseTo(deltaOut, 14);
      expect(gradients[`b${j}`]).toBeCloseTo(deltaOut, 14);
      for (const i of [1, 2]) expect(gradients[`w${i}${j}`]).toBeCloseTo(deltaOut * z * (1 - z), 14);
    }
    expect(gradients['c']).toBeCloseTo(deltaOut, 14);
  });

  it('two samples: what the printed programs do not sum is one sample’s share', () => {
    const { values, gradients } = whole({ graph: 'batch', rule: 'updates' }).state;
    expect(gradients['b']).toBe(values['y1']! - values['t1']!);
    expect(whole({ graph: 'batch', rule: 'errors' }).state.gradients['b']).toBe(
      whole({ graph: 'batch' }).state.gradients['z1'],
    );
  });

  it('wherever a check fails, a step before it has said what is missing', () => {
    for (const graph of GRAPH_NAMES)
      for (const rule of ['updates', 'errors']) {
        const { state, runner } = whole({ graph, rule });
        const told = Array.from({ length: state.step }, (_, i) => runner.seek(i + 1).state as BackpropState)
          .flatMap(({ sent }) => sent)
          .filter(({ wrong }) => wrong)
          .map(({ to }) => to);
        for (const id of failing(state)) expect(told, `${graph} ${rule}`).toContain(id);
        expect(failing(state)).not.toEqual([]);
      }
  });
});
