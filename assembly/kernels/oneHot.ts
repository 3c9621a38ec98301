/**
 * A 1 in the place of the class:  out[n, c] = 1 where c = index[n], else 0
 *
 * out (N,C) f32 overwritten · index (N) i32 read
 * Caller ensures: sizes ≥ 1, 0 ≤ index < C. Accuracy: exact.
 * Source: PyTorch `one_hot`.
 */
import { fill } from './fill';

export function oneHot(out: usize, index: usize, N: i32, C: i32): void {
  fill(out, 0, N * C);
  for (let n = 0; n < N; n++) store<f32>(out + (<usize>(n * C + load<i32>(index + (<usize>n << 2))) << 2), 1);
}
