/** Ink up to which a pixel is left as paper, and then by how strong it is drawn. */
const LEVELS = [
  { from: 0.25, strength: 0.35 },
  { from: 0.5, strength: 0.65 },
  { from: 0.75, strength: 1 },
] as const;

/**
 * Square images beside one another, as one path for each strength of ink: neighbours of a row in one rectangle.
 *
 * @param pixels  row by row, image by image
 * @param advance from one image to the next, in pixels
 * @example inkPaths([1, 1, 0, 0.6], 2, 3) // [{ d: '', strength: 0.35 }, { d: 'M1,1h1v1h-1z', strength: 0.65 }, { d: 'M0,0h2v1h-2z', strength: 1 }]
 */
export function inkPaths(
  pixels: ArrayLike<number>,
  side: number,
  advance: number,
): readonly { readonly d: string; readonly strength: number }[] {
  return LEVELS.map(({ from, strength }, level) => {
    const to = LEVELS[level + 1]?.from ?? Infinity;
    const inked = (i: number) => pixels[i]! >= from && pixels[i]! < to;
    let d = '';
    for (let i = 0; i < pixels.length; i++) {
      if (!inked(i)) continue;
      const row = Math.floor(i / side);
      const first = i;
      while (inked(i + 1) && Math.floor((i + 1) / side) === row) i++;
      const x = (first % side) + Math.floor(row / side) * advance;
      d += `M${x},${row % side}h${i - first + 1}v1h-${i - first + 1}z`;
    }
    return { d, strength };
  });
}
