/** SVG transforms, as the six numbers of matrix(a b c d e f). */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
export type Point = readonly [x: number, y: number];

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `n`, then `m`. */
const multiply = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[2] * n[1],
  m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3],
  m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4],
  m[1] * n[4] + m[3] * n[5] + m[5],
];

const translate = (x = 0, y = 0): Matrix => [1, 0, 0, 1, x, y];

function rotate(degrees = 0, x = 0, y = 0): Matrix {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return multiply(multiply(translate(x, y), [cos, sin, -sin, cos, 0, 0]), translate(-x, -y));
}

function single(name: string, v: readonly number[]): Matrix {
  switch (name) {
    case 'translate':
      return translate(v[0], v[1]);
    case 'scale':
      return [v[0] ?? 1, 0, 0, v[1] ?? v[0] ?? 1, 0, 0];
    case 'rotate':
      return rotate(v[0], v[1], v[2]);
    case 'matrix':
      return v as unknown as Matrix;
    default:
      throw new Error(`transform: it is a translation, scale, rotation or matrix; got ${name}`);
  }
}

/**
 * Reads the value of a `transform` attribute.
 *
 * @example parseTransform('translate(3, 4) scale(2)') // [2, 0, 0, 2, 3, 4]
 */
export function parseTransform(text: string | null): Matrix {
  let matrix = IDENTITY;
  for (const [, name = '', values = ''] of (text ?? '').matchAll(/(\w+)\(([^)]*)\)/g)) {
    matrix = multiply(
      matrix,
      single(
        name,
        values
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(Number),
      ),
    );
  }
  return matrix;
}

/** @example apply([2, 0, 0, 2, 3, 4], [1, 1]) // [5, 6] */
export const apply = (m: Matrix, [x, y]: Point): Point => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
