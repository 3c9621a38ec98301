/**
 * Rotary positions: pairs (a, b) of a row, turned by the angle of its position:
 *
 *   a' = a cos θ − b sin θ,   b' = a sin θ + b cos θ,   pairs (x[k], x[k + R]), or (x[2k], x[2k + 1]) if interleaved, k < R
 *
 * out (T,D) f32 overwritten · x (T,D) f32 read; what lies beyond the R pairs is copied
 * cos, sin (.,R) f32 read: a row for each position · positions (T) i32 read, or 0: the row of t is t
 * row: elements from one row of x and out to the next. Caller ensures: sizes ≥ 1, 2 R ≤ D, out apart from x.
 * Accuracy: two roundings of |a| + |b|. Source: Su et al. 2021, arXiv:2104.09864, eq. 34; GPT-NeoX for the halves.
 */
export function rotary(
  out: usize, x: usize, cos: usize, sin: usize, positions: usize, T: i32, D: i32, R: i32, row: i32, interleaved: i32,
): void {
  turn(out, x, cos, sin, positions, T, D, R, row, interleaved, 1, false);
}

/**
 * From out = x turned by θ:  dx += dout turned by −θ
 *
 * dx (T,D) f32 added to · dout (T,D) f32 read · the rest as for rotary
 */
export function rotaryBackward(
  dx: usize, dout: usize, cos: usize, sin: usize, positions: usize, T: i32, D: i32, R: i32, row: i32, interleaved: i32,
): void {
  turn(dx, dout, cos, sin, positions, T, D, R, row, interleaved, -1, true);
}

function turn(
  out: usize, x: usize, cos: usize, sin: usize, positions: usize, T: i32, D: i32, R: i32, row: i32, interleaved: i32,
  way: f32, accumulate: bool,
): void {
  const ld = <usize>row << 2, step: usize = interleaved ? 8 : 4, other: usize = interleaved ? 4 : <usize>R << 2;
  for (let t = 0; t < T; t++, x += ld, out += ld) {
    const at = <usize>(R * (positions ? load<i32>(positions + (<usize>t << 2)) : t)) << 2;
    for (let k: usize = 0; k < <usize>R; k++) {
      const c = load<f32>(cos + at + 4 * k), s = way * load<f32>(sin + at + 4 * k), p = k * step;
      const a = load<f32>(x + p), b = load<f32>(x + p + other);
      put(out + p, a * c - b * s, accumulate);
      put(out + p + other, a * s + b * c, accumulate);
    }
    for (let p = <usize>(2 * R) << 2; p < <usize>D << 2; p += 4) put(out + p, load<f32>(x + p), accumulate);
  }
}

@inline
function put(p: usize, value: f32, accumulate: bool): void {
  store<f32>(p, accumulate ? load<f32>(p) + value : value);
}
