import { relu, sigmoid, tanh } from '@/nn';
import type { Tensor } from '@/nn';
import type { Case, Operators } from '../case';

const unary = (op: (x: Tensor) => Tensor) => (c: Case) => [op(c.tensor(0))];

/** Element by element. */
export const elementwise: Operators = {
  Relu: unary(relu),
  Sigmoid: unary(sigmoid),
  Tanh: unary(tanh),
};
