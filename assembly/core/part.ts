/** A whole vec, or one element in lane 0, so that one body serves a loop and its tail. */
import { BYTES, loadOne, loadVec, storeOne, storeVec } from './simd';

@inline
export function loadPart(whole: bool, p: usize): vec {
  return whole || LANES == 1 ? loadVec(p) : loadOne(p);
}

@inline
export function storePart(whole: bool, p: usize, x: vec): void {
  if (whole || LANES == 1) storeVec(p, x);
  else storeOne(p, x);
}

/** How many bytes of the `left` to take at once: a vec, or one element. */
@inline
export function stepOfPart(left: usize): usize {
  return left >= BYTES ? BYTES : 4;
}
