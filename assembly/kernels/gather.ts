/**
 * Rows by number:  out[a, n, c] = x[a, index[n], c]      (A = 1: an embedding, x the table of V vectors)
 *
 * out (A,N,C) f32 overwritten · x (A,V,C) f32 read · index (N) i32 read
 * Caller ensures: sizes ≥ 1, 0 ≤ index < V, out apart from x. Accuracy: exact.
 * Source: Bengio, Ducharme, Vincent, Jauvin 2003 (the look-up C); PyTorch `Embedding`; ONNX `Gather`.
 */
import { addTo, slope } from '../core/map';

export function gather(out: usize, x: usize, index: usize, A: i32, V: i32, N: i32, C: i32): void {
  const row = <usize>C << 2;
  for (let a = 0; a < A; a++, x += <usize>V * row) {
    for (let n = 0; n < N; n++, out += row) {
      memory.copy(out, x + <usize>load<i32>(index + (<usize>n << 2)) * row, row);
    }
  }
}

/**
 * From out[a, n, c] = x[a, index[n], c]:  dx[a, index[n], c] += dout[a, n, c],  summed where an index comes again
 *
 * dx (A,V,C) f32 added to · dout (A,N,C) f32, index (N) i32 read
 */
export function gatherBackward(dx: usize, dout: usize, index: usize, A: i32, V: i32, N: i32, C: i32): void {
  const row = <usize>C << 2;
  for (let a = 0; a < A; a++, dx += <usize>V * row) {
    for (let n = 0; n < N; n++, dout += row) {
      addTo(slope<Itself>(), dout, dx + <usize>load<i32>(index + (<usize>n << 2)) * row, dout, dout, C, 4, 4, 4);
    }
  }
}

class Itself {
  @inline at(dy: vec, _: vec): vec {
    return dy;
  }
}
