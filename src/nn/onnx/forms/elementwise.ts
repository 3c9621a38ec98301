/** Functions of one number and of two. */
import { TYPES } from '../model';
import type { Form, Forms } from '../Step';
import { longs } from '../Graph';

const BOOL = { to: BigInt(TYPES.bool) };
export const FLOAT = { to: BigInt(TYPES.float) };

const named =
  (type: string): Form =>
  (g, { inputs }) => [g.op(type, inputs)];
const comparison =
  (type: string): Form =>
  (g, { inputs }) => [g.op('Cast', [g.op(type, inputs)], FLOAT)];

export const elementwise: Forms = {
  abs: named('Abs'),
  erf: named('Erf'),
  exp: named('Exp'),
  log: named('Log'),
  neg: named('Neg'),
  relu: named('Relu'),
  sigmoid: named('Sigmoid'),
  softplus: named('Softplus'),
  sqrt: named('Sqrt'),
  tanh: named('Tanh'),
  gelu: named('Gelu'),
  geluTanh: (g, { inputs }) => [g.op('Gelu', inputs, { approximate: 'tanh' })],
  silu: (g, { inputs: [x] }) => [g.op('Mul', [x!, g.op('Sigmoid', [x!])])],
  elu: (g, step) => [g.op('Elu', step.inputs, { alpha: step.number('number') })],
  leakyRelu: (g, step) => [g.op('LeakyRelu', step.inputs, { alpha: step.number('number') })],
  clip: (g, step) => {
    const limit = (name: string) => (Number.isFinite(step.number(name)) ? g.float(step.number(name)) : '');
    return [g.op('Clip', [step.inputs[0]!, limit('low'), limit('high')])];
  },

  add: named('Add'),
  addBias: named('Add'),
  div: named('Div'),
  maximum: named('Max'),
  minimum: named('Min'),
  mul: named('Mul'),
  pow: named('Pow'),
  sub: named('Sub'),
  equal: comparison('Equal'),
  greater: comparison('Greater'),
  where: (g, { inputs: [condition, a, b] }) => [g.op('Where', [g.op('Cast', [condition!], BOOL), a!, b!])],

  softmax: (g, step) => [g.op('Softmax', step.inputs, { axis: longs([step.number('axis')])[0]! })],
  logSoftmax: (g, step) => [g.op('LogSoftmax', step.inputs, { axis: longs([step.number('axis')])[0]! })],
};
