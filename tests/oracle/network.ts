/** Whole networks in f64 on the tape: what their oracles share, and training by gradient descent. */
import { add, dot, gradients, log, exp, linear, mul, nums, relu, sub } from './tape';
import type { Num } from './tape';

/** Parameters by name, flat. */
export type Numbers = Readonly<Record<string, readonly number[]>>;
export type Nums = Readonly<Record<string, readonly Num[]>>;
export type Rows = readonly (readonly Num[])[];
/** The loss of a network whose data are fixed. */
export type Loss = (parameters: Nums) => Num;

/** Rows of `width` numbers. */
export const rowsOf = <T>(flat: readonly T[], width: number): T[][] =>
  Array.from({ length: flat.length / width }, (_, i) => flat.slice(i * width, (i + 1) * width));

/** Row by row  x W + b,  W (in,out). */
export const affine = (x: Rows, p: Nums, name: string): Num[][] => {
  const weight = p[`${name}.weight`]!;
  const bias = p[`${name}.bias`];
  const out = weight.length / x[0]!.length;
  const columns = Array.from({ length: out }, (_, j) => weight.filter((_, i) => i % out === j));
  return x.map((row) => columns.map((column, j) => (bias ? add(dot(row, column), bias[j]!) : dot(row, column))));
};

export const addRows = (a: Rows, b: Rows): Num[][] => a.map((row, i) => row.map((v, j) => add(v, b[i]![j]!)));

export const feedForward = (x: Rows, p: Nums, name: string): Num[][] =>
  affine(
    affine(x, p, `${name}.linear1`).map((row) => row.map(relu)),
    p,
    `${name}.linear2`,
  );

/** e^x over its sum. */
export const softmax = (row: readonly Num[]): Num[] => {
  const top = Math.max(...row.map(({ value }) => value));
  const e = row.map((v) => exp(linear(v, 1, -top)));
  const total = log(add(...e));
  return e.map((v) => exp(sub(log(v), total)));
};

/** Mean of −ln softmax(row)[class] over the rows whose class is not −1. */
export function crossEntropy(rows: Rows, classes: readonly number[]): Num {
  const terms = rows.flatMap((row, i) => (classes[i]! < 0 ? [] : [linear(log(softmax(row)[classes[i]!]!), -1)]));
  return linear(add(...terms), 1 / terms.length);
}

export const meanSquare = (list: readonly Num[], target: readonly number[]): Num =>
  linear(add(...list.map((v, i) => mul(linear(v, 1, -target[i]!), linear(v, 1, -target[i]!)))), 1 / list.length);

export function lossAndGradients(
  loss: Loss,
  parameters: Numbers,
): { loss: number; gradients: Record<string, number[]> } {
  const names = Object.keys(parameters);
  const lists = names.map((name) => nums(parameters[name]!));
  const value = loss(Object.fromEntries(names.map((name, i) => [name, lists[i]!])));
  const slopes = gradients([value], [1], ...lists);
  return { loss: value.value, gradients: Object.fromEntries(names.map((name, i) => [name, slopes[i]!])) };
}

/** Losses before each step of gradient descent; the norm of all gradients is brought down to `clip`. */
export function descend(
  loss: Loss,
  start: Numbers,
  { lr, steps, clip = Infinity }: { lr: number; steps: number; clip?: number },
): number[] {
  let p = start;
  return Array.from({ length: steps }, () => {
    const { loss: value, gradients: g } = lossAndGradients(loss, p);
    const norm = Math.hypot(...Object.values(g).flat());
    const rate = lr * Math.min(1, clip / norm);
    p = Object.fromEntries(
      Object.entries(p).map(([name, list]) => [name, list.map((v, i) => v - rate * g[name]![i]!)]),
    );
    return value;
  });
}
