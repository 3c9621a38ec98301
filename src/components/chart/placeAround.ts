import type { Box } from './network';

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Names of points: right of the point, else left, above or below it, wherever no point and no other name is; null for
 * one that has no room. First come, first served: put the important ones first.
 *
 * @param points px
 * @param widths of the names, px; 0: the point has no name
 * @param bounds where names may stand
 * @returns      middle of the left edge of each name
 * @example placeAround([{ x: 10, y: 10 }], [30], { x: 0, y: 0, width: 100, height: 20 }) // [{ x: 17, y: 10 }]
 */
export function placeAround(
  points: readonly { readonly x: number; readonly y: number }[],
  widths: readonly number[],
  bounds: Box,
  gap = 7,
): ({ x: number; y: number } | null)[] {
  const HALF = 7;
  const taken: Box[] = points.map(({ x, y }) => ({ x: x - 3, y: y - 3, width: 6, height: 6 }));
  return points.map(({ x, y }, i) => {
    const width = widths[i]!;
    if (width === 0) return null;
    const places = [
      { x: x + gap, y },
      { x: x - gap - width, y },
      { x: x - width / 2, y: y - gap - HALF },
      { x: x - width / 2, y: y + gap + HALF },
    ];
    for (const place of places) {
      const box: Box = { x: place.x, y: place.y - HALF, width, height: 2 * HALF };
      const inside =
        box.x >= bounds.x && box.x + width <= bounds.x + bounds.width &&
        box.y >= bounds.y && box.y + box.height <= bounds.y + bounds.height; // prettier-ignore
      if (!inside || taken.some((other, j) => j !== i && overlap(box, other))) continue;
      taken.push(box);
      return place;
    }
    return null;
  });
}
