/**
 * Digits made of strokes: lines in a unit square, drawn with a pen of some width. The classifier learns from seeded
 * variations of them, shifted, scaled, slanted, thin and thick.
 */
import { createRandom } from '@/lib/random';
import { DIGITS, type Digit } from './digits';
import { WHITE } from './pixels';

/** Right and down, 0 to 1. */
type Point = readonly [x: number, y: number];
type Line = readonly Point[];

const ring: Line = Array.from({ length: 17 }, (_, i) => {
  const angle = (i * Math.PI) / 8;
  return [0.5 + 0.2 * Math.sin(angle), 0.5 - 0.32 * Math.cos(angle)] as const;
});

const GLYPHS: Readonly<Record<Digit, readonly Line[]>> = {
  0: [ring],
  1: [[[0.38, 0.28], [0.54, 0.16], [0.54, 0.84]]],
  4: [[[0.62, 0.84], [0.62, 0.16], [0.26, 0.6], [0.76, 0.6]]],
  7: [[[0.26, 0.18], [0.74, 0.18], [0.44, 0.84]]],
}; // prettier-ignore

/** Half the width of the pen, in the unit square. */
const PEN = 0.062;

/** Square of the distance from a point to a line's piece. */
function apart(px: number, py: number, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)));
  return (px - ax - along * dx) ** 2 + (py - ay - along * dy) ** 2;
}

/** Grey by how far a pixel's middle lies inside the pen's edge, in pixels; whole numbers, as in a drawing. */
function draw(lines: readonly Line[], side: number, pen: number): number[] {
  const nearest = new Float64Array(side * side).fill(Infinity);
  const reach = pen + 1 / side;
  /** Pixels from which a stretch from `low` to `high` can be seen. */
  const near = (low: number, high: number) =>
    [Math.max(0, Math.floor((low - reach) * side)), Math.min(side, Math.ceil((high + reach) * side))] as const;
  for (const line of lines)
    for (let k = 1; k < line.length; k++) {
      const [a, b] = [line[k - 1]!, line[k]!];
      const [left, right] = near(Math.min(a[0], b[0]), Math.max(a[0], b[0]));
      const [top, bottom] = near(Math.min(a[1], b[1]), Math.max(a[1], b[1]));
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++) {
          const i = row * side + column;
          nearest[i] = Math.min(nearest[i]!, apart((column + 0.5) / side, (row + 0.5) / side, a, b));
        }
    }
  return Array.from(nearest, (d) => Math.round(WHITE * Math.max(0, Math.min(1, 0.5 + (pen - Math.sqrt(d)) * side))));
}

/** A digit as it should be. */
export const digitAt = (digit: Digit, side: number): number[] => draw(GLYPHS[digit], side, PEN);

export type Sample = { readonly pixels: number[]; readonly label: number };

/** `count` variations, each digit equally often, every one drawn from the seed. */
export function samplesOf(side: number, count: number, seed: number): Sample[] {
  const random = createRandom(seed);
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  return Array.from({ length: count }, (_, i) => {
    const label = i % DIGITS.length;
    const [width, height, slant] = [between(0.8, 1.2), between(0.8, 1.1), between(-0.25, 0.25)];
    const [right, down, pen] = [between(-0.1, 0.1), between(-0.08, 0.08), between(0.045, 0.085)];
    const lines = GLYPHS[DIGITS[label]!].map((line) =>
      line.map(([x, y]): Point => {
        const v = height * (y - 0.5);
        return [0.5 + right + width * (x - 0.5) - slant * v, 0.5 + down + v];
      }),
    );
    return { pixels: draw(lines, side, pen), label };
  });
}
