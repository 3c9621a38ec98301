/**
 * Sum over the middle of three dimensions:  y[a, b] = scale Σ_n x[a, n, b]      (scale 1/N: the mean)
 *
 * out (A,B) f32 overwritten · x (A,N,B) f32 read
 * Caller ensures: sizes ≥ 1; out apart from x.
 * Accuracy: for B = 1 summed in f64 by blocks of 512, rel. 1e-6 of Σ|x|; else
 * in f32 row by row, rel. 6e-8 √N of Σ|x| as a rule.
 * Source: numpy `sum`; Higham 2002, Accuracy and Stability of Numerical Algorithms, §4.2 (blocks).
 */
import { addTo, held, slope, slope2 } from '../core/map';
import { BYTES, add, loadVec, mul, splat, sum as sumOfLanes } from '../core/simd';
import { fill } from './fill';

export function sum(out: usize, x: usize, A: i32, N: i32, B: i32, scale: f64): void {
  const row = <usize>B << 2;
  for (let a = 0; a < A; a++, out += row) {
    if (B == 1) {
      store<f32>(out, <f32>(scale * total(x, N)));
      x += <usize>N << 2;
      continue;
    }
    fill(out, 0, B);
    for (let n = 0; n < N; n++, x += row) addTo(slope<Itself>(), x, out, x, x, B, 4, 4, 4);
    if (scale != 1) for (let i: usize = 0; i < row; i += 4) store<f32>(out + i, <f32>(scale * load<f32>(out + i)));
  }
}

class Itself {
  @inline at(x: vec, _: vec): vec {
    return x;
  }
}

/** Elements that are summed in f32, in two vecs, before their sum goes into an f64. */
const BLOCK: usize = 4 * 512;

/** Σ x in f64. */
function total(x: usize, n: i32): f64 {
  const end = x + (<usize>n << 2), whole = end - (<usize>n % (2 * LANES) << 2);
  let total: f64 = 0;
  while (x < whole) {
    let s = splat(0), t = s;
    for (const stop = min(whole, x + BLOCK); x < stop; x += 2 * BYTES) {
      s = add(s, loadVec(x));
      t = add(t, loadVec(x + BYTES));
    }
    total += <f64>sumOfLanes(add(s, t));
  }
  for (; x < end; x += 4) total += <f64>load<f32>(x);
  return total;
}

/**
 * From y[a, b] = scale Σ_n x[a, n, b]:  dx[a, n, b] += scale · dout[a, b]
 *
 * dx (A,N,B) f32 added to · dout (A,B) f32 read
 */
export function sumBackward(dx: usize, dout: usize, A: i32, N: i32, B: i32, scale: f64): void {
  const times = B == 1 ? 1 : N, run = B == 1 ? N : B, step: usize = B == 1 ? 0 : 4;
  for (let a = 0; a < A; a++, dout += <usize>B << 2) {
    for (let n = 0; n < times; n++, dx += <usize>run << 2) {
      addTo(slope2<Scaled>(), dx, dx, dout, held(scale), run, 4, step, 0);
    }
  }
}

class Scaled {
  @inline at(_: vec, dy: vec, scale: vec): vec {
    return mul(dy, scale);
  }
}
