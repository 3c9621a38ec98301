/**
 * Kernels by name. Sobel: Sobel, Feldman 1968; binomial blurs, sharpening and the Laplacian: Gonzalez, Woods, *Digital Image
 * Processing*, ch. 3. The Laplacian is taken with its minus sign, so that a bright line gives a positive number.
 */
import type { ConvolutionValues } from './params';

const over = (divisor: number, ...weights: number[]) => weights.map((w) => w / divisor);
const product = (down: readonly number[], across: readonly number[]) => down.flatMap((d) => across.map((a) => d * a));
const BINOMIAL = [1, 4, 6, 4, 1];

export const NAMED = {
  'sobel-x': [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  'sobel-y': [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  'laplacian': [0, -1, 0, -1, 4, -1, 0, -1, 0],
  'sharpen': [0, -1, 0, -1, 5, -1, 0, -1, 0],
  'emboss': [-2, -1, 0, -1, 1, 1, 0, 1, 2],
  'blur': over(9, 1, 1, 1, 1, 1, 1, 1, 1, 1),
  'identity': [0, 0, 0, 0, 1, 0, 0, 0, 0],
  /** createRandom(4), to two digits; the tenth number, 0.69, is the bias of the preset. */
  'random': [0.92, 0.33, 0.22, 0.08, 0.23, 0.51, 0.08, 0.97, 0.62],
  'blur-5': over(256, ...product(BINOMIAL, BINOMIAL)),
  'sobel-5': product(BINOMIAL, [-1, -2, 0, 2, 1]),
} as const satisfies Readonly<Record<Exclude<ConvolutionValues['kernel'], 'own3' | 'own5'>, readonly number[]>>; // prettier-ignore

export type Kernel = {
  readonly side: number;
  /** As the reader sets it. */
  readonly given: readonly number[];
  /** As it multiplies: turned by 180° for a convolution in the mathematical sense. */
  readonly used: readonly number[];
};

type Chosen = Pick<ConvolutionValues, 'kernel' | 'own3' | 'own5' | 'operation'>;

/** @example kernelOf({ kernel: 'sobel-x', own3: [], own5: [], operation: 'true' }).used // [1, 0, -1, 2, 0, -2, 1, 0, -1] */
export function kernelOf({ kernel, own3, own5, operation }: Chosen): Kernel {
  const given = kernel === 'own3' ? own3 : kernel === 'own5' ? own5 : NAMED[kernel];
  return { side: given.length === 25 ? 5 : 3, given, used: operation === 'true' ? [...given].reverse() : given };
}
