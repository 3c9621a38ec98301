/**
 * Clipping by the norm of all gradients together:  x ·= min(1, maxNorm / (‖g‖ + 1e-6)),   ‖g‖² = Σ g² over all of them
 *
 * x (n) f32 overwritten · square (1) f64 read: ‖g‖², collected by addSquares. It lies in memory, not in the arguments, so
 * that a recorded step can be replayed.
 * Caller ensures: n ≥ 1, maxNorm > 0. Accuracy: rel. 1e-6 against tests/oracle/optimisers.ts.
 * Source: Pascanu, Mikolov, Bengio 2013, ICML, algorithm 1; PyTorch `clip_grad_norm_`.
 */
import { map1 } from '../core/map';
import { mul } from '../core/simd';

class Times {
  @inline at(x: vec, scale: vec): vec {
    return mul(x, scale);
  }
}

export function clipNorm(x: usize, square: usize, n: i32, maxNorm: f64): void {
  const scale = maxNorm / (Math.sqrt(load<f64>(square)) + 1e-6);
  if (!(scale >= 1)) map1<Times>(x, x, n, scale); // a NaN goes on into x
}

/**
 * square += Σ x²
 *
 * square (1) f64 added to · x (n) f32 read
 */
export function addSquares(square: usize, x: usize, n: i32): void {
  let total: f64 = 0;
  for (const end = x + (<usize>n << 2); x < end; x += 4) total += <f64>load<f32>(x) * <f64>load<f32>(x);
  store<f64>(square, load<f64>(square) + total);
}
