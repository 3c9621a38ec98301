import * as nn from '@/nn';
import type { Case, Operators, Plain } from '../case';

const axisOf = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

/** Reshape's rules: 0 keeps the size that stands there (unless allowzero), −1 is what is left. */
function reshape(c: Case) {
  const x = c.tensor(0);
  const to = (c.numbers(1) ?? c.list('shape')!).map((n, d) => (n === 0 && !c.flag('allowzero') ? x.shape[d]! : n));
  return [nn.reshape(x, to)];
}

function squeeze(c: Case) {
  const x = c.tensor(0);
  const axes = (c.numbers(1) ?? c.list('axes'))?.map((axis) => axisOf(axis, x.shape.length));
  return [
    nn.reshape(
      x,
      x.shape.filter((n, d) => (axes ? !axes.includes(d) : n !== 1)),
    ),
  ];
}

function unsqueeze(c: Case) {
  const x = c.tensor(0);
  const given = c.numbers(1) ?? c.list('axes')!;
  const rank = x.shape.length + given.length;
  const axes = new Set(given.map((axis) => axisOf(axis, rank)));
  const sizes = x.shape.values();
  return [
    nn.reshape(
      x,
      Array.from({ length: rank }, (_, d) => (axes.has(d) ? 1 : sizes.next().value!)),
    ),
  ];
}

function slice(c: Case) {
  const x = c.tensor(0);
  const starts = c.numbers(1) ?? c.list('starts')!;
  const ends = c.numbers(2) ?? c.list('ends')!;
  const axes = c.numbers(3) ?? c.list('axes') ?? starts.map((_, i) => i);
  const steps = c.numbers(4) ?? [];
  return [nn.slice(x, ...starts.map((start, i) => ({ axis: axes[i]!, start, end: ends[i]!, step: steps[i] ?? 1 })))];
}

/** Constant padding by `pad`; edge, reflect and wrap by choosing rows, axis after axis; a negative width crops. */
function pad(c: Case) {
  const mode = c.text('mode', 'constant');
  const pads = c.numbers(1) ?? c.list('pads')!;
  const value = c.numbers(2)?.[0] ?? c.number('value', 0);
  let x = c.tensor(0);
  const axes = c.numbers(3) ?? x.shape.map((_, d) => d);
  axes.forEach((axis, i) => {
    const d = axisOf(axis, x.shape.length);
    const n = x.shape[d]!;
    const [before, after] = [pads[i]!, pads[i + axes.length]!];
    if (mode === 'constant') {
      x = nn.slice(x, { axis: d, start: Math.max(-before, 0), end: n - Math.max(-after, 0) });
      x = nn.pad(
        x,
        x.shape.map((_, k): [number, number] => (k === d ? [Math.max(before, 0), Math.max(after, 0)] : [0, 0])),
        value,
      );
      return;
    }
    const place = (k: number) => {
      if (mode === 'edge') return Math.min(Math.max(k, 0), n - 1);
      if (mode === 'wrap') return ((k % n) + n) % n;
      const turn = Math.max(2 * (n - 1), 1);
      const folded = ((k % turn) + turn) % turn;
      return folded < n ? folded : turn - folded;
    };
    x = nn.gather(
      x,
      Array.from({ length: before + n + after }, (_, k) => place(k - before)),
      { axis: d },
    );
  });
  return [x];
}

function split(c: Case) {
  const x = c.tensor(0);
  const axis = axisOf(c.number('axis', 0), x.shape.length);
  const n = x.shape[axis]!;
  const parts = c.number('num_outputs', c.record.outputs.length);
  const each = Math.ceil(n / parts);
  const even = Array.from({ length: parts }, (_, i) => Math.min(each, n - i * each));
  return nn.split(x, c.numbers(1) ?? c.list('split') ?? even, axis);
}

function gather(c: Case) {
  const x = c.tensor(0);
  const axis = axisOf(c.number('axis', 0), x.shape.length);
  const { shape, data } = c.plain(1);
  return [
    nn.gather(
      x,
      Array.from(data, (i) => axisOf(i, x.shape[axis]!)),
      { axis, shape },
    ),
  ];
}

/** Times 1 on and under (or over) a diagonal, 0 elsewhere. */
function trilu(c: Case) {
  const x = c.tensor(0);
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const k = c.numbers(1)?.[0] ?? 0;
  const upper = c.flag('upper', true);
  const mask = Array.from({ length: rows * columns }, (_, i) => {
    const off = (i % columns) - Math.floor(i / columns) - k;
    return Number(upper ? off >= 0 : off <= 0);
  });
  return [nn.where(c.runtime.tensor(mask, [rows, columns]), x, 0)];
}

/** The product with a triangle of ones. */
function cumSum(c: Case) {
  const x = c.tensor(0);
  const axis = axisOf(c.numbers(1)![0]!, x.shape.length);
  const n = x.shape[axis]!;
  const turned = nn.transpose(x, axis, -1);
  const [exclusive, reverse] = [c.flag('exclusive'), c.flag('reverse')];
  const triangle = Array.from({ length: n * n }, (_, i) => {
    const ahead = (reverse ? -1 : 1) * ((i % n) - Math.floor(i / n));
    return Number(exclusive ? ahead > 0 : ahead >= 0);
  });
  const sums = nn.matmul(nn.reshape(turned, [-1, n]), c.runtime.tensor(triangle, [n, n]));
  return [nn.transpose(nn.reshape(sums, turned.shape), axis, -1)];
}

function oneHot(c: Case) {
  const { shape, data } = c.plain(0);
  const depth = c.numbers(1)![0]!;
  const [off, on] = c.numbers(2) as [number, number];
  const axis = axisOf(c.number('axis', -1), shape.length + 1);
  const hot = nn.oneHot(
    c.runtime,
    Array.from(data, (i) => axisOf(i, depth)),
    depth,
  );
  const valued = nn.reshape(nn.add(nn.mul(hot, on - off), off), [...shape, depth]);
  const order = shape.map((_, d) => d);
  return [nn.permute(valued, [...order.slice(0, axis), shape.length, ...order.slice(axis)])];
}

const ones = (like: Plain): Plain => ({ shape: like.shape, data: Array<number>(like.data.length).fill(1) });

/** Views, copies and choices. */
export const shapes: Operators = {
  Concat: (c) => [nn.concat(c.tensors(), c.number('axis', 0))],
  CumSum: cumSum,
  // Inference: the identity and, if asked for, a mask of ones.
  Dropout: (c) => [c.tensor(0), ones(c.plain(0))],
  Expand: (c) => {
    const x = c.tensor(0);
    const to = c.numbers(1)!;
    const rank = Math.max(to.length, x.shape.length);
    const at = (shape: readonly number[], d: number) => shape[d - rank + shape.length] ?? 1;
    return [
      nn.expand(
        x,
        Array.from({ length: rank }, (_, d) => Math.max(at(to, d), at(x.shape, d))),
      ),
    ];
  },
  Flatten: (c) => [nn.flatten(c.tensor(0), c.number('axis', 1))],
  Gather: gather,
  Identity: (c) => [c.tensor(0)],
  OneHot: oneHot,
  Pad: pad,
  Reshape: reshape,
  Slice: slice,
  Split: split,
  Squeeze: squeeze,
  Tile: (c) => [
    c.numbers(1)!.reduce((x, times, axis) => nn.concat(Array<nn.Tensor>(times).fill(x), axis), c.tensor(0)),
  ],
  Transpose: (c) => {
    const x = c.tensor(0);
    return [nn.permute(x, c.list('perm') ?? x.shape.map((_, d) => x.shape.length - 1 - d))];
  },
  Trilu: trilu,
  Unsqueeze: unsqueeze,
};
