/**
 * Loops over arrays of n elements, written once. F is a class whose method `at` works on one vec;
 * it is never made (its reference is null), only its method is inlined.
 */
import { BYTES, add, loadOne, loadVec, storeOne, storeVec } from './simd';

/** out[i] = F(x[i]) */
@inline
export function map<F>(out: usize, x: usize, n: i32): void {
  const f = changetype<F>(0), end = x + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; x < whole; x += BYTES, out += BYTES) storeVec(out, f.at(loadVec(x)));
  for (; x < end; x += 4, out += 4) storeOne(out, f.at(loadOne(x)));
}

/** out[i] += F(a[i], b[i]) */
@inline
export function mapAdd<F>(out: usize, a: usize, b: usize, n: i32): void {
  const f = changetype<F>(0), end = a + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; a < whole; a += BYTES, b += BYTES, out += BYTES) storeVec(out, add(loadVec(out), f.at(loadVec(a), loadVec(b))));
  for (; a < end; a += 4, b += 4, out += 4) storeOne(out, add(loadOne(out), f.at(loadOne(a), loadOne(b))));
}
