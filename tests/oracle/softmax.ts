/** softmax and logSoftmax over the middle axis of x (outer, C, inner), from the definition. */
import { add, div, exp, greatest, linear, log, sub } from './tape';
import type { Num } from './tape';

export type Axis = { outer: number; C: number; inner: number };

function overAxis({ outer, C, inner }: Axis, x: readonly Num[], f: (row: Num[]) => Num[]): Num[] {
  const out: Num[] = [];
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const at = (c: number) => (o * C + c) * inner + i;
      f(Array.from({ length: C }, (_, c) => x[at(c)]!)).forEach((y, c) => (out[at(c)] = y));
    }
  return out;
}

/** x less its greatest as a number: that shift changes neither the result nor the gradient. */
const shifted = (row: readonly Num[]) => row.map((v) => linear(v, 1, -greatest(row).value));

export const softmax = (axis: Axis, x: readonly Num[]): Num[] =>
  overAxis(axis, x, (row) => {
    const powers = shifted(row).map(exp);
    return powers.map((p) => div(p, add(...powers)));
  });

export const logSoftmax = (axis: Axis, x: readonly Num[]): Num[] =>
  overAxis(axis, x, (row) => {
    const s = shifted(row);
    return s.map((v) => sub(v, log(add(...s.map(exp)))));
  });
