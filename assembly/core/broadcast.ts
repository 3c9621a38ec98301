/**
 * Loops over arrays that are read, or added to, as if they had been repeated: one operand may have fewer dimensions.
 *
 * A layout says how: a row (n, s₀, s₁, s₂) for every dimension from the outermost on, n elements, s the steps of up to
 * three operands in elements. Layout 0: one dimension of n elements, every step 1. src/nn/layout.ts writes it, and drops and
 * merges dimensions, so that few are left and the innermost steps are 0 or 1:
 *
 *   rank (i32), then rank times n, s₀, s₁, s₂ (i32)
 *
 * One array, `dense`, is walked from end to end.
 */
import { Loop, addTo, binary, put, slope, slope2, ternary } from './map';

/** out = F(a, b); the layout's steps are those of a, b */
@inline
export function zip<F>(out: usize, a: usize, b: usize, n: i32, layout: usize): void {
  walk(put, binary<F>(), out, a, b, b, n, layout, 0, 1, 1);
}

/** out = F(a, b, c); the layout's steps are those of a, b, c */
@inline
export function zip3<F>(out: usize, a: usize, b: usize, c: usize, n: i32, layout: usize): void {
  walk(put, ternary<F>(), out, a, b, c, n, layout, 0, 1, 2);
}

/** to += F(dense, a), summed where it is repeated; it, ia: which of the layout's steps are those of to and a */
@inline
export function zipAdd<F>(to: usize, dense: usize, a: usize, n: i32, layout: usize, it: i32, ia: i32): void {
  walk(addTo, slope<F>(), dense, to, a, a, n, layout, it, ia, ia);
}

/** to += F(dense, a, b), summed where it is repeated; the layout's steps are those of a, b, the first or second also of to */
@inline
export function zipAdd2<F>(to: usize, dense: usize, a: usize, b: usize, n: i32, layout: usize, it: i32): void {
  walk(addTo, slope2<F>(), dense, to, a, b, n, layout, it, 0, 1);
}

/** What is done with an innermost run of n elements; steps in bytes. */
export type Row = (loop: Loop, dense: usize, p: usize, q: usize, r: usize, n: i32, sp: usize, sq: usize, sr: usize) => void;

/** Calls `row` for every innermost run. ip, iq, ir: which of the layout's steps are those of p, q and r. */
export function walk(
  row: Row, loop: Loop, dense: usize, p: usize, q: usize, r: usize, n: i32, layout: usize, ip: i32, iq: i32, ir: i32,
): void {
  if (layout) level(row, loop, dense, p, q, r, layout + 4, load<i32>(layout), ip << 2, iq << 2, ir << 2);
  else row(loop, dense, p, q, r, n, 4, 4, 4);
}

function level(
  row: Row, loop: Loop, dense: usize, p: usize, q: usize, r: usize, dims: usize, rank: i32, ip: usize, iq: usize, ir: usize,
): usize {
  const n = load<i32>(dims);
  const sp = <usize>load<i32>(dims + ip, 4) << 2, sq = <usize>load<i32>(dims + iq, 4) << 2;
  const sr = <usize>load<i32>(dims + ir, 4) << 2;
  if (rank == 1) {
    row(loop, dense, p, q, r, n, sp, sq, sr);
    return dense + (<usize>n << 2);
  }
  for (let i = 0; i < n; i++, p += sp, q += sq, r += sr) {
    dense = level(row, loop, dense, p, q, r, dims + 16, rank - 1, ip, iq, ir);
  }
  return dense;
}
