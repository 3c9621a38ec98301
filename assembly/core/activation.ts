/** Activations that a matrix product can end with, by number: src/nn/ops has the names. */
import { gelu } from '../kernels/gelu';
import { geluTanh } from '../kernels/geluTanh';
import { relu } from '../kernels/relu';
import { sigmoid } from '../kernels/sigmoid';
import { tanh } from '../kernels/tanh';

const RELU = 1, SIGMOID = 2, TANH = 3, GELU_TANH = 4;

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
    else if (activation == GELU_TANH) geluTanh(c, c, n);
    else gelu(c, c, n);
  }
}
