/** Labels at the ends of lines: as near to where they belong as they can be without touching. */

/**
 * Moves centres apart so that neighbours keep `gap`, with the least sum of squared moves, then into [lo, hi].
 * (Isotonic regression: labels that meet form a block, which stands at the mean of what its members wanted.)
 *
 * @param wanted centres in px, in any order
 * @param gap    px between centres; made smaller when the labels would not fit
 * @returns      centres in the order of `wanted`
 * @example placeLabels([10, 12, 50], 16, [0, 100]) // [8, 24, 50]
 */
export function placeLabels(wanted: readonly number[], gap: number, [lo, hi]: readonly [number, number]): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const room = wanted.length > 1 ? Math.min(gap, (hi - lo) / (wanted.length - 1)) : gap;
  // With rank × room taken off, "keeps its distance" becomes "does not decrease".
  const blocks: { sum: number; size: number }[] = [];
  order.forEach((i, rank) => {
    let block = { sum: wanted[i]! - rank * room, size: 1 };
    for (let above = blocks.at(-1); above && above.sum / above.size > block.sum / block.size; above = blocks.at(-1)) {
      blocks.pop();
      block = { sum: above.sum + block.sum, size: above.size + block.size };
    }
    blocks.push(block);
  });
  const last = Math.max(lo, hi - (wanted.length - 1) * room);
  const placed: number[] = new Array(wanted.length);
  let rank = 0;
  for (const { sum, size } of blocks)
    for (let k = 0; k < size; k++, rank++)
      placed[order[rank]!] = Math.min(Math.max(sum / size, lo), last) + rank * room;
  return placed;
}
