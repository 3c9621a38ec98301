/** Numbers that tell a model where a row stands. */
import { ShapeError, require, show } from '@/lib/errors';

/** Wavelengths go from 2π to BASE · 2π. */
const BASE = 10_000;

/**
 * Sines and cosines of each position, to be added to the rows of a sequence:
 *
 *   PE[t, 2i] = sin(t / base^(2i / size)),   PE[t, 2i + 1] = cos(t / base^(2i / size))
 *
 * @returns (length, size), row by row
 * @throws {ShapeError} sizes that are not positive whole numbers
 * @example [...sinusoidalPositions(2, 2)].map((x) => +x.toFixed(4)) // [0, 1, 0.8415, 0.5403]
 * @source Vaswani et al. 2017, arXiv:1706.03762, §3.5
 */
export function sinusoidalPositions(length: number, size: number, base = BASE): Float32Array<ArrayBuffer> {
  checkSizes('sinusoidalPositions', length, size, base);
  return Float32Array.from({ length: length * size }, (_, n) => {
    const [t, c] = [Math.floor(n / size), n % size];
    const angle = t / base ** ((c - (c % 2)) / size);
    return c % 2 ? Math.cos(angle) : Math.sin(angle);
  });
}

/**
 * Cosines and sines for `rotaryEmbedding`:  θ[t, k] = t / base^(2k / size),  k < size / 2
 *
 * @param size  numbers of a row that are turned; even
 * @returns     both (length, size / 2), row by row
 * @throws {ShapeError} sizes that are not positive whole numbers, or an odd one
 * @example [...rotaryTables(2, 4).cos].map((x) => +x.toFixed(4)) // [1, 1, 0.5403, 0.9999]
 * @source Su et al. 2021, arXiv:2104.09864, eq. 15
 */
export function rotaryTables(
  length: number,
  size: number,
  base = BASE,
): { cos: Float32Array<ArrayBuffer>; sin: Float32Array<ArrayBuffer> } {
  checkSizes('rotaryTables', length, size, base);
  if (size % 2) throw new ShapeError(`rotaryTables: the size is even; got ${show(size)}`);
  const half = size / 2;
  const table = (f: (angle: number) => number) =>
    Float32Array.from({ length: length * half }, (_, n) => f(Math.floor(n / half) / base ** ((2 * (n % half)) / size)));
  return { cos: table(Math.cos), sin: table(Math.sin) };
}

function checkSizes(where: string, length: number, size: number, base: number): void {
  if (![length, size].every((n) => Number.isInteger(n) && n > 0))
    throw new ShapeError(`${where}: sizes are positive whole numbers; got ${show([length, size])}`);
  require(base > 0 && base < Infinity, where, 'the base is positive and finite', base);
}
