/**
 * Recurrent networks in f64, sequence by sequence and unit by unit. A sequence of length L runs over t = 0 … L − 1, or back
 * from L − 1 to 0; its outputs beyond L are 0.
 */
import { add, linear, mul, num, relu, sigmoid, tanh } from './tape';
import type { Num } from './tape';

export type Sequence = { T: number; B: number; I: number; H: number; reverse: boolean; lengths: readonly number[] };
export type Weights = {
  wx: readonly Num[];
  wh: readonly Num[];
  bias: readonly Num[];
  otherBias: readonly Num[];
};
type State = { h: Num[]; c: Num[] };

/** Σ_i v[i] w[i, column] of w with `columns` columns */
const column = (v: readonly Num[], w: readonly Num[], columns: number, at: number) =>
  add(num(0), ...v.map((a, i) => mul(a, w[i * columns + at]!)));
const units = (H: number) => Array.from({ length: H }, (_, j) => j);

function run(
  { T, B, I, H, reverse, lengths }: Sequence,
  x: readonly Num[],
  h0: readonly Num[],
  c0: readonly Num[],
  step: (x: readonly Num[], state: State) => State,
) {
  const out = Array.from({ length: T * B * H }, () => num(0));
  const [hn, cn]: [Num[], Num[]] = [[], []];
  for (let b = 0; b < B; b++) {
    let state: State = { h: h0.slice(b * H, (b + 1) * H), c: c0.slice(b * H, (b + 1) * H) };
    for (let n = 0; n < lengths[b]!; n++) {
      const t = reverse ? lengths[b]! - 1 - n : n;
      state = step(x.slice((t * B + b) * I, (t * B + b + 1) * I), state);
      state.h.forEach((v, j) => (out[(t * B + b) * H + j] = v));
    }
    hn.push(...state.h);
    cn.push(...state.c);
  }
  return { out, hn, cn };
}

export function rnn(s: Sequence, x: readonly Num[], w: Weights, h0: readonly Num[], rectify: boolean) {
  return run(s, x, h0, h0, (v, { h }) => ({
    h: units(s.H).map((j) =>
      (rectify ? relu : tanh)(add(column(v, w.wx, s.H, j), w.bias[j]!, column(h, w.wh, s.H, j), w.otherBias[j]!)),
    ),
    c: h,
  }));
}

/** Gates in the order i, f, g, o; peepholes i, f, o. */
export function lstm(
  s: Sequence,
  x: readonly Num[],
  w: Weights,
  h0: readonly Num[],
  c0: readonly Num[],
  peep?: readonly Num[],
) {
  const { H } = s;
  return run(s, x, h0, c0, (v, { h, c }) => {
    const gate = (g: number, j: number) =>
      add(
        column(v, w.wx, 4 * H, g * H + j),
        w.bias[g * H + j]!,
        column(h, w.wh, 4 * H, g * H + j),
        w.otherBias[g * H + j]!,
      );
    const look = (z: Num, p: number, j: number, cell: Num) => (peep ? add(z, mul(peep[p * H + j]!, cell)) : z);
    const next = units(H).map((j) => {
      const i = sigmoid(look(gate(0, j), 0, j, c[j]!));
      const f = sigmoid(look(gate(1, j), 1, j, c[j]!));
      return add(mul(f, c[j]!), mul(i, tanh(gate(2, j))));
    });
    return { c: next, h: next.map((cell, j) => mul(sigmoid(look(gate(3, j), 2, j, cell)), tanh(cell))) };
  });
}

/** Gates in the order r, z, n. resetFirst: the reset gate works on the state before its product, not after it. */
export function gru(s: Sequence, x: readonly Num[], w: Weights, h0: readonly Num[], resetFirst: boolean) {
  const { H } = s;
  return run(s, x, h0, h0, (v, { h }) => {
    const fromInput = (g: number, j: number) => add(column(v, w.wx, 3 * H, g * H + j), w.bias[g * H + j]!);
    const fromState = (g: number, j: number, state: readonly Num[]) =>
      add(column(state, w.wh, 3 * H, g * H + j), w.otherBias[g * H + j]!);
    const [r, z] = [0, 1].map((g) => units(H).map((j) => sigmoid(add(fromInput(g, j), fromState(g, j, h)))));
    const reset = h.map((a, j) => mul(r![j]!, a));
    const next = units(H).map((j) => {
      const inner = resetFirst ? fromState(2, j, reset) : mul(r![j]!, fromState(2, j, h));
      const n = tanh(add(fromInput(2, j), inner));
      return add(mul(linear(z![j]!, -1, 1), n), mul(z![j]!, h[j]!));
    });
    return { h: next, c: h };
  });
}
