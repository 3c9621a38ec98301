/** Activations that a matrix product can end with, by number: src/nn/ops has the names. */
import { relu } from '../kernels/relu';
import { sigmoid } from '../kernels/sigmoid';
import { tanh } from '../kernels/tanh';
import { map } from './map';
import { sigmoidVec } from './math';
import { madd, mul, splat } from './simd';

const RELU = 1, SIGMOID = 2, TANH = 3;

/** x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))) = x · sigmoid of twice that argument (Hendrycks, Gimpel 2016, §2). */
class GeluTanh {
  @inline at(x: vec): vec {
    return mul(x, sigmoidVec(mul(x, madd(mul(x, x), splat(0.0713548163), splat(1.5957691216)))));
  }
}

/** `rows` rows of n numbers, ld bytes apart, in place. */
export function activate(activation: i32, c: usize, ld: usize, rows: i32, n: i32): void {
  if (ld == <usize>n << 2) {
    n *= rows;
    rows = 1;
  }
  for (; rows > 0; rows--, c += ld) {
    if (activation == RELU) relu(c, c, n);
    else if (activation == SIGMOID) sigmoid(c, c, n);
    else if (activation == TANH) tanh(c, c, n);
    else map<GeluTanh>(c, c, n);
  }
}
