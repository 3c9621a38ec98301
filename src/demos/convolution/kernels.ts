/**
 * Kernels by name. Sobel: Sobel, Feldman 1968; binomial blurs, sharpening and the Laplacian: Gonzalez, Woods, *Digital Image
 * Processing*, ch. 3. The Laplacian is taken with its minus sign, so that a bright line gives a positive number.
 */
import type { Text } from '@/lib/text';

type Named = { readonly label: Text; readonly weights: readonly number[] };

const over = (divisor: number, ...weights: number[]) => weights.map((w) => w / divisor);
const product = (down: readonly number[], across: readonly number[]) => down.flatMap((d) => across.map((a) => d * a));
const BINOMIAL = [1, 4, 6, 4, 1];

export const NAMED = {
  'sobel-x': { label: { zh: 'Sobel x：竖直的边', en: 'Sobel x: vertical edges' }, weights: [-1, 0, 1, -2, 0, 2, -1, 0, 1] },
  'sobel-y': { label: { zh: 'Sobel y：水平的边', en: 'Sobel y: horizontal edges' }, weights: [-1, -2, -1, 0, 0, 0, 1, 2, 1] },
  laplacian: { label: { zh: '拉普拉斯（取负）', en: 'Laplacian, minus sign' }, weights: [0, -1, 0, -1, 4, -1, 0, -1, 0] },
  sharpen: { label: { zh: '锐化', en: 'sharpen' }, weights: [0, -1, 0, -1, 5, -1, 0, -1, 0] },
  emboss: { label: { zh: '浮雕', en: 'emboss' }, weights: [-2, -1, 0, -1, 1, 1, 0, 1, 2] },
  blur: { label: { zh: '模糊：平均', en: 'blur: the mean' }, weights: over(9, 1, 1, 1, 1, 1, 1, 1, 1, 1) },
  identity: { label: { zh: '恒等', en: 'identity' }, weights: [0, 0, 0, 0, 1, 0, 0, 0, 0] },
  random: {
    label: { zh: '随机数（手稿）', en: 'random (manuscript)' },
    /** createRandom(4), to two digits; the tenth number, 0.69, is the bias of the preset. */
    weights: [0.92, 0.33, 0.22, 0.08, 0.23, 0.51, 0.08, 0.97, 0.62],
  },
  'blur-5': { label: { zh: '5×5 模糊：二项式', en: '5×5 blur: binomial' }, weights: over(256, ...product(BINOMIAL, BINOMIAL)) },
  'sobel-5': { label: { zh: '5×5 Sobel x', en: '5×5 Sobel x' }, weights: product(BINOMIAL, [-1, -2, 0, 2, 1]) },
} as const satisfies Readonly<Record<string, Named>>; // prettier-ignore

export type Kernel = {
  readonly side: number;
  /** As the reader sets it. */
  readonly given: readonly number[];
  /** As it multiplies: turned by 180° for a convolution in the mathematical sense. */
  readonly used: readonly number[];
};

type Chosen = {
  readonly kernel: string;
  readonly own3: readonly number[];
  readonly own5: readonly number[];
  readonly operation: string;
};

/** @example kernelOf({ kernel: 'sobel-x', own3: [], own5: [], operation: 'true' }).used // [1, 0, -1, 2, 0, -2, 1, 0, -1] */
export function kernelOf({ kernel, own3, own5, operation }: Chosen): Kernel {
  const given = kernel === 'own3' ? own3 : kernel === 'own5' ? own5 : NAMED[kernel as keyof typeof NAMED].weights;
  return { side: given.length === 25 ? 5 : 3, given, used: operation === 'true' ? [...given].reverse() : given };
}
