import { ShapeError, show } from '@/lib/errors';
import type { Tensor } from '../tensor';

/**
 * Matrix product of a (M,K) and b (K,N); with `transA` a is (K,M), with `transB` b is (N,K).
 *
 * @returns (M,N)
 * @throws {ShapeError} not matrices, or inner sizes that differ
 */
export function matmul(a: Tensor, b: Tensor, { transA = false, transB = false } = {}): Tensor {
  const { runtime } = a;
  runtime.check('matmul', a);
  runtime.check('matmul', b);
  const [rowsA, columnsA] = a.shape;
  const [rowsB, columnsB] = b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2)
    throw new ShapeError(`matmul: both are matrices; got ${show(a.shape)} and ${show(b.shape)}`);
  const M = (transA ? columnsA : rowsA)!;
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
  const out = runtime.result([M, N], M * N, a.requiresGrad || b.requiresGrad);
  k.matmul(out.data, a.data, b.data, M, K, N, ta, tb);
  if (out.requiresGrad)
    out._backward = () => k.matmulBackward(a.grad, b.grad, out.grad, a.data, b.data, M, K, N, ta, tb);
  return out;
}
