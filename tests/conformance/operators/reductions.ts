import * as nn from '@/nn';
import type { Over, Tensor } from '@/nn';
import type { Case, Operators } from '../case';

/**
 * `axes` is input 1, in old models an attribute; absent or empty: all, or with noop_with_empty_axes none. src/nn has no
 * empty tensors: the reduction of an empty set is `empty`, in its shape.
 */
const reduce =
  (op: (x: Tensor, over: Over) => Tensor, empty?: number, alone: (x: Tensor) => Tensor = (x) => x) =>
  (c: Case) => {
    const { shape } = c.plain(0);
    const given = c.numbers(1) ?? c.list('axes') ?? [];
    if (!given.length && c.flag('noop_with_empty_axes')) return [alone(c.tensor(0))];
    const axes = given.length ? given : shape.map((_, d) => d);
    const keepdims = c.flag('keepdims', true);
    if (!shape.includes(0)) return [op(c.tensor(0), { axes, keepdims })];
    if (empty === undefined) throw new Error(`${c.record.op}: a set that is not empty; got shape ${String(shape)}`);
    const gone = new Set(axes.map((d) => (d + shape.length) % shape.length));
    const left = shape.flatMap((n, d) => (gone.has(d) ? (keepdims ? [1] : []) : [n]));
    return [{ shape: left, data: Array<number>(nn.sizeOf(left)).fill(empty) }];
  };

const square = (x: Tensor) => nn.mul(x, x);
const sumOf = (f: (x: Tensor) => Tensor) => (x: Tensor, over: Over) => nn.sum(f(x), over);

/** ln Σ eˣ, the greatest taken out first. */
function logSumExp(x: Tensor, over: Over): Tensor {
  const apart = nn.sub(x, nn.max(x, { ...over, keepdims: true }));
  return nn.add(nn.log(nn.sum(nn.exp(apart), over)), nn.max(x, over));
}

/** The product, axis by axis, slice by slice. */
function product(x: Tensor, { axes, keepdims = false }: Over): Tensor {
  const order = [axes ?? []].flat().map((d) => (d + x.shape.length) % x.shape.length);
  let out = x;
  for (const axis of order)
    out = nn.split(out, Array<number>(out.shape[axis]!).fill(1), axis).reduce((a, b) => nn.mul(a, b));
  return keepdims
    ? out
    : nn.reshape(
        out,
        out.shape.filter((_, d) => !order.includes(d)),
      );
}

/** Indices of the greatest or least; with select_last_index the last of equals, found from the other end. */
const place = (find: typeof nn.argmax) => (c: Case) => {
  const x = c.tensor(0);
  const axis = (c.number('axis', 0) + x.shape.length) % x.shape.length;
  const last = c.flag('select_last_index');
  const index = find(last ? nn.slice(x, { axis, step: -1 }) : x, axis);
  const shape = x.shape.flatMap((n, d) => (d === axis ? (c.flag('keepdims', true) ? [1] : []) : [n]));
  return [{ shape, data: last ? index.map((i) => x.shape[axis]! - 1 - i) : index }];
};

/** Over axes. */
export const reductions: Operators = {
  ArgMax: place(nn.argmax),
  ArgMin: place(nn.argmin),
  ReduceL1: reduce(sumOf(nn.abs), 0, nn.abs),
  ReduceL2: reduce((x, over) => nn.sqrt(nn.sum(square(x), over)), 0, nn.abs),
  ReduceLogSum: reduce((x, over) => nn.log(nn.sum(x, over)), -Infinity, nn.log),
  ReduceLogSumExp: reduce(logSumExp, -Infinity),
  ReduceMax: reduce(nn.max, -Infinity),
  ReduceMean: reduce(nn.mean),
  ReduceMin: reduce(nn.min, Infinity),
  ReduceProd: reduce(product, 1),
  ReduceSum: reduce(nn.sum, 0),
  ReduceSumSquare: reduce(sumOf(square), 0, square),
};
