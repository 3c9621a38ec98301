/**
 * Rows brought to one size: layerNorm and, when `mean` is 0, rmsNorm, which does not move them first.
 *
 *   y = (x − mean) · rstd · weight + bias,   rstd = 1 / √(Σ (x − mean)² / C + eps)
 *
 * Σ (x − mean)² is summed around the mean found before: x² − mean² would lose every digit of a row far from 0.
 */
import { BYTES, add, first, loadVec, madd, mul, nmadd, splat, sub, sum } from './simd';
import { loadPart, storePart } from './part';
import { sumOf } from './softmax';

export function normalizeRows(
  out: usize, mean: usize, rstd: usize, x: usize, weight: usize, bias: usize, B: i32, C: i32, eps: f32,
): void {
  const row = <usize>C << 2, whole = row - (<usize>C % LANES << 2);
  for (let b = 0; b < B; b++, out += row, x += row, rstd += 4) {
    let m: f32 = 0;
    if (mean) {
      m = sumOf(x, 0, whole, row, 4) / <f32>C;
      store<f32>(mean, m);
      mean += 4;
    }
    const centre = splat(m);
    let i: usize = 0, squares = splat(0);
    for (; i < whole; i += BYTES) {
      const d = sub(loadVec(x + i), centre);
      squares = madd(d, d, squares);
    }
    let total = sum(squares);
    for (; i < row; i += 4) total += (load<f32>(x + i) - m) * (load<f32>(x + i) - m);
    const r: f32 = 1 / sqrt<f32>(total / <f32>C + eps);
    store<f32>(rstd, r);

    const scale = splat(r);
    for (i = 0; i < whole; i += BYTES) write(true, out + i, x + i, weight, bias, i, centre, scale);
    for (; i < row; i += 4) write(false, out + i, x + i, weight, bias, i, centre, scale);
  }
}

@inline
function write(whole: bool, out: usize, x: usize, weight: usize, bias: usize, i: usize, centre: vec, scale: vec): void {
  let y = mul(sub(loadPart(whole, x), centre), scale);
  if (weight) y = mul(y, loadPart(whole, weight + i));
  if (bias) y = add(y, loadPart(whole, bias + i));
  storePart(whole, out, y);
}

/**
 * With x̂ = (x − mean) · rstd and g = dout · weight:
 *
 *   dx += rstd · (g − Σ g / C − x̂ · Σ g x̂ / C),  the middle term only where the mean was taken;  dweight += dout · x̂,  dbias += dout
 */
export function normalizeRowsBackward(
  dx: usize, dweight: usize, dbias: usize, dout: usize, x: usize, weight: usize, mean: usize, rstd: usize, B: i32, C: i32,
): void {
  const row = <usize>C << 2, whole = row - (<usize>C % LANES << 2);
  for (let b = 0; b < B; b++, dout += row, x += row, rstd += 4) {
    const centre = splat(mean ? load<f32>(mean) : 0), r = load<f32>(rstd), scale = splat(r);
    let i: usize = 0, gs = splat(0), gxs = gs, ends = gs, xends = gs;
    for (; i < whole; i += BYTES) {
      const d = loadVec(dout + i), xn = mul(sub(loadVec(x + i), centre), scale), g = weight ? mul(d, loadVec(weight + i)) : d;
      gs = add(gs, g);
      gxs = madd(g, xn, gxs);
      parameters(true, dweight, dbias, i, d, xn);
    }
    for (; i < row; i += 4) {
      const d = loadPart(false, dout + i), xn = mul(sub(loadPart(false, x + i), centre), scale);
      const g = weight ? mul(d, loadPart(false, weight + i)) : d;
      ends = add(ends, g);
      xends = madd(g, xn, xends);
      parameters(false, dweight, dbias, i, d, xn);
    }
    if (dx) {
      const a = splat(mean ? (sum(gs) + first(ends)) / <f32>C : 0), c = splat((sum(gxs) + first(xends)) / <f32>C);
      for (i = 0; i < whole; i += BYTES) addTo(true, dx + i, dout + i, x + i, weight, i, centre, scale, a, c);
      for (; i < row; i += 4) addTo(false, dx + i, dout + i, x + i, weight, i, centre, scale, a, c);
      dx += row;
    }
    if (mean) mean += 4;
  }
}

@inline
function parameters(whole: bool, dweight: usize, dbias: usize, i: usize, d: vec, xn: vec): void {
  if (dweight) storePart(whole, dweight + i, madd(d, xn, loadPart(whole, dweight + i)));
  if (dbias) storePart(whole, dbias + i, add(d, loadPart(whole, dbias + i)));
}

@inline
function addTo(
  whole: bool, dx: usize, dout: usize, x: usize, weight: usize, i: usize, centre: vec, scale: vec, a: vec, c: vec,
): void {
  const d = loadPart(whole, dout), g = weight ? mul(d, loadPart(whole, weight + i)) : d;
  const rest = nmadd(mul(sub(loadPart(whole, x), centre), scale), c, sub(g, a));
  storePart(whole, dx, madd(scale, rest, loadPart(whole, dx)));
}
