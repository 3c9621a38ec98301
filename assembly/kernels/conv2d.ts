/**
 * Convolution of images (cross-correlation), channels last, in groups g of C/G channels:
 *
 *   out[n, oy, ox, f] = bias[f] + Σ_ky,kx,c x[n, oy · SH − PT + ky · DH, ox · SW − PL + kx · DW, c] · weight[ky, kx, c, f]
 *
 * out (N,OH,OW,F) f32 overwritten · x (N,H,W,C), weight (KH,KW,C/G,F), bias (F) f32 read; bias 0 when there is none
 * window (19) i32 read, see core/window.ts · scratch f32 overwritten: ROWS · K, K = KH · KW · C/G, and with G > 1 also
 * ROWS · F/G + 2 · K · F/G
 * Caller ensures: sizes ≥ 1, OH and OW as window and padding give them, G divides C and F.
 * Accuracy: |error| ≤ 1e-6 · √K · Σ|x||weight| against tests/oracle/conv2d.ts.
 * Source: Goodfellow, Bengio, Courville 2016, Deep Learning, eq. 9.7–9.8; panels: Chellapilla, Puri, Simard 2006.
 */
import { gemm } from '../core/gemm';
import { addPanel, columns, fillPanel } from '../core/panel';
import { C, F, GROUPS, H, KH, KW, N, OH, OW, PL, PT, ROWS, SH, SW, W, field } from '../core/window';
import { addBiasBackward } from './addBias';

export function conv2d(out: usize, x: usize, weight: usize, bias: usize, scratch: usize, window: usize): void {
  const f = field(window, F), groups = field(window, GROUPS), size = f / groups, K = depth(window), rows = field(window, ROWS);
  const P = pixels(window), few = groups > 1, direct = isDirect(window);
  const product = scratch + (<usize>(rows * K) << 2), packed = product + (<usize>(rows * size) << 2);
  for (let g = 0; g < groups; g++) {
    const own = <usize>(g * size) << 2;
    if (few) columns(packed, size, weight + own, f, K, size, false);
    for (let p = 0; p < P; p += rows) {
      const count = min(rows, P - p), to = out + (<usize>p * f << 2) + own, into = few ? product : to;
      if (!direct) fillPanel(scratch, x, window, p, count, g);
      if (bias) columns(into, size, bias + own, 0, count, size, false);
      gemm(into, direct ? x + (<usize>p * K << 2) : scratch, few ? packed : weight, count, K, size, 0, 0, bias != 0);
      if (few) columns(to, f, product, size, count, size, false);
    }
  }
}

/**
 * From out = panel(x) · weight + bias:  dweight += panel(x)ᵀ dout,  dx += panel⁻¹(dout weightᵀ),  dbias += Σ dout
 *
 * dx, dweight, dbias in the shapes of x, weight, bias, f32 added to, each 0 when not wanted
 * dout (N,OH,OW,F), x, weight f32 read · scratch f32 overwritten
 */
export function conv2dBackward(
  dx: usize, dweight: usize, dbias: usize, dout: usize, x: usize, weight: usize, scratch: usize, window: usize,
): void {
  const f = field(window, F), groups = field(window, GROUPS), size = f / groups, K = depth(window), rows = field(window, ROWS);
  const P = pixels(window), few = groups > 1, direct = isDirect(window);
  const part = scratch + (<usize>(rows * K) << 2), packed = part + (<usize>(rows * size) << 2);
  const dpacked = packed + (<usize>(K * size) << 2);
  for (let g = 0; g < groups; g++) {
    const own = <usize>(g * size) << 2;
    if (few) {
      columns(packed, size, weight + own, f, K, size, false);
      memory.fill(dpacked, 0, <usize>(K * size) << 2);
    }
    for (let p = 0; p < P; p += rows) {
      const count = min(rows, P - p), from = dout + (<usize>p * f << 2) + own, at = <usize>p * K << 2;
      if (few) columns(part, size, from, f, count, size, false);
      const d = few ? part : from;
      if (dweight) {
        if (!direct) fillPanel(scratch, x, window, p, count, g);
        gemm(few ? dpacked : dweight, direct ? x + at : scratch, d, K, count, size, 1, 0, true);
      }
      if (dx) {
        gemm(direct ? dx + at : scratch, d, few ? packed : weight, count, size, K, 0, 1, direct);
        if (!direct) addPanel(dx, scratch, window, p, count, g);
      }
    }
    if (few && dweight) columns(dweight + own, f, dpacked, size, K, size, true);
  }
  if (dbias) addBiasBackward(0, dbias, dout, P, f);
}

function depth(window: usize): i32 {
  return (field(window, KH) * field(window, KW) * field(window, C)) / field(window, GROUPS);
}

function pixels(window: usize): i32 {
  return field(window, N) * field(window, OH) * field(window, OW);
}

/** x is its own panel: one tap, every pixel once. */
function isDirect(window: usize): bool {
  return (
    (field(window, KH) | field(window, KW) | field(window, SH) | field(window, SW) | field(window, GROUPS)) == 1 &&
    (field(window, PT) | field(window, PL)) == 0 &&
    field(window, H) == field(window, OH) && field(window, W) == field(window, OW)
  );
}
