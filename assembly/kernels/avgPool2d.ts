/**
 * The mean of each channel in a sliding window, channels last:
 *
 *   out[n, oy, ox, c] = 1 / count · Σ over taps (ky, kx) inside the image of x[n, y, x, c]
 *
 * count: those taps; with `countPad` also taps in the padding, but none beyond it (ceil mode)
 * out (N,OH,OW,C) f32 overwritten · x (N,H,W,C) f32 read · window (19) i32 read, see core/window.ts · countPad: 0 or 1
 * Caller ensures: every window meets the image. Accuracy: rel. 1e-6 · √taps of mean |x| against tests/oracle/pool.ts.
 * Source: PyTorch `AvgPool2d`; ONNX `AveragePool`.
 */
import { BYTES, add, mul, splat } from '../core/simd';
import { loadPart, stepOfPart, storePart } from '../core/part';
import { C, DH, DW, H, KH, KW, N, OH, OW, PB, PL, PR, PT, SH, SW, W, field, firstTap, lastTap } from '../core/window';

export function avgPool2d(out: usize, x: usize, window: usize, countPad: i32): void {
  slide(true, out, x, window, countPad);
}

/**
 * From out = Σ x / count:  dx[n, y, x, c] += dout[n, oy, ox, c] / count for every tap
 *
 * dx (N,H,W,C) f32 added to · dout (N,OH,OW,C) f32 read
 */
export function avgPool2dBackward(dx: usize, dout: usize, window: usize, countPad: i32): void {
  slide(false, dout, dx, window, countPad);
}

function slide(forward: bool, out: usize, x: usize, window: usize, countPad: i32): void {
  const h = field(window, H), w = field(window, W), c = field(window, C), dh = field(window, DH), dw = field(window, DW);
  const kh = field(window, KH), kw = field(window, KW), row = <usize>c << 2;
  for (let n = 0; n < field(window, N); n++, x += <usize>(h * w) * row)
    for (let oy = 0; oy < field(window, OH); oy++) {
      const top = oy * field(window, SH) - field(window, PT), ky = firstTap(top, dh), rows = lastTap(top, dh, kh, h) - ky;
      const tall = countPad ? lastTap(top, dh, kh, h + field(window, PB)) : rows;
      for (let ox = 0; ox < field(window, OW); ox++, out += row) {
        const left = ox * field(window, SW) - field(window, PL), kx = firstTap(left, dw), taps = lastTap(left, dw, kw, w) - kx;
        const wide = countPad ? lastTap(left, dw, kw, w + field(window, PR)) : taps, share = splat(1 / <f32>(tall * wide));
        const from = x + <usize>((top + ky * dh) * w + left + kx * dw) * row;
        for (let i: usize = 0, n: usize = 0; i < row; i += n) {
          n = stepOfPart(row - i);
          mean(n == BYTES, forward, out + i, from + i, rows, <usize>(dh * w) * row, taps, <usize>dw * row, share);
        }
      }
    }
}

@inline
function mean(
  whole: bool, forward: bool, out: usize, x: usize, rows: i32, line: usize, taps: i32, step: usize, share: vec,
): void {
  let total = forward ? splat(0) : mul(loadPart(whole, out), share);
  for (; rows > 0; rows--, x += line)
    for (let p = x, end = x + <usize>taps * step; p < end; p += step) {
      if (forward) total = add(total, loadPart(whole, p));
      else storePart(whole, p, add(loadPart(whole, p), total));
    }
  if (forward) storePart(whole, out, mul(total, share));
}
