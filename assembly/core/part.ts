/** A whole vec, or one element in lane 0: `whole` is a constant, so that one body serves the loop and its tail. */
import { loadOne, loadVec, storeOne, storeVec } from './simd';

@inline
export function loadPart(whole: bool, p: usize): vec {
  return whole ? loadVec(p) : loadOne(p);
}

@inline
export function storePart(whole: bool, p: usize, x: vec): void {
  if (whole) storeVec(p, x);
  else storeOne(p, x);
}
