/**
 * Index of the first element that is NaN or ±∞, or −1 when all are finite.
 *
 * x (n) f32 read
 * Caller ensures: n ≥ 1. Accuracy: exact. A finite array is read once: x − x is 0 for a finite x and NaN otherwise.
 */
import { BYTES, add, first, loadOne, loadVec, splat, sub, sum } from '../core/simd';

export function firstNonFinite(x: usize, n: i32): i32 {
  let p = x, probe = splat(0);
  const end = x + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; p < whole; p += BYTES) {
    const v = loadVec(p);
    probe = add(probe, sub(v, v));
  }
  let finite = sum(probe) == 0;
  for (; p < end; p += 4) {
    const v = loadOne(p);
    finite = finite && first(sub(v, v)) == 0;
  }
  if (finite) return -1;
  for (p = x; p < end; p += 4) if (!isFinite(load<f32>(p))) break;
  return <i32>((p - x) >> 2);
}
