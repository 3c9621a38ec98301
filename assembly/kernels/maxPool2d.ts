/**
 * The greatest number of each channel in a sliding window, channels last; padding never wins.
 *
 *   out[n, oy, ox, c] = max over taps (ky, kx) inside the image of x[n, y, x, c]
 *
 * out (N,OH,OW,C) f32 overwritten · index (N,OH,OW,C) f32 overwritten: y · W + x of the first greatest, exact below 2²⁴,
 * saved for maxPool2dBackward · x (N,H,W,C) f32 read · window (19) i32 read, see core/window.ts
 * Caller ensures: every window meets the image, H · W ≤ 2²⁴. Accuracy: exact; a NaN in the window wins.
 * Source: PyTorch `MaxPool2d`; ONNX `MaxPool`.
 */
import { BYTES, splat } from '../core/simd';
import { loadPart, stepOfPart, storePart } from '../core/part';
import { C, DH, DW, H, KH, KW, N, OH, OW, PL, PT, SH, SW, W, field, firstTap, lastTap } from '../core/window';

export function maxPool2d(out: usize, index: usize, x: usize, window: usize): void {
  const h = field(window, H), w = field(window, W), c = field(window, C), dh = field(window, DH), dw = field(window, DW);
  const row = <usize>c << 2;
  for (let n = 0; n < field(window, N); n++, x += <usize>(h * w) * row)
    for (let oy = 0; oy < field(window, OH); oy++) {
      const top = oy * field(window, SH) - field(window, PT), y0 = top + firstTap(top, dh) * dh;
      const y1 = top + lastTap(top, dh, field(window, KH), h) * dh;
      for (let ox = 0; ox < field(window, OW); ox++, out += row, index += row) {
        const left = ox * field(window, SW) - field(window, PL), x0 = left + firstTap(left, dw) * dw;
        const x1 = left + lastTap(left, dw, field(window, KW), w) * dw;
        for (let i: usize = 0, n: usize = 0; i < row; i += n) {
          n = stepOfPart(row - i);
          greatest(n == BYTES, out + i, index + i, x + i, row, w, y0, y1, dh, x0, x1, dw);
        }
      }
    }
}

@inline
function greatest(
  whole: bool, out: usize, index: usize, x: usize, row: usize, w: i32,
  y0: i32, y1: i32, dh: i32, x0: i32, x1: i32, dw: i32,
): void {
  let best = splat(-Infinity), where = splat(<f32>(y0 * w + x0));
  for (let py = y0; py < y1; py += dh)
    for (let px = x0; px < x1; px += dw) {
      const at = py * w + px, v = loadPart(whole, x + <usize>at * row);
      if (ASC_FEATURE_SIMD) {
        const wins = v128.or(f32x4.gt(v, best), f32x4.ne(v, v));
        best = v128.bitselect(v, best, wins);
        where = v128.bitselect(splat(<f32>at), where, wins);
      } else if (v > best || v != v) {
        best = v;
        where = splat(<f32>at);
      }
    }
  storePart(whole, out, best);
  storePart(whole, index, where);
}

/**
 * From out = x[index]:  dx[n, index, c] += dout[n, oy, ox, c]
 *
 * dx (N,H,W,C) f32 added to · dout (N,OH,OW,C) f32 read · index as maxPool2d wrote it
 */
export function maxPool2dBackward(dx: usize, dout: usize, index: usize, window: usize): void {
  const c = field(window, C), image = <usize>(field(window, H) * field(window, W) * c) << 2;
  const pixels = field(window, OH) * field(window, OW);
  for (let n = 0; n < field(window, N); n++, dx += image)
    for (let p = 0; p < pixels; p++)
      for (let i = 0; i < c; i++, dout += 4, index += 4) {
        const to = dx + (<usize>(<i32>load<f32>(index) * c + i) << 2);
        store<f32>(to, load<f32>(to) + load<f32>(dout));
      }
}
