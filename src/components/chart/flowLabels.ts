/**
 * Places pieces one after the other, like words on lines.
 *
 * @param widths px
 * @param room   px: how long a line may be
 * @example flowLabels([40, 50, 30], 100, 8) // [{ x: 0, row: 0 }, { x: 48, row: 0 }, { x: 0, row: 1 }]
 */
export function flowLabels(widths: readonly number[], room: number, gap = 16): { x: number; row: number }[] {
  let [x, row] = [0, 0];
  return widths.map((width) => {
    if (x > 0 && x + width > room) [x, row] = [0, row + 1];
    const place = { x, row };
    x += width + gap;
    return place;
  });
}
