/** The image that a reader has chosen, as grey values 0 to 9: made by formula at any size, drawn, or from a file. */
import type { ConvolutionValues } from './params';
import { readDrawing, readPicture, resample } from './pixels';
import { digitAt } from './strokes';

type Formula = (row: number, column: number, side: number) => number;

/** Halves of halves, so that slopes are exact in f32, and white is never passed. */
const slope = (side: number) => (side <= 10 ? 1 : side <= 19 ? 0.5 : 0.25);

const FORMULAS: Readonly<Record<'checker' | 'ramp' | 'part', Formula>> = {
  /** At 3 × 3 the manuscript's image: [[1, 0, 1], [0, 1, 0], [1, 0, 1]]. */
  checker: (row, column) => (row + column + 1) % 2,
  ramp: (_, column, side) => column * slope(side),
  /** Lit from one side; a scratch two down for one across. */
  part: (row, column, side) => {
    const from = Math.floor(side / 5);
    const on = row >= from && row < side - from && column === Math.floor(side / 3) + Math.floor((row - from) / 2);
    return 2 + (column * slope(side)) / 4 + (on ? 3 : 0);
  },
};

type Chosen = Pick<ConvolutionValues, 'image' | 'size' | 'drawing' | 'own'>;

/** side × side grey values, row by row. */
export function pixelsOf({ image, size, drawing, own }: Chosen): number[] {
  switch (image) {
    case 'digit':
      return digitAt('7', size);
    case 'drawing':
      return resample(readDrawing(drawing), size);
    case 'own':
      return resample(own === '' ? [0] : readPicture(own), size);
    default:
      return Array.from({ length: size * size }, (_, i) => FORMULAS[image](Math.floor(i / size), i % size, size));
  }
}
