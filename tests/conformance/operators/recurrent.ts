/** LSTM, GRU, RNN: ONNX stacks gates in rows (dir, G · H, in), ours lie side by side in columns (in, G · H) in another order. */
import { gru, lstm, rnn } from '@/nn';
import type { RecurrentWeights, Tensor } from '@/nn';
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
  const activations = wanted?.slice(0, wanted.length / directions).join(' ') ?? DEFAULT[op];
  if (activations !== DEFAULT[op] && !(op === 'RNN' && activations === 'relu'))
    throw new Error(`${op} has the activations ${DEFAULT[op]}; got ${activations}`);
  for (const name of ['clip', 'input_forget'])
    if (c.number(name, 0) !== 0) throw new Error(`${op} has no ${name}; got ${c.number(name, 0)}`);
  const batchFirst = c.number('layout', 0) === 1;
  const [W, R] = [c.plain(1), c.plain(2)];
  const [I, H] = [W.shape[2]!, R.shape[2]!];

  /** Rows of the gates in our order. */
  const gates = (flat: readonly number[], width: number) =>
    ORDER[op].flatMap((g) => flat.slice(g * H * width, (g + 1) * H * width));
  const part = (list: ArrayLike<number>, d: number) =>
    Array.from(list).slice((d * list.length) / directions, ((d + 1) * list.length) / directions);
  const weights = Array.from({ length: directions }, (_, d): RecurrentWeights => {
    const matrix = (list: Plain, width: number) =>
      tensor(swap({ shape: [G * H, width], data: gates(part(list.data, d), width) }, 0));
    const b = c.has(3) ? part(c.plain(3).data, d) : undefined;
    return {
      wx: matrix(W, I),
      wh: matrix(R, H),
      bias: b && runtime.tensor(gates(b.slice(0, G * H), 1), [G * H]),
      otherBias: b && runtime.tensor(gates(b.slice(G * H), 1), [G * H]),
    };
  });
  const state = (i: number) => (c.has(i) ? tensor(batchFirst ? swap(c.plain(i), 0) : c.plain(i)) : undefined);
  const x = tensor(batchFirst ? swap(c.plain(0), 0) : c.plain(0));
  const options = { h0: state(5), lengths: c.numbers(4), reverse: c.text('direction', 'forward') === 'reverse' };
  const peepholes = c.has(7)
    ? Array.from({ length: directions }, (_, d) => {
        const [i, o, f] = [0, 1, 2].map((g) => part(c.plain(7).data, d).slice(g * H, (g + 1) * H));
        return runtime.tensor([...i!, ...f!, ...o!], [3 * H]);
      })
    : undefined;

  const result = {
    LSTM: () => lstm(x, weights, { ...options, c0: state(6), ...(peepholes && { peepholes }) }),
    GRU: () => gru(x, weights, { ...options, resetFirst: !c.flag('linear_before_reset') }),
    RNN: () => rnn(x, weights, { ...options, nonlinearity: activations === 'relu' ? 'relu' : 'tanh' }),
  }[op]();
  // out (T, B, dir · H) -> Y (T, dir, B, H), or (B, T, dir, H); Y_h (dir, B, H), or (B, dir, H)
  const [T, B] = result.out.shape as [number, number];
  const out: Plain = { shape: [T, B, directions, H], data: result.out.values() };
  const end = (t: Tensor | undefined) => {
    if (!t) return undefined;
    const flat = { shape: t.shape, data: t.values() };
    return batchFirst ? swap(flat, 0) : flat;
  };
  const cn = 'cn' in result ? (result as { cn: Tensor }).cn : undefined;
  return [batchFirst ? swap(out, 0) : swap(out, 1), end(result.hn), end(cn)];
}
