/** How parameters start. Numbers come from the caller's generator, weight first, then bias, layer by layer. */
import type { Random } from '@/lib/random';

/** Draws `size` starting values of a layer with `fanIn` inputs. */
export type Init = (random: Random, size: number, fanIn: number) => Float32Array<ArrayBuffer>;

const draw = (size: number, next: () => number) => Float32Array.from({ length: size }, next);

/** U(−1/√fanIn, 1/√fanIn): what PyTorch's Linear does, weight and bias alike. */
const pytorch: Init = (random, size, fanIn) => {
  const bound = 1 / Math.sqrt(fanIn);
  return draw(size, () => bound * (2 * random.uniform() - 1));
};

/** U[0, 1), as np.random.rand. */
const uniform01: Init = (random, size) => draw(size, random.uniform);

/** N(0, 1), as np.random.randn. */
const normal: Init = (random, size) => draw(size, random.normal);

export const INITS = { default: pytorch, uniform01, normal } as const;
export type InitName = keyof typeof INITS;
