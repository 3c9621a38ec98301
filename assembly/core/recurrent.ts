/**
 * What rnn, lstm and gru share. A sequence is time-major: x (T,B,I), states (T + 1,B,H).
 *
 * The input's part of the gates is one product over the whole sequence; each step then adds the state's part. States keep
 * the first state and every later one: forward the state before step t lies at t and the one after it at t + 1, in reverse
 * the other way round. A sequence that has ended (t ≥ its length) keeps its state, and its output is 0; in reverse it has
 * not begun, and keeps its first state.
 *
 * `sizes` (6) i32, in this order; src/nn writes them.
 */
import { gemm } from './gemm';
import { columns } from './panel';
import { addBiasBackward } from '../kernels/addBias';

/** STRIDE: numbers from one row of out and dout to the next, more than H where two directions stand side by side. */
const T = 0, B = 1, I = 2, H = 3, REVERSE = 4, STRIDE = 5;

@inline
export function size(sizes: usize, name: i32): i32 {
  return load<i32>(sizes + (<usize>name << 2));
}
@inline
export function steps(sizes: usize): i32 {
  return size(sizes, T);
}
@inline
export function batch(sizes: usize): i32 {
  return size(sizes, B);
}
@inline
export function width(sizes: usize): i32 {
  return size(sizes, H);
}

/** The time of the n-th step. */
export function timeOf(n: i32, sizes: usize): i32 {
  return size(sizes, REVERSE) ? size(sizes, T) - 1 - n : n;
}

/** Byte offset of the state before step t. */
export function before(states: usize, t: i32, sizes: usize): usize {
  return states + (<usize>((t + size(sizes, REVERSE)) * size(sizes, B) * size(sizes, H)) << 2);
}

/** … and after it. */
export function after(states: usize, t: i32, sizes: usize): usize {
  return states + (<usize>((t + 1 - size(sizes, REVERSE)) * size(sizes, B) * size(sizes, H)) << 2);
}

/** The row of out or dout that belongs to sequence b at time t. */
export function outRow(out: usize, t: i32, b: i32, sizes: usize): usize {
  return out + (<usize>((t * size(sizes, B) + b) * size(sizes, STRIDE)) << 2);
}

export function ended(lengths: usize, b: i32, t: i32): bool {
  return lengths != 0 && t >= load<i32>(lengths + (<usize>b << 2));
}

/** n numbers from x, or 0 when there is none. */
export function copyOrClear(out: usize, x: usize, n: i32): void {
  if (x) memory.copy(out, x, <usize>n << 2);
  else memory.fill(out, 0, <usize>n << 2);
}

/** The first state into its place. */
export function begin(states: usize, first: usize, sizes: usize): void {
  copyOrClear(before(states, timeOf(0, sizes), sizes), first, size(sizes, B) * size(sizes, H));
}

/** The last state out of its place. */
export function finish(last: usize, states: usize, sizes: usize): void {
  if (last) copyOrClear(last, after(states, timeOf(size(sizes, T) - 1, sizes), sizes), size(sizes, B) * size(sizes, H));
}

/** gates (T,B,n) = bias + other + x wx;  each bias may be 0. */
export function project(gates: usize, x: usize, wx: usize, bias: usize, other: usize, n: i32, sizes: usize): void {
  const rows = size(sizes, T) * size(sizes, B);
  if (bias) columns(gates, n, bias, 0, rows, n, false);
  if (other) columns(gates, n, other, 0, rows, n, bias != 0);
  gemm(gates, x, wx, rows, size(sizes, I), n, 0, 0, bias != 0 || other != 0);
}

/** From gates = bias + x wx:  dwx += xᵀ dgates,  dx += dgates wxᵀ,  dbias += Σ dgates; each 0 when not wanted. */
export function projectBackward(dx: usize, dwx: usize, dbias: usize, dgates: usize, x: usize, wx: usize, n: i32, sizes: usize): void {
  const rows = size(sizes, T) * size(sizes, B), k = size(sizes, I);
  if (dwx) gemm(dwx, x, dgates, k, rows, n, 1, 0, true);
  if (dx) gemm(dx, dgates, wx, rows, n, k, 0, 1, true);
  if (dbias) addBiasBackward(0, dbias, dgates, rows, n);
}

/** From the products of every step, states wh:  dwh += statesᵀ dproducts */
export function statesBackward(dwh: usize, states: usize, dproducts: usize, n: i32, sizes: usize): void {
  const h = size(sizes, H), rows = size(sizes, T) * size(sizes, B);
  if (dwh) gemm(dwh, before(states, 0, sizes), dproducts, h, rows, n, 1, 0, true);
}

/** out (columns,rows) = xᵀ: a product with a transposed matrix at every step would transpose it at every step. */
export function transpose(out: usize, x: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < n; c++, x += 4) store<f32>(out + (<usize>(c * rows + r) << 2), load<f32>(x));
}
