/**
 * Recurrent networks. ONNX has weights (directions, gates · hidden, in) with the gates of lstm in the order i, o, f, g and
 * those of gru z, r, n; outputs (T, directions, B, hidden). Ours are brought there by nodes, which engines fold at load.
 */
import { longs } from '../Graph';
import type { Graph } from '../Graph';
import { TYPES } from '../model';
import type { Attributes } from '../model';
import type { Form, Forms, Step } from '../Step';

/** The place of each of ONNX's gates among ours. */
const GATES = { rnn: [0], lstm: [0, 3, 1, 2], gru: [1, 0, 2] } as const;
/** The same of the peepholes, ours i, f, o and ONNX's i, o, f. */
const PEEPHOLES = [0, 2, 1];
const WEIGHTS = 5;
const BEFORE = 4;

const network =
  (
    type: string,
    gates: readonly number[],
    outputs: number,
    attributes: (step: Step, ways: number) => Attributes,
  ): Form =>
  (g, step) => {
    const [x, h0, c0, lengths] = step.inputs as [string, string, string, string];
    const ways = (step.inputs.length - BEFORE) / WEIGHTS;
    const [size, hidden] = [step.extent(BEFORE, 0), step.extent(BEFORE + 1, 0)];
    const all = gates.length * hidden;
    /** An input of every direction, one below the other. */
    const stack = (make: (name: (i: number) => string) => string) => {
      const each = Array.from({ length: ways }, (_, d) => make((i) => step.inputs[BEFORE + WEIGHTS * d + i]!));
      return ways === 1 ? each[0]! : g.op('Concat', each, { axis: 0n });
    };
    const matrix = (i: number, rows: number) =>
      stack((name) => {
        const cut = ordered(g, g.op('Reshape', [name(i), g.integers([rows, gates.length, hidden])]), gates, 1);
        return g.op('Reshape', [g.op('Transpose', [cut], { perm: longs([1, 2, 0]) }), g.integers([1, all, rows])]);
      });
    const vector = (name: string, order: readonly number[]) =>
      name
        ? g.op('Reshape', [
            ordered(g, g.op('Reshape', [name, g.integers([order.length, hidden])]), order, 0),
            g.integers([1, order.length * hidden]),
          ])
        : g.floats(new Float32Array(order.length * hidden), [1, order.length * hidden]);
    const any = (i: number) => step.inputs.some((name, at) => at >= BEFORE && (at - BEFORE) % WEIGHTS === i && name);
    const biases =
      any(2) || any(3)
        ? stack((name) => g.op('Concat', [vector(name(2), gates), vector(name(3), gates)], { axis: 1n }))
        : '';
    const peepholes = any(4) ? stack((name) => vector(name(4), PEEPHOLES)) : '';
    const counts = lengths ? g.op('Cast', [lengths], { to: BigInt(TYPES.int32) }) : '';
    const [out, ...last] = g.ops(
      type,
      [x, matrix(0, size), matrix(1, hidden), biases, counts, h0, c0, peepholes],
      {
        hidden_size: BigInt(hidden),
        direction: ways === 2 ? 'bidirectional' : step.flag('reverse') ? 'reverse' : 'forward',
        ...attributes(step, ways),
      },
      outputs,
    );
    const beside = g.op('Transpose', [out!], { perm: longs([0, 2, 1, 3]) });
    return [
      g.op('Reshape', [beside, g.integers([0, 0, ways * hidden])]),
      ...last.map((x, i) => kept(g, lengths, [h0, c0][i]!, x)),
    ];
  };

/** The state after an empty sequence is the one before it; ONNX Runtime makes it 0. */
function kept(g: Graph, lengths: string, before: string, after: string): string {
  if (!lengths || !before) return after;
  const empty = g.op('Equal', [g.op('Reshape', [lengths, g.integers([1, -1, 1])]), g.integers([0])]);
  return g.op('Where', [empty, before, after]);
}

function ordered(g: Graph, x: string, order: readonly number[], axis: number): string {
  return order.every((from, to) => from === to) ? x : g.op('Gather', [x, g.integers(order)], { axis: BigInt(axis) });
}

export const recurrent: Forms = {
  rnn: network('RNN', GATES.rnn, 2, (step, ways) => ({
    activations: Array<string>(ways).fill(step.text('nonlinearity') === 'relu' ? 'Relu' : 'Tanh'),
  })),
  lstm: network('LSTM', GATES.lstm, 3, () => ({})),
  gru: network('GRU', GATES.gru, 2, (step) => ({ linear_before_reset: BigInt(!step.flag('resetFirst')) })),
};
