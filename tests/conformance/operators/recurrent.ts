/** LSTM, GRU, RNN: ONNX stacks gates in rows (dir, G · H, in), ours lie side by side in columns (in, G · H) in another order. */
import { gru, lstm, rnn } from '@/nn';
import type { Recurrence, RecurrentWeights, Tensor } from '@/nn';
import type { Case, Outputs, Plain } from '../case';

/** Positions of our gates among ONNX's: LSTM i, o, f, c -> i, f, g, o; GRU z, r, h -> r, z, n. */
const ORDER = { LSTM: [0, 2, 3, 1], GRU: [1, 0, 2], RNN: [0] } as const;
const DEFAULT = { LSTM: 'sigmoid tanh tanh', GRU: 'sigmoid tanh', RNN: 'tanh' } as const;

/** A matrix (rows, columns) with dimensions exchanged: of x (…) seen as (outer, A, B, inner). */
function swap({ shape, data }: Plain, first: number): Plain {
  const [a, b] = [shape[first]!, shape[first + 1]!];
  const inner = shape.slice(first + 2).reduce((p, n) => p * n, 1);
  const out = Array.from({ length: data.length }, (_, i) => {
    const outer = Math.floor(i / (a * b * inner));
    const [y, x, rest] = [Math.floor(i / (a * inner)) % b, Math.floor(i / inner) % a, i % inner];
    return data[((outer * a + x) * b + y) * inner + rest]!;
  });
  return { shape: [...shape.slice(0, first), b, a, ...shape.slice(first + 2)], data: out };
}

export function recurrent(c: Case): Outputs {
  const op = c.record.op as keyof typeof ORDER;
  const G = ORDER[op].length;
  const { runtime } = c;
  const tensor = ({ data, shape }: Plain) => runtime.tensor(data, shape);
  const wanted = (c.record.attrs['activations'] as string[] | undefined)?.map((name) => name.toLowerCase());
  const directions = c.plain(1).shape[0]!;
  const layers = c.number('num_layers', 1); // PyTorch's: W, R, B of each follow one another, and there is nothing else
  const activations = wanted?.slice(0, wanted.length / directions).join(' ') ?? DEFAULT[op];
  if (activations !== DEFAULT[op] && !(op === 'RNN' && activations === 'relu'))
    throw new Error(`${op} has the activations ${DEFAULT[op]}; got ${activations}`);
  for (const name of ['clip', 'input_forget'])
    if (c.number(name, 0) !== 0) throw new Error(`${op} has no ${name}; got ${c.number(name, 0)}`);
  const batchFirst = c.number('layout', 0) === 1;
  const H = c.plain(2).shape[2]!;

  /** Rows of the gates in our order. */
  const gates = (flat: readonly number[], width: number) =>
    ORDER[op].flatMap((g) => flat.slice(g * H * width, (g + 1) * H * width));
  const part = (list: ArrayLike<number>, d: number) =>
    Array.from(list).slice((d * list.length) / directions, ((d + 1) * list.length) / directions);
  const weightsOf = (layer: number) =>
    Array.from({ length: directions }, (_, d): RecurrentWeights => {
      const matrix = (i: number) => {
        const { shape, data } = c.plain(3 * layer + i);
        return tensor(swap({ shape: [G * H, shape[2]!], data: gates(part(data, d), shape[2]!) }, 0));
      };
      const b = c.has(3 * layer + 3) ? part(c.plain(3 * layer + 3).data, d) : undefined;
      return {
        wx: matrix(1),
        wh: matrix(2),
        bias: b && runtime.tensor(gates(b.slice(0, G * H), 1), [G * H]),
        otherBias: b && runtime.tensor(gates(b.slice(G * H), 1), [G * H]),
      };
    });
  const alone = layers === 1;
  const state = (i: number) => (alone && c.has(i) ? tensor(batchFirst ? swap(c.plain(i), 0) : c.plain(i)) : undefined);
  const lengths = alone ? c.numbers(4) : undefined;
  const options = { h0: state(5), lengths, reverse: c.text('direction', 'forward') === 'reverse' };
  const peepholes =
    alone && c.has(7)
      ? Array.from({ length: directions }, (_, d) => {
          const [i, o, f] = [0, 1, 2].map((g) => part(c.plain(7).data, d).slice(g * H, (g + 1) * H));
          return runtime.tensor([...i!, ...f!, ...o!], [3 * H]);
        })
      : undefined;
  const run = (x: Tensor, weights: RecurrentWeights[]): Recurrence & { readonly cn?: Tensor } =>
    ({
      LSTM: () => lstm(x, weights, { ...options, c0: state(6), ...(peepholes && { peepholes }) }),
      GRU: () => gru(x, weights, { ...options, resetFirst: !c.flag('linear_before_reset') }),
      RNN: () => rnn(x, weights, { ...options, nonlinearity: activations === 'relu' ? 'relu' : 'tanh' }),
    })[op]();

  let x = tensor(batchFirst ? swap(c.plain(0), 0) : c.plain(0));
  const results = Array.from({ length: layers }, (_, layer) => {
    const result = run(x, weightsOf(layer));
    x = result.out;
    return result;
  });
  // out (T, B, dir · H) -> Y (T, dir, B, H), or (B, T, dir, H); Y_h (layers · dir, B, H), or (B, dir, H)
  const [T, B] = x.shape as [number, number];
  const out: Plain = { shape: [T, B, directions, H], data: x.values() };
  const end = (states: readonly (Tensor | undefined)[]) => {
    if (!states[0]) return undefined;
    const flat = { shape: [layers * directions, B, H], data: states.flatMap((t) => [...t!.values()]) };
    return batchFirst ? swap(flat, 0) : flat;
  };
  return [swap(out, batchFirst ? 0 : 1), end(results.map(({ hn }) => hn)), end(results.map(({ cn }) => cn))];
}
