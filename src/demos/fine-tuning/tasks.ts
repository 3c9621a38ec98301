/**
 * Tasks A and B, made up from one process, so that what they share is known.
 *
 * There are twelve strokes on a grid of 9 × 9. A class is three of them. Its image: each of the three, and one stroke that
 * means nothing, moved by up to one pixel each way and drawn with a strength from 0.6 to 1; then noise N(0, 0.1) on
 * every pixel. A has 12 classes in which every stroke occurs three times, B has 8 others in which each occurs twice.
 * So B asks for the strokes that A has taught, in new combinations.
 *
 * `shuffled` takes that away: that share of the pixels of B changes places, the same way in every image. A net whose
 * inputs are all alike to it finds B as hard as before, but what it learnt from A no longer fits.
 */
import { createRandom, type Random } from '@/lib/random';

export const SIDE = 9;
export const PIXELS = SIDE * SIDE;
export const CLASSES_A = 12;
export const CLASSES_B = 8;
const PARTS = 3;
const NOISE = 0.1;

/** Row and column of the first pixel, the way to the next, and how many: rows, columns, diagonals, the edges of a diamond. */
const STROKES: readonly (readonly [row: number, column: number, down: number, right: number, length: number])[] = [
  ...[1, 4, 7].map((row) => [row, 1, 0, 1, 7] as const),
  ...[1, 4, 7].map((column) => [1, column, 1, 0, 7] as const),
  [1, 1, 1, 1, 7],
  [1, 7, 1, -1, 7],
  [4, 1, -1, 1, 4],
  [1, 4, 1, 1, 4],
  [4, 1, 1, 1, 4],
  [7, 4, -1, 1, 4],
];

/** The strokes of a class, ascending. */
export type Parts = readonly number[];
export type Images = {
  /** Row by row, PIXELS numbers for each image; paper is 0, full ink 1, and noise goes beyond both. */
  readonly pixels: Float32Array;
  readonly labels: readonly number[];
};
export type Tasks = {
  readonly a: readonly Parts[];
  readonly b: readonly Parts[];
  /** Where each pixel of B comes from. */
  readonly places: readonly number[];
};

/** All strokes, once each, in classes of three. */
function deal(random: Random): Parts[] {
  const order = random.permutation(STROKES.length);
  return Array.from({ length: STROKES.length / PARTS }, (_, i) =>
    order.slice(i * PARTS, (i + 1) * PARTS).sort((p, q) => p - q),
  );
}

/** So many different classes, none of them among `taken`. */
function classes(count: number, taken: readonly Parts[], random: Random): Parts[] {
  const found: Parts[] = [];
  while (found.length < count) {
    const dealt = deal(random);
    const known = [...taken, ...found].map(String);
    if (dealt.every((parts) => !known.includes(String(parts)))) found.push(...dealt);
  }
  return found;
}

/** @param shuffled share of the pixels of B that change places, from 0 to 1 */
export function createTasks(seed: number, shuffled: number): Tasks {
  const random = createRandom(seed);
  const a = classes(CLASSES_A, [], random);
  const b = classes(CLASSES_B, a, random);
  const moved = random.permutation(PIXELS).slice(0, Math.round(shuffled * PIXELS));
  const places = Array.from({ length: PIXELS }, (_, i) => i);
  // A turn by one along a random order: every one of them leaves its place.
  moved.forEach((pixel, i) => (places[pixel] = moved[(i + 1) % moved.length]!));
  return { a, b, places };
}

function draw(pixels: Float32Array, stroke: number, random: Random): void {
  const [row, column, down, right, length] = STROKES[stroke]!;
  const [y, x] = [row + random.below(3) - 1, column + random.below(3) - 1];
  const strength = 0.6 + 0.4 * random.uniform();
  for (let i = 0; i < length; i++) {
    const at = (y + i * down) * SIDE + x + i * right;
    pixels[at] = Math.max(pixels[at]!, strength);
  }
}

function drawImage(parts: Parts, random: Random): Float32Array {
  const pixels = new Float32Array(PIXELS);
  let other = random.below(STROKES.length - PARTS);
  for (const part of parts) if (other >= part) other++;
  for (const stroke of [...parts, other]) draw(pixels, stroke, random);
  return pixels.map((ink) => ink + NOISE * random.normal());
}

/** Images of the classes in turn: of any first so many of them, every class has as many as another, or one more. */
export function createImages(
  classes: readonly Parts[],
  count: number,
  random: Random,
  places?: readonly number[],
): Images {
  const pixels = new Float32Array(count * PIXELS);
  const labels = Array.from({ length: count }, (_, i) => i % classes.length);
  labels.forEach((label, i) => {
    const image = drawImage(classes[label]!, random);
    pixels.set(places ? image.map((_, j) => image[places[j]!]!) : image, i * PIXELS);
  });
  return { pixels, labels };
}
