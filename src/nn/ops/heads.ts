/** Where the rows of each head lie, whatever the order of the axes: what the attention kernels take, head by head. */
import { DomainError, ShapeError, show } from '@/lib/errors';
import type { Tensor } from '../tensor';

/** Byte offset of the values, and of the gradient if there is one; distances in elements. */
export interface Heads {
  readonly data: number;
  readonly grad: () => number;
  readonly batches: number;
  readonly heads: number;
  readonly length: number;
  readonly size: number;
  readonly batchStride: number;
  readonly headStride: number;
  readonly rowStride: number;
}

/** A tensor (batch, heads, length, size), or (batch, length, heads · size) where the number of heads is given. */
export function headsOf(where: string, x: Tensor, numHeads?: number): Heads {
  x.runtime.check(where, x);
  const { shape } = x;
  const base = { data: x.data, grad: () => x.grad, batches: shape[0]! };
  if (shape.length === 4) {
    const [, heads, length, size] = shape as [number, number, number, number];
    return {
      ...base,
      heads,
      length,
      size,
      batchStride: heads * length * size,
      headStride: length * size,
      rowStride: size,
    };
  }
  if (shape.length !== 3 || numHeads === undefined)
    throw new ShapeError(
      `${where}: a tensor is (batch, heads, length, size), or (batch, length, heads · size) with the number of heads; got ${show(shape)}`,
    );
  const [, length, all] = shape as [number, number, number];
  if (!Number.isInteger(numHeads) || numHeads < 1 || all % numHeads)
    throw new ShapeError(`${where}: rows divide into heads; got rows of ${all} and ${show(numHeads)} heads`);
  const size = all / numHeads;
  return { ...base, heads: numHeads, length, size, batchStride: length * all, headStride: size, rowStride: all };
}

/** How a mask is read, broadcast to (batch, heads, queries, keys): distances in elements, 0 where it repeats. */
export interface MaskView {
  readonly data: number;
  /** 0 none, 1 added, 2 nonzero where a query may look. */
  readonly kind: 0 | 1 | 2;
  readonly strides: readonly [batch: number, head: number, row: number, key: number];
  /** Keys that it has a say about; those beyond are hidden. */
  readonly keys: number;
}

export type MaskType = 'float' | 'bool';

export function maskView(
  where: string,
  mask: Tensor | undefined,
  type: MaskType,
  [batches, heads, queries, keys]: readonly [number, number, number, number],
): MaskView {
  if (!mask) return { data: 0, kind: 0, strides: [0, 0, 0, 0], keys };
  mask.runtime.check(where, mask);
  if (mask.requiresGrad) throw new DomainError(`${where}: the mask is data; got a tensor that wants a gradient`);
  const wanted = [batches, heads, queries, keys];
  const shape = [...Array<number>(Math.max(0, 4 - mask.shape.length)).fill(1), ...mask.shape];
  // The last axis may be shorter: what it does not reach is hidden.
  const fits = shape.length === 4 && shape.every((n, i) => n === 1 || (i === 3 ? n <= keys : n === wanted[i]));
  if (!fits) throw new ShapeError(`${where}: the mask broadcasts to ${show(wanted)}; got ${show(mask.shape)}`);
  const step = (i: number) => (shape[i] === 1 ? 0 : shape.slice(i + 1).reduce((product, n) => product * n, 1));
  return {
    data: mask.data,
    kind: type === 'bool' ? 2 : 1,
    strides: [step(0), step(1), step(2), step(3)],
    keys: shape[3] === 1 ? keys : shape[3]!,
  };
}
