/**
 * Images as text, one character a pixel, row by row. Grey goes from 0, black, to 9, white: a drawing keeps whole numbers
 * and travels in a link; a picture from a file keeps tenths, '!' 0.0 to '{' 9.0, and stays in the browser.
 */
import { require } from '@/lib/errors';

export const WHITE = 9;

const FIRST = '!'.charCodeAt(0);
const TENTHS = 10 * WHITE;

/** @example readDrawing('090') // [0, 9, 0] */
export const readDrawing = (text: string): number[] => Array.from(text, Number);
/** @example writeDrawing([0, 8.6, 0]) // '090' */
export const writeDrawing = (pixels: readonly number[]): string => pixels.map((p) => Math.round(p)).join('');
/** @example readPicture('!+{') // [0, 1, 9] */
export const readPicture = (text: string): number[] => Array.from(text, (c) => (c.charCodeAt(0) - FIRST) / 10);
/** @example writePicture([0, 1, 9]) // '!+{' */
export const writePicture = (pixels: readonly number[]): string =>
  pixels.map((p) => String.fromCharCode(FIRST + Math.min(TENTHS, Math.max(0, Math.round(10 * p))))).join('');

/**
 * A square image at another size: every new pixel is the mean of the old ones that it covers, by their area.
 *
 * @throws {DomainError} pixels that are no square
 * @example resample([0, 4, 4, 8], 1) // [4]
 * @example resample([0, 4, 4, 8], 4).slice(0, 4) // [0, 0, 4, 4]
 */
export function resample(pixels: readonly number[], side: number): number[] {
  const from = Math.sqrt(pixels.length);
  require(Number.isInteger(from) && from > 0, 'resample', 'the image is a square', pixels.length);
  if (from === side) return [...pixels];
  /** Which old rows (or columns) a new one covers, and how much of it each is. */
  const shares = Array.from({ length: side }, (_, i) => {
    const [start, end] = [(i * from) / side, ((i + 1) * from) / side];
    return Array.from({ length: Math.ceil(end - 1e-9) - Math.floor(start + 1e-9) }, (_, k) => {
      const at = Math.floor(start + 1e-9) + k;
      return { at, share: ((Math.min(end, at + 1) - Math.max(start, at)) * side) / from };
    });
  });
  return shares.flatMap((down) =>
    shares.map((across) => {
      let sum = 0;
      for (const r of down) for (const c of across) sum += r.share * c.share * pixels[r.at * from + c.at]!;
      return sum;
    }),
  );
}
