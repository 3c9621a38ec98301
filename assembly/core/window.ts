/**
 * A window that slides over an image: what convolutions and pools share. x (N,H,W,C) and out (N,OH,OW,F), channels last.
 *
 * Channels last, because the panel rows that gemm reads are then runs of KW · C numbers as they lie in memory, the product
 * lands where it belongs, and pools and normalizations run over channels in whole vecs; measured, gemm itself is as fast in
 * either layout (55 against 52 GFLOPS for 32 × 32 × 16 → 32).
 *
 * The sizes lie in memory as i32, in this order; src/nn/slide.ts writes them. Tap (ky, kx) of the window at (oy, ox) is
 * the pixel  y = oy · SH − PT + ky · DH,  x = ox · SW − PL + kx · DW;  outside the image it counts as 0.
 */
export const N = 0, H = 1, W = 2, C = 3, OH = 4, OW = 5, F = 6, KH = 7, KW = 8, SH = 9, SW = 10;
/** Padding at the top, left, bottom, right; dilation; groups of channels; output pixels to a panel. */
export const PT = 11, PL = 12, PB = 13, PR = 14, DH = 15, DW = 16, GROUPS = 17, ROWS = 18;

@inline
export function field(window: usize, name: i32): i32 {
  return load<i32>(window + (<usize>name << 2));
}

/** The first tap, from `start` on in steps of `dilation`, that is not before the image. */
export function firstTap(start: i32, dilation: i32): i32 {
  return start < 0 ? (dilation - 1 - start) / dilation : 0;
}

/** One more than the last of K taps that is not behind `size`. */
export function lastTap(start: i32, dilation: i32, K: i32, size: i32): i32 {
  return start < size ? min(K, (size - start + dilation - 1) / dilation) : 0;
}
