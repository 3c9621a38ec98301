import { ShapeError, show } from '@/lib/errors';
import type { Shape, Tensor } from '../tensor';

/**
 * Matrix product of a (…,M,K) and b (…,K,N); with `transA` a is (…,K,M), with `transB` b is (…,N,K). Leading sizes
 * broadcast: those of a and b agree, counted from the right, or one of them is 1 or missing.
 *
 * @returns (…,M,N)
 * @throws {ShapeError} not matrices, inner sizes that differ, or leading sizes that do not broadcast
 */
export function matmul(a: Tensor, b: Tensor, { transA = false, transB = false } = {}): Tensor {
  const { runtime } = a;
  runtime.check('matmul', a);
  runtime.check('matmul', b);
  const [rowsA, columnsA] = a.shape.slice(-2);
  const [rowsB, columnsB] = b.shape.slice(-2);
  if (a.shape.length < 2 || b.shape.length < 2)
    throw new ShapeError(`matmul: both are matrices; got ${show(a.shape)} and ${show(b.shape)}`);
  let M = (transA ? columnsA : rowsA)!;
  const K = (transA ? rowsA : columnsA)!;
  const N = (transB ? rowsB : columnsB)!;
  if (K !== (transB ? columnsB : rowsB)) {
    const t = (trans: boolean) => (trans ? ' transposed' : '');
    throw new ShapeError(
      `matmul: the inner sizes agree; got ${show(a.shape)}${t(transA)} and ${show(b.shape)}${t(transB)}`,
    );
  }
  const k = runtime.kernels;
  const ta = +transA;
  const tb = +transB;
  let shape: Shape = [M, N];
  let pairs: readonly Pair[] = ONE_PAIR;
  if (a.shape.length > 2 || b.shape.length > 2) {
    const stack = stacks(a.shape, b.shape);
    shape = [...stack.shape, M, N];
    // Matrices of a below one another are one tall matrix, if all of them meet the same b.
    if (!transA && b.size === K * N) M = a.size / K;
    else ({ pairs } = stack);
  }
  const out = runtime.result(shape, pairs.length * M * N, a.requiresGrad || b.requiresGrad);
  const [stepA, stepB, step] = [4 * M * K, 4 * K * N, 4 * M * N];
  pairs.forEach(([i, j], n) => k.matmul(out.data + step * n, a.data + stepA * i, b.data + stepB * j, M, K, N, ta, tb));
  runtime.traced?.('matmul', [a, b], [out], { transA, transB });
  if (out.requiresGrad)
    out._backward = () =>
      pairs.forEach(([i, j], n) => {
        const [da, db] = [a.grad && a.grad + stepA * i, b.grad && b.grad + stepB * j]; // 0: not wanted
        const [pa, pb] = [a.data + stepA * i, b.data + stepB * j];
        k.matmulBackward(da, db, out.grad + step * n, pa, pb, M, K, N, ta, tb);
      });
  return out;
}

/** Which matrix of a meets which of b. */
type Pair = readonly [i: number, j: number];
const ONE_PAIR: readonly Pair[] = [[0, 0]];

/** Leading sizes of the result, and the pairs in its order. */
function stacks(a: Shape, b: Shape): { shape: number[]; pairs: Pair[] } {
  const rank = Math.max(a.length, b.length) - 2;
  const sizes = (shape: Shape) => [...Array<number>(rank - shape.length + 2).fill(1), ...shape.slice(0, -2)];
  const [of, to] = [sizes(a), sizes(b)];
  const shape: number[] = [];
  let pairs: Pair[] = [...ONE_PAIR];
  of.forEach((p, axis) => {
    const q = to[axis]!;
    if (p !== q && p !== 1 && q !== 1)
      throw new ShapeError(`matmul: leading sizes agree or are 1; got ${show(a)} and ${show(b)}`);
    const n = Math.max(p, q);
    shape.push(n);
    const steps = Array.from({ length: n }, (_, x) => x);
    pairs = pairs.flatMap(([i, j]) => steps.map((x): Pair => [i * p + (p > 1 ? x : 0), j * q + (q > 1 ? x : 0)]));
  });
  return { shape, pairs };
}
