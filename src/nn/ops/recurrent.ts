/**
 * Recurrent networks over whole sequences, time-major: x (T,B,I) -> out (T,B,D · H), the last state hn (D,B,H). D is the
 * number of directions: the weights of one, or of two, the second running backwards, side by side in out.
 */
import { DomainError, ShapeError, show } from '@/lib/errors';
import { sizesIn } from '../sizes';
import type { Shape, Tensor, Values } from '../tensor';

/** wx (I,G · H), wh (H,G · H), biases (G · H): G gates side by side, 1 of rnn, 4 of lstm (i, f, g, o), 3 of gru (r, z, n). */
export type RecurrentWeights = {
  readonly wx: Tensor;
  readonly wh: Tensor;
  readonly bias?: Tensor | undefined;
  /** Added with the state's part: of gru's n gate it is inside the reset, elsewhere it is one more bias. */
  readonly otherBias?: Tensor | undefined;
};

export type RecurrentOptions = {
  /** The first state (D,B,H), default 0. */
  readonly h0?: Tensor | undefined;
  /** The length of each sequence, default T: beyond it out is 0 and the state stays. */
  readonly lengths?: Values | undefined;
  /** Run backwards: a list of one direction only. */
  readonly reverse?: boolean;
};

export type Recurrence = { readonly out: Tensor; readonly hn: Tensor };

type Kind = 'rnn' | 'lstm' | 'gru';
const GATES = { rnn: 1, lstm: 4, gru: 3 } as const;

const at = (x: Tensor | undefined, floats: number) => (x ? x.data + 4 * floats : 0);
const gradAt = (x: Tensor | undefined, floats: number) => (x?.grad ? x.grad + 4 * floats : 0);

function prepare(
  where: Kind,
  x: Tensor,
  weights: readonly RecurrentWeights[],
  options: RecurrentOptions,
  others: Readonly<Record<string, readonly [Tensor | undefined, Shape]>>,
) {
  const { runtime } = x;
  if (x.shape.length !== 3) throw new ShapeError(`${where}: x is (T,B,I); got ${show(x.shape)}`);
  const D = weights.length;
  if (!(D === 1 || (D === 2 && !options.reverse)))
    throw new DomainError(`${where}: there are weights of one direction, or of both; got ${show(D)}`);
  const [T, B, I] = x.shape as [number, number, number];
  const H = weights[0]!.wh.shape[0] ?? 0;
  const G = GATES[where] * H;
  const tensors = [x];
  const fit = (name: string, tensor: Tensor | undefined, shape: Shape) => {
    if (!tensor) return;
    if (tensor.shape.length !== shape.length || !tensor.shape.every((n, i) => n === shape[i]))
      throw new ShapeError(`${where}: ${name} has shape ${show(shape)}; got ${show(tensor.shape)}`);
    tensors.push(tensor);
  };
  for (const w of weights) {
    fit('wx', w.wx, [I, G]);
    fit('wh', w.wh, [H, G]);
    fit('bias', w.bias, [G]);
    fit('otherBias', w.otherBias, [G]);
  }
  fit('h0', options.h0, [D, B, H]);
  for (const [name, [tensor, shape]] of Object.entries(others)) fit(name, tensor, shape);
  for (const tensor of tensors) runtime.check(where, tensor);

  let lengths = 0;
  if (options.lengths) {
    const list = Array.from(options.lengths);
    if (list.length !== B || !list.every((n) => Number.isInteger(n) && n >= 0 && n <= T))
      throw new DomainError(`${where}: lengths are ${B} whole numbers from 0 to ${T}; got ${show(list)}`);
    lengths = runtime.scratch(4 * B);
    runtime.kernels.i32.set(list, lengths >>> 2);
  }
  const requiresGrad = tensors.some((tensor) => tensor.requiresGrad);
  const end = () => {
    const tensor = runtime.result([D, B, H], D * B * H, requiresGrad);
    if (requiresGrad) tensor._backward = () => {}; // what goes back from it goes back with out
    return tensor;
  };
  const out = runtime.result([T, B, D * H], T * B * D * H, requiresGrad);
  const floats = (n: number) => runtime.scratch(4 * n);
  const ways = weights.map((w, d) => ({
    w,
    state: d * B * H,
    column: d * H,
    sizes: sizesIn(runtime, [T, B, I, H, Number(options.reverse || d === 1), D * H]),
    states: floats((T + 1) * B * H),
    gates: floats(T * B * G),
  }));
  const biases = (w: RecurrentWeights) => [w.wx.data, w.wh.data, at(w.bias, 0), at(w.otherBias, 0)] as const;
  const slopes = (w: RecurrentWeights) =>
    [x.grad, w.wx.grad, w.wh.grad, w.bias?.grad ?? 0, w.otherBias?.grad ?? 0] as const;
  return { k: runtime.kernels, T, B, H, G, out, end, floats, ways, lengths, biases, slopes };
}

/** What a trace is told of: five weights for each direction, after x and what goes with the sequence. */
const given = (
  x: Tensor,
  weights: readonly RecurrentWeights[],
  { h0, lengths }: RecurrentOptions,
  c0?: Tensor,
  peepholes?: readonly Tensor[],
) => [
  ...[x, h0, c0, lengths],
  ...weights.flatMap(({ wx, wh, bias, otherBias }, d) => [wx, wh, bias, otherBias, peepholes?.[d]]),
];

/**
 * hₜ = tanh(xₜ wx + bias + otherBias + hₜ₋₁ wh), or relu.
 *
 * @throws {ShapeError} shapes that do not fit
 * @throws {DomainError} no or more than two directions, lengths that are not whole numbers from 0 to T
 */
export function rnn(
  x: Tensor,
  weights: readonly RecurrentWeights[],
  { nonlinearity = 'tanh', ...options }: RecurrentOptions & { nonlinearity?: 'tanh' | 'relu' } = {},
): Recurrence {
  const { k, T, B, H, out, end, floats, ways, lengths, biases, slopes } = prepare('rnn', x, weights, options, {});
  const { h0 } = options;
  const hn = end();
  const rectify = Number(nonlinearity === 'relu');
  for (const { w, state, column, sizes, states, gates } of ways)
    k.rnn(
      ...([at(out, column), at(hn, state), states, gates, x.data, ...biases(w)] as const),
      ...([at(h0, state), lengths, rectify, sizes] as const),
    );
  const { reverse = false } = options;
  x.runtime.traced?.('rnn', given(x, weights, options), [out, hn], { reverse, nonlinearity });
  if (!out.requiresGrad) return { out, hn };
  const scratch = floats(T * B * H + H * H + B * H);
  out._backward = () => {
    for (const { w, state, column, sizes, states } of ways)
      k.rnnBackward(
        ...([...slopes(w), gradAt(h0, state), gradAt(out, column), gradAt(hn, state)] as const),
        ...([x.data, w.wx.data, w.wh.data, states, lengths, rectify, scratch, sizes] as const),
      );
  };
  return { out, hn };
}

/**
 * Long short-term memory, gates in the order i, f, g, o; cn (D,B,H) is the last cell.
 *
 * c0 (D,B,H): the first cell, default 0 · peepholes: (3 · H) for each direction, in the order i, f, o
 *
 * @throws {ShapeError} shapes that do not fit
 * @throws {DomainError} no or more than two directions, lengths that are not whole numbers from 0 to T
 */
export function lstm(
  x: Tensor,
  weights: readonly RecurrentWeights[],
  { c0, peepholes, ...options }: RecurrentOptions & { c0?: Tensor | undefined; peepholes?: readonly Tensor[] } = {},
): Recurrence & { readonly cn: Tensor } {
  const size = weights[0]?.wh.shape[0] ?? 0;
  const peeps = (peepholes ?? []).map((p, d) => [`peepholes[${d}]`, [p, [3 * size]]] as const);
  if (peepholes && peepholes.length !== weights.length)
    throw new DomainError(
      `lstm: there are peepholes for every direction; got ${peepholes.length} of ${weights.length}`,
    );
  const { k, T, B, H, out, end, floats, ways, lengths, biases, slopes } = prepare('lstm', x, weights, options, {
    c0: [c0, [weights.length, x.shape[1] ?? 0, size]],
    ...Object.fromEntries(peeps),
  });
  const { h0 } = options;
  const [hn, cn] = [end(), end()];
  const cells = ways.map(() => floats((T + 1) * B * H));
  ways.forEach(({ w, state, column, sizes, states, gates }, d) =>
    k.lstm(
      ...([at(out, column), at(hn, state), at(cn, state), states, cells[d]!, gates, x.data, ...biases(w)] as const),
      ...([at(peepholes?.[d], 0), at(h0, state), at(c0, state), lengths, sizes] as const),
    ),
  );
  const { reverse = false } = options;
  x.runtime.traced?.('lstm', given(x, weights, options, c0, peepholes), [out, hn, cn], { reverse });
  if (!out.requiresGrad) return { out, hn, cn };
  const scratch = floats(4 * T * B * H + 4 * H * H + 2 * B * H + H);
  out._backward = () => {
    ways.forEach(({ w, state, column, sizes, states, gates }, d) =>
      k.lstmBackward(
        ...([...slopes(w), peepholes?.[d]?.grad ?? 0, gradAt(h0, state), gradAt(c0, state)] as const),
        ...([gradAt(out, column), gradAt(hn, state), gradAt(cn, state), x.data, w.wx.data, w.wh.data] as const),
        ...([at(peepholes?.[d], 0), states, cells[d]!, gates, lengths, scratch, sizes] as const),
      ),
    );
  };
  return { out, hn, cn };
}

/**
 * Gated recurrent unit, gates in the order r, z, n. resetFirst: the reset gate works on the state before its product with
 * wh (the paper, ONNX's linear_before_reset 0), not after it (PyTorch, Keras; the default).
 *
 * @throws {ShapeError} shapes that do not fit
 * @throws {DomainError} no or more than two directions, lengths that are not whole numbers from 0 to T
 */
export function gru(
  x: Tensor,
  weights: readonly RecurrentWeights[],
  { resetFirst = false, ...options }: RecurrentOptions & { resetFirst?: boolean } = {},
): Recurrence {
  const { k, T, B, H, out, end, floats, ways, lengths, biases, slopes } = prepare('gru', x, weights, options, {});
  const { h0 } = options;
  const hn = end();
  const inner = ways.map(() => floats(T * B * H));
  const reset = Number(resetFirst);
  const scratch = floats(Math.max(3 * H * H + 3 * B * H, out.requiresGrad ? 6 * T * B * H + 6 * H * H + 2 * B * H : 0));
  ways.forEach(({ w, state, column, sizes, states, gates }, d) =>
    k.gru(
      ...([at(out, column), at(hn, state), states, gates, inner[d]!, x.data, ...biases(w)] as const),
      ...([at(h0, state), lengths, scratch, reset, sizes] as const),
    ),
  );
  const { reverse = false } = options;
  x.runtime.traced?.('gru', given(x, weights, options), [out, hn], { reverse, resetFirst });
  if (out.requiresGrad)
    out._backward = () => {
      ways.forEach(({ w, state, column, sizes, states, gates }, d) =>
        k.gruBackward(
          ...([...slopes(w), gradAt(h0, state), gradAt(out, column), gradAt(hn, state), x.data] as const),
          ...([w.wx.data, w.wh.data, states, gates, inner[d]!, lengths, scratch, reset, sizes] as const),
        ),
      );
    };
  return { out, hn };
}
