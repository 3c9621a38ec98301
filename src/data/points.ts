/**
 * Points of the plane with a label each: the six data sets of TensorFlow Playground, and two moons.
 *
 * Labels are 1 and −1, of `plane` and `hills` numbers from −1 to 1. noise is a fraction from 0 to 0.5 (Playground's slider goes to 50).
 * Source: TensorFlow Playground (tensorflow/playground, src/dataset.ts), by whose formulas, not its code or its generator;
 * two moons: scikit-learn `make_moons`.
 */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import type { Random } from '@/lib/random';

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

export interface PointOptions {
  /** Whole and even: half of the points belong to each class. */
  readonly count: number;
  readonly noise?: number;
  readonly seed: number;
}

type Shape = (count: number, noise: number, random: Random) => Point[];

const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform();
/** Both halves, the first labelled 1. */
const halves = (count: number, make: (i: number, label: 1 | -1, n: number) => Point): Point[] =>
  ([1, -1] as const).flatMap((label) => Array.from({ length: count / 2 }, (_, i) => make(i, label, count / 2)));
/** Points anywhere in the square, their label read where the noise has moved them to. */
const square =
  (radius: number, place: (v: number) => number, label: (x: number, y: number) => number): Shape =>
  (count, noise, random) =>
    Array.from({ length: count }, () => {
      const [x, y] = [place(between(random, -radius, radius)), place(between(random, -radius, radius))];
      const moved = () => between(random, -radius, radius) * noise;
      return { x, y, label: label(x + moved(), y + moved()) };
    });

/** Hilltops with their sign; a hill falls to 0 within 2. */
const HILLS = [
  [-4, 2.5, 1],
  [0, 2.5, -1],
  [4, 2.5, 1],
  [-4, -2.5, -1],
  [0, -2.5, 1],
  [4, -2.5, -1],
] as const;

const SHAPES = {
  /** A disc of radius 2.5 in a ring from 3.5 to 5. */
  circle: (count, noise, random) =>
    halves(count, (_, side) => {
      const r = side > 0 ? between(random, 0, 2.5) : between(random, 3.5, 5);
      const angle = between(random, 0, 2 * Math.PI);
      const [x, y] = [r * Math.sin(angle), r * Math.cos(angle)];
      const moved = () => between(random, -5, 5) * noise;
      return { x, y, label: Math.hypot(x + moved(), y + moved()) < 2.5 ? 1 : -1 };
    }),
  /** The sign of x · y, with a gap of 0.3 along the axes. */
  xor: square(
    5,
    (v) => v + (v > 0 ? 0.3 : -0.3),
    (x, y) => (x * y >= 0 ? 1 : -1),
  ),
  /** Two normal clouds around (2, 2) and (−2, −2); their variance goes from 0.5 to 4. */
  gaussians: (count, noise, random) =>
    halves(count, (_, label) => {
      const deviation = Math.sqrt(0.5 + 7 * noise);
      const near = () => 2 * label + deviation * random.normal();
      return { x: near(), y: near(), label };
    }),
  /** Two arms of 1.75 turns out to a radius of 5. */
  spirals: (count, noise, random) =>
    halves(count, (i, label, n) => {
      const r = (5 * i) / n;
      const t = (1.75 * 2 * Math.PI * i) / n + (label > 0 ? 0 : Math.PI);
      const moved = () => between(random, -1, 1) * noise;
      return { x: r * Math.sin(t) + moved(), y: r * Math.cos(t) + moved(), label };
    }),
  /** Two half circles that reach into one another. */
  moons: (count, noise, random) =>
    halves(count, (i, label, n) => {
      const t = n > 1 ? (Math.PI * i) / (n - 1) : 0;
      const [x, y] = label > 0 ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 0.5 - Math.sin(t)];
      return { x: x + noise * random.normal(), y: y + noise * random.normal(), label };
    }),
  /** (x + y) / 10 */
  plane: square(
    6,
    (v) => v,
    (x, y) => (x + y) / 10,
  ),
  /** Six hills and hollows. */
  hills: square(
    6,
    (v) => v,
    (x, y) =>
      HILLS.reduce((label, [cx, cy, sign]) => {
        const height = sign * Math.max(0, 1 - Math.hypot(x - cx, y - cy) / 2);
        return Math.abs(height) > Math.abs(label) ? height : label;
      }, 0),
  ),
} as const satisfies Record<string, Shape>;

export type PointShape = keyof typeof SHAPES;
export const POINT_SHAPES = Object.keys(SHAPES) as readonly PointShape[];

/**
 * Seeded points of a shape: circle, xor, gaussians, spirals and moons to classify, plane and hills to fit.
 *
 * @throws {DomainError} a shape that there is none of, a count that is not even and positive, a noise outside [0, 0.5]
 * @example createPoints('spirals', { count: 4, seed: 1 })[0] // { x: 0, y: 0, label: 1 }
 */
export function createPoints(shape: PointShape, { count, noise = 0, seed }: PointOptions): Point[] {
  require(Object.hasOwn(SHAPES, shape), 'createPoints', `a shape is one of ${POINT_SHAPES}`, shape);
  require(Number.isInteger(count) &&
    count > 0 &&
    count % 2 === 0, 'createPoints', 'the count is even and positive', count);
  checkNumbers('createPoints', { noise }, { min: 0, max: 0.5 });
  return SHAPES[shape](count, noise, createRandom(seed));
}
