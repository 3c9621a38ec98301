import * as nn from '@/nn';
import type { Tensor } from '@/nn';
import type { Case, Operators } from '../case';

const unary = (op: (x: Tensor) => Tensor) => (c: Case) => [op(c.tensor(0))];
const binary = (op: (a: Tensor, b: Tensor) => Tensor) => (c: Case) => [op(c.tensor(0), c.tensor(1))];
/** Any number of inputs. */
const fold = (op: (a: Tensor, b: Tensor) => Tensor) => (c: Case) => [c.tensors().reduce(op)];

/** max(0, min(1, αx + β)) */
const hardSigmoid = (x: Tensor, alpha: number, beta: number) => nn.clip(nn.add(nn.mul(x, alpha), beta), 0, 1);
/** A bound of Clip: an input, or (in old models) an attribute. */
const bound = (c: Case, i: number, name: string, otherwise: number) => c.numbers(i)?.[0] ?? c.number(name, otherwise);

/** Element by element; what src/nn has no kernel for is put together from what it has. */
export const elementwise: Operators = {
  Abs: unary(nn.abs),
  Add: binary(nn.add),
  Celu: (c) => {
    const alpha = c.number('alpha', 1);
    return [nn.mul(nn.elu(nn.div(c.tensor(0), alpha)), alpha)]; // the same on the right, where αx/α = x
  },
  Clip: (c) => [nn.clip(c.tensor(0), bound(c, 1, 'min', -Infinity), bound(c, 2, 'max', Infinity))],
  Div: binary(nn.div),
  Elu: (c) => [nn.elu(c.tensor(0), c.number('alpha', 1))],
  Equal: binary(nn.equal),
  Erf: unary(nn.erf),
  Exp: unary(nn.exp),
  Gelu: (c) => [nn.gelu(c.tensor(0), { approximate: c.text('approximate', 'none') as 'none' | 'tanh' })],
  Greater: binary(nn.greater),
  HardSigmoid: (c) => [hardSigmoid(c.tensor(0), c.number('alpha', 0.2), c.number('beta', 0.5))],
  HardSwish: unary((x) => nn.mul(x, hardSigmoid(x, 1 / 6, 0.5))),
  LeakyRelu: (c) => [nn.leakyRelu(c.tensor(0), c.number('alpha', 0.01))],
  Less: binary((a, b) => nn.greater(b, a)),
  Log: unary(nn.log),
  Max: fold(nn.maximum),
  Mean: (c) => [
    nn.div(
      c.tensors().reduce((a, b) => nn.add(a, b)),
      c.record.inputs.length,
    ),
  ],
  Min: fold(nn.minimum),
  Mish: unary((x) => nn.mul(x, nn.tanh(nn.softplus(x)))),
  Mul: binary(nn.mul),
  Neg: unary(nn.neg),
  PRelu: (c) => {
    const x = c.tensor(0);
    return [nn.add(nn.relu(x), nn.mul(c.tensor(1), nn.minimum(x, 0)))];
  },
  Pow: binary(nn.pow),
  Reciprocal: unary((x) => nn.div(1, x)),
  Relu: unary(nn.relu),
  Selu: (c) => {
    // The standard's own numbers.
    const [alpha, gamma] = [c.number('alpha', 1.6732632423543772), c.number('gamma', 1.0507009873554805)];
    return [nn.mul(nn.elu(c.tensor(0), alpha), gamma)];
  },
  Sigmoid: unary(nn.sigmoid),
  Sign: unary((x) => nn.sub(nn.greater(x, 0), nn.greater(0, x))),
  Softplus: unary(nn.softplus),
  Softsign: unary((x) => nn.div(x, nn.add(nn.abs(x), 1))),
  Sqrt: unary(nn.sqrt),
  Sub: binary(nn.sub),
  Sum: fold(nn.add),
  Swish: (c) => {
    const x = c.tensor(0);
    return [nn.mul(x, nn.sigmoid(nn.mul(x, c.number('alpha', 1))))];
  },
  Tanh: unary(nn.tanh),
  ThresholdedRelu: (c) => {
    const x = c.tensor(0);
    return [nn.where(nn.greater(x, c.number('alpha', 1)), x, 0)];
  },
  Where: (c) => [nn.where(c.tensor(0), c.tensor(1), c.tensor(2))],
};
