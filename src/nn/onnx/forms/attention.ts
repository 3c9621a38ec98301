/** Attention, the matrix of scores written out, and rotary positions. */
import { longs } from '../Graph';
import type { Graph } from '../Graph';
import { TYPES } from '../model';
import type { Form, Forms, Step } from '../Step';
import type { Size } from '../Varying';
import { indicesOf } from './shapes';

const ROWS_SECOND = { perm: longs([0, 2, 1, 3]) };

/** Part of the last axis, or of another. */
const part = (g: Graph, x: string, start: number, end: number, axis = -1, by = 1) =>
  g.op('Slice', [x, ...[start, end, axis, by].map((n) => g.integers([n]))]);

/** Heads apart: (batch, heads, length, size), and the length as a row of one number. */
interface Heads {
  readonly x: string;
  readonly heads: number;
  readonly size: number;
  readonly length: string;
}

function headsOf(
  g: Graph,
  x: string,
  shape: readonly Size[],
  fixed: (axis: number) => number,
  numHeads: number,
): Heads {
  if (shape.length === 4) return { x, heads: fixed(1), size: fixed(3), length: g.extent(x, 2, shape[2]!) };
  const size = fixed(2) / numHeads;
  const apart = g.op('Reshape', [x, g.integers([0, 0, numHeads, size])]);
  return { x: g.op('Transpose', [apart], ROWS_SECOND), heads: numHeads, size, length: g.extent(x, 1, shape[1]!) };
}

/** Each key head as many times as query heads look at it. */
const repeat = (g: Graph, { x, heads, size }: Heads, times: number) => {
  if (times === 1) return x;
  const many = g.op('Expand', [g.op('Unsqueeze', [x, g.integers([2])]), g.integers([1, 1, times, 1, 1])]);
  return g.op('Reshape', [many, g.integers([0, heads * times, -1, size])]);
};

function attend(g: Graph, step: Step, [q, k, v]: readonly [Heads, Heads, Heads], mask: number): [string, string] {
  const times = q.heads / k.heads;
  const turned = g.op('Transpose', [repeat(g, k, times)], { perm: longs([0, 1, 3, 2]) });
  const scale = g.float(step.number('scale', 1 / Math.sqrt(q.size)));
  const products = g.op('Mul', [g.op('MatMul', [q.x, turned]), scale]);
  const softcap = step.number('softcap', 0);
  const bent = softcap
    ? g.op('Mul', [g.op('Tanh', [g.op('Div', [products, g.float(softcap)])]), g.float(softcap)])
    : products;
  const { scores, blind } = hide(g, step, bent, q, k, mask);
  const softmax = g.op('Softmax', [scores], { axis: -1n });
  let weights = softmax;
  if (blind) {
    // A query that sees no key: −∞ everywhere, of which softmax is no number.
    const most = g.op('ReduceMax', [scores, g.integers([-1])], { keepdims: 1n });
    weights = g.op('Where', [g.op('Equal', [most, g.float(-Infinity)]), g.float(0), softmax]);
  }
  const output = g.op('MatMul', [weights, repeat(g, v, times)]);
  return [output, [products, bent, scores, weights][step.number('weightsStage', 3)]!];
}

/** Scores with −∞ where a query may not look; and whether one may see nothing. */
function hide(g: Graph, step: Step, products: string, q: Heads, k: Heads, at: number) {
  const [mask, lengths] = step.inputs.slice(at) as [string, string | undefined];
  let [scores, blind] = [products, false];
  const keep = (allowed: string) => (scores = g.op('Where', [allowed, scores, g.float(-Infinity)]));
  if (mask) {
    blind = true;
    const boolean = step.text('maskType') === 'bool';
    const whole = widen(g, mask, step.shapes[at]!, k, boolean ? 0 : -Infinity);
    if (boolean) keep(g.op('Cast', [whole], { to: BigInt(TYPES.bool) }));
    else scores = g.op('Add', [scores, whole]);
  }
  const keys = g.range(k.length);
  /** (batch,1,1,1) */
  const ends = lengths && g.op('Reshape', [lengths, g.integers([-1, 1, 1, 1])]);
  if (ends) {
    blind = true;
    keep(g.op('Less', [keys, ends]));
  }
  if (step.flag('isCausal')) {
    const queries = g.op('Unsqueeze', [g.range(q.length), g.integers([1])]);
    const given = step.has('causalOffset');
    const offset = given ? g.sizes(step.op, [step.size('causalOffset')]) : ends && g.op('Sub', [ends, q.length]);
    blind ||= given && !((step.size('causalOffset') as number) >= 0);
    keep(g.op('LessOrEqual', [keys, offset ? g.op('Add', [queries, offset]) : queries]));
  }
  return { scores, blind };
}

/** A mask whose last axis is shorter than there are keys hides the rest. */
function widen(g: Graph, mask: string, shape: readonly Size[], k: Heads, hidden: number): string {
  const own = shape.at(-1)!;
  if (own === 1) return mask;
  const length = g.extent(mask, shape.length - 1, own);
  if (length === k.length) return mask;
  const missing = g.op('Sub', [k.length, length]);
  return g.op('Pad', [
    mask,
    g.op('Concat', [g.integers([0]), missing], { axis: 0n }),
    g.float(hidden),
    g.integers([-1]),
  ]);
}

/** In the form of the query: rows of all heads side by side, where it has three axes. */
const together = (g: Graph, step: Step, x: string, width: number) =>
  step.rank(0) === 4 ? x : g.op('Reshape', [g.op('Transpose', [x], ROWS_SECOND), g.integers([0, 0, width])]);

const scaledDotProductAttention: Form = (g, step) => {
  const numHeads = step.number('numHeads', 0);
  const counts = [numHeads, ...Array<number>(2).fill(step.number('numKvHeads', numHeads))];
  const [q, k, v] = counts.map((n, i) =>
    headsOf(g, step.inputs[i]!, step.shapes[i]!, (axis) => step.extent(i, axis), n),
  ) as [Heads, Heads, Heads];
  const [output, weights] = attend(g, step, [q, k, v], 3);
  return [together(g, step, output, q.heads * v.size), weights];
};

const packedAttention: Form = (g, step) => {
  const numHeads = step.number('numHeads');
  const width = step.extent(0, 2) / 3;
  const [x, shape] = [step.inputs[0]!, step.shapes[0]!];
  const parts = [0, 1, 2].map((i) =>
    headsOf(g, part(g, x, i * width, (i + 1) * width), shape, () => width, numHeads),
  ) as [Heads, Heads, Heads];
  const [output, weights] = attend(g, step, parts, 1);
  return [together(g, step, output, width), weights];
};

/** Pairs (a, b) -> (a cos − b sin, a sin + b cos), in rows (batch, length, heads, size). */
const rotaryEmbedding: Form = (g, step) => {
  const [x, cos, sin, positions] = step.inputs as [string, string, string, string];
  const [shape, pairs] = [step.shapes[0]!, step.number('pairs')];
  const flat = shape.length === 3;
  const heads = flat ? step.number('numHeads') : step.extent(0, 1);
  const size = flat ? step.extent(0, 2) / heads : step.extent(0, 3);
  const [length, batch] = [shape[flat ? 1 : 2]!, shape[0]!];
  const rows = flat ? g.op('Reshape', [x, g.integers([0, 0, heads, size])]) : g.op('Transpose', [x], ROWS_SECOND);
  const [c, s] = [cos, sin].map((table) => {
    const own = positions
      ? g.op('Gather', [table, indicesOf(g, step, 3, [batch, length])], { axis: 0n })
      : step.rank(1) === 3
        ? table
        : g.op('Slice', [table, g.integers([0]), g.extent(x, flat ? 1 : 2, length), g.integers([0])]);
    return g.op('Unsqueeze', [own, g.integers([-2])]);
  }) as [string, string];
  const interleaved = step.flag('interleaved');
  const a = interleaved ? part(g, rows, 0, 2 * pairs, -1, 2) : part(g, rows, 0, pairs);
  const b = interleaved ? part(g, rows, 1, 2 * pairs, -1, 2) : part(g, rows, pairs, 2 * pairs);
  const times = (u: string, w: string) => g.op('Mul', [u, w]);
  const turned = [g.op('Sub', [times(a, c), times(b, s)]), g.op('Add', [times(a, s), times(b, c)])];
  const last = g.integers([-1]);
  const front = interleaved
    ? g.op('Reshape', [
        g.op(
          'Concat',
          turned.map((u) => g.op('Unsqueeze', [u, last])),
          { axis: -1n },
        ),
        g.integers([0, 0, 0, 2 * pairs]),
      ])
    : g.op('Concat', turned, { axis: -1n });
  const whole = 2 * pairs < size ? g.op('Concat', [front, part(g, rows, 2 * pairs, size)], { axis: -1n }) : front;
  return [flat ? g.op('Reshape', [whole, g.integers([0, 0, heads * size])]) : g.op('Transpose', [whole], ROWS_SECOND)];
};

export const attention: Forms = { packedAttention, rotaryEmbedding, scaledDotProductAttention };
