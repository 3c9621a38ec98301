/**
 * Dropout:  y[i] = 0 with probability p, else x[i] / (1 − p)
 *
 * out (n) f32 overwritten · x (n) f32 read; out may be x
 * state (1) u32 of the generator, read and advanced by n · saved (1) u32 overwritten: the state before, for dropoutBackward
 * Caller ensures: n ≥ 1, 0 ≤ p < 1. Accuracy: two roundings; element i is dropped where uniform number i is below p.
 * The states lie in memory, not in the arguments, so that a recorded step can be replayed; no mask is kept.
 * Source: Srivastava et al. 2014, JMLR 15; PyTorch `Dropout`.
 */
import { advance, draw } from '../core/random';

export function dropout(out: usize, x: usize, state: usize, saved: usize, n: i32, p: f64): void {
  let s = load<u32>(state);
  store<u32>(saved, s);
  const scale = <f32>(1 / (1 - p)), limit = <f32>p;
  for (const end = x + (<usize>n << 2); x < end; x += 4, out += 4) {
    s = advance(s);
    store<f32>(out, draw(s) < limit ? 0 : load<f32>(x) * scale);
  }
  store<u32>(state, s);
}

/**
 * From y[i] = 0 or x[i] / (1 − p):  dx[i] += 0 or dout[i] / (1 − p),  by the same numbers
 *
 * dx (n) f32 added to · dout (n) f32 read · saved (1) u32 read, as dropout wrote it
 */
export function dropoutBackward(dx: usize, dout: usize, saved: usize, n: i32, p: f64): void {
  let s = load<u32>(saved);
  const scale = <f32>(1 / (1 - p)), limit = <f32>p;
  for (const end = dx + (<usize>n << 2); dx < end; dx += 4, dout += 4) {
    s = advance(s);
    if (!(draw(s) < limit)) store<f32>(dx, load<f32>(dx) + load<f32>(dout) * scale);
  }
}
