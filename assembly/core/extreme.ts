/** Greatest (sign 1) or least (sign −1) x[a, n, b] over n, and at which n: the first of equals; a NaN before all others. */
import { maxVec } from './choose';
import { BYTES, greatest, loadVec, mul, splat } from './simd';

export function extreme(out: usize, index: usize, x: usize, A: i32, N: i32, B: i32, sign: f32): void {
  const row = <usize>B << 2;
  for (let a = 0; a < A; a++, out += row, index += row) {
    if (B == 1) {
      const n = place(x, N, sign);
      store<f32>(out, load<f32>(x + (<usize>n << 2)));
      store<i32>(index, n);
      x += <usize>N << 2;
      continue;
    }
    // Row by row, so that memory is read in order.
    for (let n = 0; n < N; n++, x += row) {
      for (let i: usize = 0; i < row; i += 4) {
        const v = load<f32>(x + i), best = load<f32>(out + i);
        if (n > 0 && (best != best || (!(sign * v > sign * best) && v == v))) continue;
        store<f32>(out + i, v);
        store<i32>(index + i, n);
      }
    }
  }
}

/** Of one list: the greatest of each block first, then where in the best block it is. */
function place(x: usize, N: i32, sign: f32): i32 {
  const end = x + (<usize>N << 2), signs = splat(sign);
  let best: f32 = -Infinity, from = x, p = x;
  while (p < end) {
    const start = p, stop = min(end, p + 1024), whole = stop - (stop - p) % BYTES;
    let most = splat(-Infinity);
    for (; p < whole; p += BYTES) most = maxVec(most, mul(signs, loadVec(p)));
    let top = greatest(most);
    for (; p < stop; p += 4) top = max<f32>(top, sign * load<f32>(p));
    if (top <= best) continue;
    best = top;
    from = start;
    if (top != top) break; // a NaN
  }
  for (p = from; p < end; p += 4) {
    const v = load<f32>(p);
    if (sign * v == best || v != v) break;
  }
  return <i32>((p - x) >> 2);
}
