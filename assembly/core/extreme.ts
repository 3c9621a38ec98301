/**
 * Greatest (sign 1) or least (sign −1) x[a, n, b] over n, and at which n: the first of equals, the last NaN.
 *
 * Row by row, so that memory is read in order whatever B is.
 */
export function extreme(out: usize, index: usize, x: usize, A: i32, N: i32, B: i32, sign: f32): void {
  const row = <usize>B << 2;
  for (let a = 0; a < A; a++, out += row, index += row) {
    for (let n = 0; n < N; n++, x += row) {
      for (let i: usize = 0; i < row; i += 4) {
        const v = load<f32>(x + i);
        if (n > 0 && !(sign * v > sign * load<f32>(out + i)) && v == v) continue;
        store<f32>(out + i, v);
        store<i32>(index + i, n);
      }
    }
  }
}
