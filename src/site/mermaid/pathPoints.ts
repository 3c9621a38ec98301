/** An SVG path as a chain of points: enough to know how long it is and what box it fills. */
import type { Point } from './transform.ts';

/** Points per curve: chords differ from the curve by well under a pixel at the size of a diagram. */
const CURVE_POINTS = 16;

const cubic = (p: Point, a: Point, b: Point, q: Point, t: number): Point => {
  const s = 1 - t;
  const at = (i: 0 | 1) => s ** 3 * p[i] + 3 * s * s * t * a[i] + 3 * s * t * t * b[i] + t ** 3 * q[i];
  return [at(0), at(1)];
};

/** Points of an elliptical arc from p to q. Source: SVG 2, appendix B.2.4 (endpoint to centre), without rotation. */
function arc(p: Point, q: Point, rx: number, ry: number, large: boolean, sweep: boolean): Point[] {
  const [dx, dy] = [(p[0] - q[0]) / 2, (p[1] - q[1]) / 2];
  if (rx === 0 || ry === 0 || (dx === 0 && dy === 0)) return [q];
  const stretch = Math.max(1, Math.hypot(dx / rx, dy / ry));
  const [a, b] = [rx * stretch, ry * stretch];
  const denominator = (a * dy) ** 2 + (b * dx) ** 2;
  const root = Math.sqrt(Math.max(0, (a * b) ** 2 - denominator) / denominator) * (large === sweep ? -1 : 1);
  const centre: Point = [(root * a * dy) / b + (p[0] + q[0]) / 2, (-root * b * dx) / a + (p[1] + q[1]) / 2];
  const angle = (point: Point) => Math.atan2((point[1] - centre[1]) / b, (point[0] - centre[0]) / a);
  const from = angle(p);
  let turn = angle(q) - from;
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  return Array.from({ length: CURVE_POINTS }, (_, i) => {
    const theta = from + (turn * (i + 1)) / CURVE_POINTS;
    return [centre[0] + a * Math.cos(theta), centre[1] + b * Math.sin(theta)];
  });
}

/**
 * The points of a path's `d`, curves cut into chords.
 *
 * @throws {Error} a command that mermaid does not draw with
 * @example pathPoints('M0 0 h3 V4') // [[0, 0], [3, 0], [3, 4]]
 */
export function pathPoints(d: string): Point[] {
  const tokens = d.match(/[a-df-z]|[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi) ?? [];
  const points: Point[] = [];
  let [at, start]: [Point, Point] = [
    [0, 0],
    [0, 0],
  ];
  let control: Point = at;
  let command = '';
  let i = 0;
  const number = () => Number(tokens[i++]);
  while (i < tokens.length) {
    if (/[a-z]/i.test(tokens[i]!)) command = tokens[i++]!;
    const relative = command === command.toLowerCase();
    const point = (): Point => [number() + (relative ? at[0] : 0), number() + (relative ? at[1] : 0)];
    const curve = (a: Point, b: Point, q: Point) => {
      for (let k = 1; k <= CURVE_POINTS; k++) points.push(cubic(at, a, b, q, k / CURVE_POINTS));
      [at, control] = [q, b];
    };
    const line = (q: Point) => {
      points.push(q);
      at = control = q;
    };
    switch (command.toUpperCase()) {
      case 'M':
        line(point());
        start = at;
        command = relative ? 'l' : 'L';
        break;
      case 'L':
        line(point());
        break;
      case 'H':
        line([number() + (relative ? at[0] : 0), at[1]]);
        break;
      case 'V':
        line([at[0], number() + (relative ? at[1] : 0)]);
        break;
      case 'C':
        curve(point(), point(), point());
        break;
      case 'S':
        curve([2 * at[0] - control[0], 2 * at[1] - control[1]], point(), point());
        break;
      case 'Q': {
        const [c, q] = [point(), point()];
        const toward = (p: Point): Point => [p[0] + (2 / 3) * (c[0] - p[0]), p[1] + (2 / 3) * (c[1] - p[1])];
        curve(toward(at), toward(q), q);
        break;
      }
      case 'A': {
        const [rx, ry, , large, sweep] = [number(), number(), number(), number(), number()];
        const q = point();
        points.push(...arc(at, q, Math.abs(rx), Math.abs(ry), large === 1, sweep === 1));
        at = control = q;
        break;
      }
      case 'Z':
        line(start);
        break;
      default:
        throw new Error(`pathPoints: a command is one of M L H V C S Q A Z; got ${command}`);
    }
  }
  return points;
}

/** @example pathLength(pathPoints('M0 0 h3 v4')) // 7 */
export const pathLength = (points: readonly Point[]): number =>
  points.slice(1).reduce((sum, q, i) => sum + Math.hypot(q[0] - points[i]![0], q[1] - points[i]![1]), 0);

/** The point at a distance along the chain; its end when the chain is shorter. */
export function pointAt(points: readonly Point[], distance: number): Point {
  let left = distance;
  for (let i = 1; i < points.length; i++) {
    const [p, q] = [points[i - 1]!, points[i]!];
    const step = Math.hypot(q[0] - p[0], q[1] - p[1]);
    if (left <= step && step > 0) return [p[0] + (left / step) * (q[0] - p[0]), p[1] + (left / step) * (q[1] - p[1])];
    left -= step;
  }
  return points.at(-1) ?? [0, 0];
}
