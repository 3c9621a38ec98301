/** The three computation graphs: leaves whose numbers a reader sets, operations in the order of the forward pass. */
import type { Values } from '@/lib/params';
import type { params } from './demo';

export type BackpropValues = Values<typeof params>;
export type GraphName = BackpropValues['graph'];

/** Depth from top to bottom, lane from left to right. */
export type Place = readonly [depth: number, lane: number];

export type Leaf = {
  readonly id: string;
  readonly role: 'input' | 'weight' | 'bias' | 'target';
  readonly at: Place;
};
export type Op = {
  readonly id: string;
  /** mul a·b, the weight first · sum Σ · sigmoid σ · loss ½ Σ (ŷ − t)², all ŷ first, then all t */
  readonly kind: 'mul' | 'sum' | 'sigmoid' | 'loss';
  readonly from: readonly string[];
  readonly layer: 'hidden' | 'out';
  /** The output that its sample leads to: 'y', or 'y1' and 'y2' where there are two samples. */
  readonly out: string;
  readonly at: Place;
};
export type Graph = {
  readonly leaves: readonly Leaf[];
  readonly ops: readonly Op[];
  readonly depth: number;
  readonly lanes: number;
};

const leaf = (id: string, role: Leaf['role'], ...at: [number, number]): Leaf => ({ id, role, at });
const op =
  (layer: Op['layer'], out: string) =>
  (id: string, kind: Op['kind'], from: string, ...at: [number, number]): Op => ({
    id,
    kind,
    from: from.split(' '),
    layer,
    out,
    at,
  });
const hidden = op('hidden', 'y');
const last = op('out', 'y');
const [first, second] = [op('out', 'y1'), op('out', 'y2')];

/** Leaves stand in the order of the param that holds their numbers. */
export const GRAPHS: Readonly<Record<GraphName, Graph>> = {
  neuron: {
    leaves: [
      leaf('x1', 'input', 0, 1),
      leaf('x2', 'input', 0, 3),
      leaf('w1', 'weight', 0, 0),
      leaf('w2', 'weight', 0, 2),
      leaf('b', 'bias', 1, 1.5),
      leaf('t', 'target', 3, 2.75),
    ],
    ops: [
      last('p1', 'mul', 'w1 x1', 1, 0.5),
      last('p2', 'mul', 'w2 x2', 1, 2.5),
      last('z', 'sum', 'p1 p2 b', 2, 1.5),
      last('y', 'sigmoid', 'z', 3, 1.5),
      last('L', 'loss', 'y t', 4, 1.5),
    ],
    depth: 5,
    lanes: 4,
  },
  net: {
    leaves: [
      leaf('x1', 'input', 1, 2),
      leaf('x2', 'input', 1, 5),
      leaf('w11', 'weight', 0, 0),
      leaf('w21', 'weight', 0, 1),
      leaf('w12', 'weight', 0, 3),
      leaf('w22', 'weight', 0, 4),
      leaf('b1', 'bias', 2, 2),
      leaf('b2', 'bias', 2, 5),
      leaf('v1', 'weight', 4, 0),
      leaf('v2', 'weight', 4, 5),
      leaf('c', 'bias', 5, 2.5),
      leaf('t', 'target', 7, 3.75),
    ],
    ops: [
      hidden('p11', 'mul', 'w11 x1', 2, 0),
      hidden('p21', 'mul', 'w21 x2', 2, 1),
      hidden('z1', 'sum', 'p11 p21 b1', 3, 1),
      hidden('h1', 'sigmoid', 'z1', 4, 1),
      hidden('p12', 'mul', 'w12 x1', 2, 3),
      hidden('p22', 'mul', 'w22 x2', 2, 4),
      hidden('z2', 'sum', 'p12 p22 b2', 3, 4),
      hidden('h2', 'sigmoid', 'z2', 4, 4),
      last('q1', 'mul', 'v1 h1', 5, 1),
      last('q2', 'mul', 'v2 h2', 5, 4),
      last('s', 'sum', 'q1 q2 c', 6, 2.5),
      last('y', 'sigmoid', 's', 7, 2.5),
      last('L', 'loss', 'y t', 8, 2.5),
    ],
    depth: 9,
    lanes: 6,
  },
  batch: {
    leaves: [
      leaf('x1', 'input', 0, 0),
      leaf('x2', 'input', 0, 4),
      leaf('w', 'weight', 0, 2),
      leaf('b', 'bias', 1, 2),
      leaf('t1', 'target', 3, 0),
      leaf('t2', 'target', 3, 4),
    ],
    ops: [
      first('p1', 'mul', 'w x1', 1, 1),
      first('z1', 'sum', 'p1 b', 2, 1),
      first('y1', 'sigmoid', 'z1', 3, 1),
      second('p2', 'mul', 'w x2', 1, 3),
      second('z2', 'sum', 'p2 b', 2, 3),
      second('y2', 'sigmoid', 'z2', 3, 3),
      second('L', 'loss', 'y1 y2 t1 t2', 4, 2),
    ],
    depth: 5,
    lanes: 5,
  },
};

/** Operations forward, the same ones backward, one update. */
export const cycleOf = ({ ops }: Graph): number => 2 * ops.length + 1;

/**
 * How a number is written.
 *
 * @example nameOf('w11') // 'w₁₁'
 * @example nameOf('y2') // 'ŷ₂'
 */
export const nameOf = (id: string): string =>
  id.replace(/^y/, 'ŷ').replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]!);
