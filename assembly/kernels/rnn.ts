/**
 * The simple recurrent network over whole sequences:  hₜ = f(xₜ wx + bias + otherBias + hₜ₋₁ wh),  f = tanh, or relu
 *
 * out (T,B,·) f32 overwritten, H numbers of each row: hₜ · hn (B,H) f32 overwritten, may be 0
 * states (T + 1,B,H) f32 overwritten, saved for rnnBackward · gates (T,B,H) f32 overwritten
 * x (T,B,I), wx (I,H), wh (H,H), bias, otherBias (H), h0 (B,H) f32, lengths (B) i32 read, each from bias on 0 when there is
 * none · rectify: 1 for relu · sizes (6) i32 read: T, B, I, H, reverse, row of out; see core/recurrent.ts
 * Caller ensures: sizes ≥ 1, lengths ≤ T. Accuracy: abs. 1e-6 · √(I + H) · T against tests/oracle/recurrent.ts (tanh).
 * Source: Elman 1990; PyTorch `RNN`.
 */
import { gemm } from '../core/gemm';
import { after, batch, before, begin, copyOrClear, ended, finish, outRow, project, projectBackward, statesBackward, steps, timeOf, transpose, width } from '../core/recurrent';
import { addBiasBackward } from './addBias';
import { relu, reluBackward } from './relu';
import { tanh, tanhBackward } from './tanh';

export function rnn(
  out: usize, hn: usize, states: usize, gates: usize, x: usize, wx: usize, wh: usize, bias: usize, otherBias: usize,
  h0: usize, lengths: usize, rectify: i32, sizes: usize,
): void {
  const b = batch(sizes), h = width(sizes), row = <usize>h << 2, T = steps(sizes);
  project(gates, x, wx, bias, otherBias, h, sizes);
  begin(states, h0, sizes);
  for (let n = 0; n < T; n++) {
    const t = timeOf(n, sizes), z = gates + <usize>(t * b) * row, h1 = before(states, t, sizes), h2 = after(states, t, sizes);
    gemm(z, h1, wh, b, h, h, 0, 0, true);
    if (rectify) relu(h2, z, b * h);
    else tanh(h2, z, b * h);
    for (let j = 0; j < b; j++) {
      const at = <usize>j * row, over = ended(lengths, j, t);
      if (over) memory.copy(h2 + at, h1 + at, row);
      copyOrClear(outRow(out, t, j, sizes), over ? 0 : h2 + at, h);
    }
  }
  finish(hn, states, sizes);
}

/**
 * Back through time, from hₜ = f(z):  dz = dh f′,  dhₜ₋₁ = dz whᵀ,  with f′ = 1 − hₜ² for tanh, [hₜ > 0] for relu
 *
 * dx, dwx, dwh, dbias, dotherBias, dh0 f32 added to, each 0 when not wanted
 * dout (T,B,·), dhn (B,H) f32 read, either 0 when there is none · states as rnn wrote them
 * scratch f32 overwritten: T · B · H + H · H + B · H
 */
export function rnnBackward(
  dx: usize, dwx: usize, dwh: usize, dbias: usize, dotherBias: usize, dh0: usize, dout: usize, dhn: usize,
  x: usize, wx: usize, wh: usize, states: usize, lengths: usize, rectify: i32, scratch: usize, sizes: usize,
): void {
  const b = batch(sizes), h = width(sizes), row = <usize>h << 2, T = steps(sizes), block = <usize>b * row;
  const dgates = scratch, wt = dgates + <usize>T * block, dh = wt + <usize>h * row;
  transpose(wt, wh, h, h);
  copyOrClear(dh, dhn, b * h);
  memory.fill(dgates, 0, <usize>T * block);
  for (let n = T - 1; n >= 0; n--) {
    const t = timeOf(n, sizes), d = dgates + <usize>t * block, h2 = after(states, t, sizes);
    for (let j = 0; j < b; j++) {
      if (ended(lengths, j, t)) continue;
      const at = <usize>j * row;
      if (dout) addBiasBackward(dh + at, 0, outRow(dout, t, j, sizes), 1, h);
      if (rectify) reluBackward(d + at, dh + at, h2 + at, h);
      else tanhBackward(d + at, dh + at, h2 + at, h);
      memory.fill(dh + at, 0, row);
    }
    gemm(dh, d, wt, b, h, h, 0, 0, true);
  }
  projectBackward(dx, dwx, dbias, dgates, x, wx, h, sizes);
  statesBackward(dwh, states, dgates, h, sizes);
  if (dotherBias) addBiasBackward(0, dotherBias, dgates, T * b, h);
  if (dh0) addBiasBackward(dh0, 0, dh, b, h);
}
