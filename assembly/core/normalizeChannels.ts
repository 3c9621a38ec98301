/**
 * Channels brought to one size over the rows of each sample, G groups of C/G channels sharing mean and variance:
 * batchNorm (one sample, every channel a group), instanceNorm (every channel a group) and groupNorm.
 *
 *   y = (x − mean) · rstd · weight + bias,   rstd = 1 / √(variance + eps)
 *
 * x (N,S,C), channels last · mean, variance (N,G), found here or `given` · scratch (4 C) f32 overwritten
 */
import { BYTES, add, madd, mul, nmadd, splat, sub } from './simd';
import { loadPart, stepOfPart, storePart } from './part';

/** Rows whose sum is made apart, so that the rounding of a long column does not grow with its length. */
const BLOCK = 64;

export function normalizeChannels(
  out: usize, mean: usize, variance: usize, x: usize, weight: usize, bias: usize, scratch: usize,
  N: i32, S: i32, C: i32, G: i32, eps: f32, given: bool,
): void {
  const row = <usize>C << 2, whole = row - (<usize>C % LANES << 2), size = C / G;
  const centre = scratch, scale = scratch + row;
  for (let n = 0; n < N; n++, mean += <usize>G << 2, variance += <usize>G << 2) {
    if (!given) {
      columns(0, scale, x, x, centre, S, C);
      gather(mean, scale, S, size, G);
      spread(centre, mean, size, G);
      columns(1, scale, x, x, centre, S, C);
      gather(variance, scale, S, size, G);
    } else spread(centre, mean, size, G);
    for (let c = 0; c < C; c++) {
      const r = rstd(variance + (<usize>(c / size) << 2), eps);
      store<f32>(scale + (<usize>c << 2), weight ? r * load<f32>(weight + (<usize>c << 2)) : r);
    }
    for (let s = 0; s < S; s++, out += row, x += row) {
      let i: usize = 0;
      for (; i < whole; i += BYTES) write(true, out + i, x + i, centre + i, scale + i, bias, i);
      for (; i < row; i += 4) write(false, out + i, x + i, centre + i, scale + i, bias, i);
    }
  }
}

@inline
function write(whole: bool, out: usize, x: usize, centre: usize, scale: usize, bias: usize, i: usize): void {
  const y = mul(sub(loadPart(whole, x), loadPart(whole, centre)), loadPart(whole, scale));
  storePart(whole, out, bias ? add(y, loadPart(whole, bias + i)) : y);
}

function rstd(variance: usize, eps: f32): f32 {
  return 1 / sqrt<f32>(load<f32>(variance) + eps);
}

/** means[g] = the mean of the group's columns, given their sums over S rows. */
function gather(means: usize, sums: usize, S: i32, size: i32, G: i32): void {
  const count = <f32>S * <f32>size;
  for (let g = 0; g < G; g++) {
    let total: f32 = 0;
    for (let c = 0; c < size; c++, sums += 4) total += load<f32>(sums);
    store<f32>(means + (<usize>g << 2), total / count);
  }
}

/** to[c] = values[g] for every channel of the group. */
function spread(to: usize, values: usize, size: i32, G: i32): void {
  for (let g = 0; g < G; g++) for (let c = 0; c < size; c++, to += 4) store<f32>(to, load<f32>(values + (<usize>g << 2)));
}

/** out[c] = Σ_s of x (what = 0), of (x − centre[c])² (1), of y · (x − centre[c]) (2). */
function columns(what: i32, out: usize, x: usize, y: usize, centre: usize, S: i32, C: i32): void {
  for (let i: usize = 0, n: usize = 0, row = <usize>C << 2; i < row; i += n) {
    n = stepOfPart(row - i);
    storePart(n == BYTES, out + i, column(n == BYTES, what, x + i, y + i, centre + i, S, C));
  }
}

@inline
function column(whole: bool, what: i32, x: usize, y: usize, centre: usize, S: i32, C: i32): vec {
  const row = <usize>C << 2, middle = what ? loadPart(whole, centre) : splat(0), one = splat(1);
  let total = splat(0);
  for (let s = 0; s < S; ) {
    let part = splat(0);
    for (const end = min(s + BLOCK, S); s < end; s++, x += row, y += row) {
      const d = sub(loadPart(whole, x), middle);
      part = madd(what == 2 ? loadPart(whole, y) : what ? d : one, d, part);
    }
    total = add(total, part);
  }
  return total;
}

/**
 * With x̂ = (x − mean) · rstd, g = dout · weight, and means over a group's M = S · C/G numbers:
 *
 *   dx += rstd · (g − Σ g / M − x̂ · Σ g x̂ / M),  only the first term where the statistics were given;
 *   dweight += Σ dout · x̂,  dbias += Σ dout
 */
export function normalizeChannelsBackward(
  dx: usize, dweight: usize, dbias: usize, dout: usize, x: usize, weight: usize, mean: usize, variance: usize,
  scratch: usize, N: i32, S: i32, C: i32, G: i32, eps: f32, given: bool,
): void {
  const row = <usize>C << 2, whole = row - (<usize>C % LANES << 2), size = C / G, count = <f32>S * <f32>size;
  const centre = scratch, scale = centre + row, shift = scale + row, slope = shift + row;
  for (let n = 0; n < N; n++, mean += <usize>G << 2, variance += <usize>G << 2) {
    spread(centre, mean, size, G);
    columns(0, shift, dout, dout, centre, S, C); // Σ dout
    columns(2, slope, x, dout, centre, S, C); // Σ dout (x − mean)
    for (let g = 0; g < G; g++) {
      const r = rstd(variance + (<usize>g << 2), eps), from = <usize>(g * size) << 2, end = from + (<usize>size << 2);
      let a: f32 = 0, b: f32 = 0;
      for (let i = from; i < end; i += 4) {
        const w: f32 = weight ? load<f32>(weight + i) : 1, d = load<f32>(shift + i), dn = r * load<f32>(slope + i);
        if (dbias) store<f32>(dbias + i, load<f32>(dbias + i) + d);
        if (dweight) store<f32>(dweight + i, load<f32>(dweight + i) + dn);
        a += w * d;
        b += w * dn;
        store<f32>(scale + i, r * w);
      }
      for (let i = from; i < end; i += 4) {
        store<f32>(shift + i, given ? 0 : (r * a) / count);
        store<f32>(slope + i, given ? 0 : (r * r * b) / count);
      }
    }
    for (let s = 0; s < S; s++, dout += row, x += row) {
      if (!dx) continue;
      let i: usize = 0;
      for (; i < whole; i += BYTES) addTo(true, dx + i, dout + i, x + i, scratch + i, row);
      for (; i < row; i += 4) addTo(false, dx + i, dout + i, x + i, scratch + i, row);
      dx += row;
    }
  }
}

/** dx += scale · dout − shift − slope · (x − centre), the four of a channel one row apart. */
@inline
function addTo(whole: bool, dx: usize, dout: usize, x: usize, p: usize, row: usize): void {
  let y = sub(loadPart(whole, dx), loadPart(whole, p + 2 * row));
  y = madd(loadPart(whole, p + row), loadPart(whole, dout), y);
  storePart(whole, dx, nmadd(loadPart(whole, p + 3 * row), sub(loadPart(whole, x), loadPart(whole, p)), y));
}
