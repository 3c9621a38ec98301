/** to[a, index[a, b], b] += x[a, b]:  to (A,N,B) f32, x (A,B) f32, index (A,B) i32 */
export function scatter(to: usize, x: usize, index: usize, A: i32, N: i32, B: i32): void {
  for (let a = 0; a < A; a++, to += <usize>(N * B) << 2) {
    for (let b = 0; b < B; b++, x += 4, index += 4) {
      const p = to + (<usize>(load<i32>(index) * B + b) << 2);
      store<f32>(p, load<f32>(p) + load<f32>(x));
    }
  }
}
