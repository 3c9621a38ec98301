/**
 * Greatest over the middle of three dimensions:  y[a, b] = max_n x[a, n, b],  and at which n, the first of equals
 *
 * out (A,B) f32 overwritten · index (A,B) i32 overwritten, saved for maxBackward · x (A,N,B) f32 read
 * Caller ensures: sizes ≥ 1; out and index apart from x. Accuracy: exact; NaN when there is one.
 * Source: numpy `max`, `argmax`.
 */
import { extreme } from '../core/extreme';
import { scatter } from '../core/scatter';

export function max(out: usize, index: usize, x: usize, A: i32, N: i32, B: i32): void {
  extreme(out, index, x, A, N, B, 1);
}

/**
 * From y[a, b] = max_n x[a, n, b]:  dx[a, n, b] += dout[a, b] where n = index[a, b]
 *
 * dx (A,N,B) f32 added to · dout (A,B) f32, index (A,B) i32 read, as max wrote it
 */
export function maxBackward(dx: usize, dout: usize, index: usize, A: i32, N: i32, B: i32): void {
  scatter(dx, dout, index, A, N, B);
}
