/**
 * Panels: a row for each output pixel, holding the numbers of x that its window sees, (KH,KW,C/groups). A convolution is a
 * product of panels with the weights, a block of pixels at a time, so that no more than ROWS rows ever exist.
 */
import { BYTES, add } from './simd';
import { loadPart, storePart } from './part';
import { C, DH, DW, GROUPS, H, KH, KW, OH, OW, PL, PT, SH, SW, W, field } from './window';

/** Rows `from` … `from + count` of the panel of a group's channels, read from x. */
export function fillPanel(panel: usize, x: usize, window: usize, from: i32, count: i32, group: i32): void {
  walk(true, panel, x, window, from, count, group);
}

/** x += the rows of the panel, each number where fillPanel would have read it. */
export function addPanel(x: usize, panel: usize, window: usize, from: i32, count: i32, group: i32): void {
  walk(false, panel, x, window, from, count, group);
}

@inline
function walk(fill: bool, panel: usize, x: usize, window: usize, from: i32, count: i32, group: i32): void {
  const h = field(window, H), w = field(window, W), c = field(window, C), kh = field(window, KH), kw = field(window, KW);
  const dh = field(window, DH), dw = field(window, DW), size = c / field(window, GROUPS);
  const image = <usize>(h * w * c) << 2, pixel = <usize>c << 2, tap = <usize>size << 2, oh = field(window, OH), ow = field(window, OW);
  const sh = field(window, SH), sw = field(window, SW), pt = field(window, PT), pl = field(window, PL);
  const last = w - (kw - 1) * dw, bottom = h - (kh - 1) * dh, down = <usize>(dh * w) * pixel, across = <usize>dw * pixel;
  let ox = from % ow, oy = (from / ow) % oh;
  x += <usize>(from / (ow * oh)) * image + <usize>group * tap;
  // Taps that lie side by side in memory are moved in one run.
  const taps = dw == 1 && size == c ? kw : 1, run = <usize>taps * tap;
  for (; count > 0; count--) {
    const left = ox * sw - pl;
    let y = oy * sh - pt;
    // Most windows lie in the image: nothing is looked at tap by tap.
    const inside = left >= 0 && y >= 0 && left < last && y < bottom;
    if (fill && inside && run == 12 && taps == kw) {
      // The first layer over grey images: three taps of one channel.
      for (let ky = 0, line = x + <usize>(y * w + left) * pixel; ky < kh; ky++, line += down, panel += 12) {
        store<u64>(panel, load<u64>(line));
        store<f32>(panel, load<f32>(line, 8), 8);
      }
    } else if (inside) {
      for (let ky = 0, line = x + <usize>(y * w + left) * pixel; ky < kh; ky++, line += down)
        for (let kx = 0, from = line; kx < kw; kx += taps, from += across, panel += run)
          move(fill, panel, panel + run, from);
    } else for (let ky = 0; ky < kh; ky++, y += dh) {
      const line = x + <usize>(y * w) * pixel;
      for (let kx = 0; kx < kw; kx += taps) {
        const at = left + kx * dw;
        let skip = max(0, -at), end = min(taps, w - at);
        if (<u32>y >= <u32>h || end <= skip) skip = end = taps;
        const start = panel + <usize>skip * tap, stop = panel + <usize>end * tap, next = panel + run;
        if (fill) clear(panel, start);
        if (fill) fillRun(start, stop, line + <usize>(at + skip) * pixel);
        else addRun(start, stop, line + <usize>(at + skip) * pixel);
        if (fill) clear(stop, next);
        panel = next;
      }
    }
    if (++ox == ow) {
      ox = 0;
      if (++oy == oh) {
        oy = 0;
        x += image;
      }
    }
  }
}

function clear(from: usize, end: usize): void {
  for (; from < end; from += 4) store<f32>(from, 0);
}

// At the edge of the image, where length matters more than time.
function fillRun(panel: usize, end: usize, x: usize): void {
  move(true, panel, end, x);
}
function addRun(panel: usize, end: usize, x: usize): void {
  move(false, panel, end, x);
}

@inline
function move(fill: bool, panel: usize, end: usize, x: usize): void {
  for (; panel + BYTES <= end; panel += BYTES, x += BYTES) one(true, fill, panel, x);
  if (fill && panel + 8 <= end) {
    store<u64>(panel, load<u64>(x));
    panel += 8;
    x += 8;
  }
  for (; panel < end; panel += 4, x += 4) one(false, fill, panel, x);
}

@inline
function one(whole: bool, fill: bool, panel: usize, x: usize): void {
  if (fill) storePart(whole, panel, loadPart(whole, x));
  else storePart(whole, x, add(loadPart(whole, x), loadPart(whole, panel)));
}

/** `rows` rows of n numbers from one matrix to another, whose rows lie `to` and `from` numbers apart; copied or added. */
export function columns(out: usize, to: i32, x: usize, from: i32, rows: i32, n: i32, adding: bool): void {
  const end = <usize>n << 2;
  for (; rows > 0; rows--, out += <usize>to << 2, x += <usize>from << 2)
    for (let i: usize = 0; i < end; i += 4) store<f32>(out + i, adding ? load<f32>(out + i) + load<f32>(x + i) : load<f32>(x + i));
}
