/** Activations that a matrix product can end with, by number: src/nn/ops has the names. */
import { sigmoidVec, tanhVec } from './math';
import { BYTES, add, loadOne, loadVec, madd, mul, splat, storeOne, storeVec, wherePositive } from './simd';

export const IDENTITY = 0;
export const RELU = 1;
export const SIGMOID = 2;
export const TANH = 3;
/** x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))) = x · sigmoid of twice that argument (Hendrycks, Gimpel 2016, §2). */
export const GELU_TANH = 4;

const GELU = memory.data<f32>([1.5957691216, 0.0713548163]);

@inline
function at(activation: i32, x: vec): vec {
  if (activation == RELU) return wherePositive(x, x);
  if (activation == SIGMOID) return sigmoidVec(x);
  if (activation == TANH) return tanhVec(x);
  return mul(x, sigmoidVec(mul(x, madd(mul(x, x), splat(load<f32>(GELU, 4)), splat(load<f32>(GELU))))));
}

/** `rows` rows of n numbers, ld bytes apart, in place. */
export function activate(activation: i32, c: usize, ld: usize, rows: i32, n: i32): void {
  for (; rows > 0; rows--, c += ld) {
    if (activation == RELU) reluRow(c, n);
    else if (activation == SIGMOID) sigmoidRow(c, n);
    else if (activation == TANH) tanhRow(c, n);
    else geluRow(c, n);
  }
}

function reluRow(c: usize, n: i32): void {
  rowOf(RELU, c, n);
}
function sigmoidRow(c: usize, n: i32): void {
  rowOf(SIGMOID, c, n);
}
function tanhRow(c: usize, n: i32): void {
  rowOf(TANH, c, n);
}
function geluRow(c: usize, n: i32): void {
  rowOf(GELU_TANH, c, n);
}

@inline
function rowOf(activation: i32, c: usize, n: i32): void {
  const end = c + (<usize>n << 2), whole = end - (<usize>n % LANES << 2);
  for (; c < whole; c += BYTES) storeVec(c, at(activation, loadVec(c)));
  for (; c < end; c += 4) storeOne(c, at(activation, loadOne(c)));
}
