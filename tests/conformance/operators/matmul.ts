import { matmul as product, sizeOf } from '@/nn';
import type { Shape } from '@/nn';
import type { Case, Operators } from '../case';

/** Index of the matrix of a broadcast operand that belongs to matrix `i` of the result. */
function matrixAt(batch: Shape, own: Shape, i: number): number {
  let index = 0;
  let stride = 1;
  for (let d = 1; d <= batch.length; d++) {
    const n = own.at(-d) ?? 1;
    if (d <= own.length && n > 1) index += stride * (i % batch.at(-d)!);
    if (d <= own.length) stride *= n;
    i = Math.floor(i / batch.at(-d)!);
  }
  return index;
}

/** numpy's rules: one-dimensional operands are promoted and squeezed, batch dimensions broadcast. */
function matMul(c: Case) {
  const [a, b] = [c.plain(0), c.plain(1)];
  const shapeA = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const shapeB = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [batchA, batchB] = [shapeA.slice(0, -2), shapeB.slice(0, -2)];
  const rank = Math.max(batchA.length, batchB.length);
  const batch = Array.from({ length: rank }, (_, i) => Math.max(batchA.at(i - rank) ?? 1, batchB.at(i - rank) ?? 1));
  const [M, K, N] = [shapeA.at(-2)!, shapeA.at(-1)!, shapeB.at(-1)!];
  const data: number[] = [];
  for (let i = 0; i < sizeOf(batch); i++) {
    const [fromA, fromB] = [M * K * matrixAt(batch, batchA, i), K * N * matrixAt(batch, batchB, i)];
    const A = c.runtime.tensor(Array.from(a.data).slice(fromA, fromA + M * K), [M, K]);
    const B = c.runtime.tensor(Array.from(b.data).slice(fromB, fromB + K * N), [K, N]);
    data.push(...product(A, B).values());
  }
  return [{ shape: [...batch, ...(a.shape.length > 1 ? [M] : []), ...(b.shape.length > 1 ? [N] : [])], data }];
}

/** Y = alpha op(A) op(B) + beta C */
function gemm(c: Case) {
  const [transA, transB] = [c.flag('transA'), c.flag('transB')];
  const out = product(c.tensor(0), c.tensor(1), { transA, transB });
  const [M, N] = out.shape as [number, number];
  const [alpha, beta, bias] = [c.number('alpha', 1), c.number('beta', 1), c.has(2) ? c.plain(2) : undefined];
  const [rows, columns] = [bias?.shape.at(-2) ?? 1, bias?.shape.at(-1) ?? 1];
  const data = Array.from(out.values(), (v, i) => {
    const [m, n] = [rows > 1 ? Math.floor(i / N) : 0, columns > 1 ? i % N : 0];
    return alpha * v + (bias ? beta * bias.data[m * columns + n]! : 0);
  });
  return [{ shape: [M, N], data }];
}

export const matmul: Operators = { MatMul: matMul, Gemm: gemm };
