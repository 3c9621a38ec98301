/**
 * Numbers in f64 that remember what they were computed from, so that an oracle states its equation once and its gradient
 * follows by the chain rule, number by number. tests/oracle/layers.test.ts checks it against central differences.
 */
export class Num {
  static count = 0;
  readonly order = Num.count++;
  readonly value: number;
  /** The numbers that this one was computed from, each with ∂this/∂it. */
  readonly from: readonly (readonly [Num, number])[];

  constructor(value: number, from: readonly (readonly [Num, number])[] = []) {
    this.value = value;
    this.from = from;
  }
}

export const num = (value: number): Num => new Num(value);
export const nums = (values: ArrayLike<number>): Num[] => Array.from(values, num);
export const valuesOf = (list: readonly Num[]): number[] => list.map(({ value }) => value);

export const add = (...terms: readonly Num[]): Num =>
  new Num(
    terms.reduce((s, t) => s + t.value, 0),
    terms.map((t) => [t, 1] as const),
  );
export const linear = (a: Num, slope: number, shift = 0): Num => new Num(slope * a.value + shift, [[a, slope]]);
export const sub = (a: Num, b: Num): Num => add(a, linear(b, -1));
export const mul = (a: Num, b: Num): Num =>
  new Num(a.value * b.value, [
    [a, b.value],
    [b, a.value],
  ]);
export const div = (a: Num, b: Num): Num =>
  new Num(a.value / b.value, [
    [a, 1 / b.value],
    [b, -a.value / b.value ** 2],
  ]);
/** Σ a b */
export const dot = (a: readonly Num[], b: readonly Num[]): Num => add(...a.map((v, i) => mul(v, b[i]!)));
export const mean = (list: readonly Num[]): Num => linear(add(...list), 1 / list.length);
/** The greatest; of several the first. */
export const greatest = (list: readonly Num[]): Num => list.reduce((a, b) => (b.value > a.value ? b : a));

const map =
  (f: (x: number) => number, slope: (x: number, y: number) => number) =>
  (a: Num): Num => {
    const y = f(a.value);
    return new Num(y, [[a, slope(a.value, y)]]);
  };
export const exp = map(Math.exp, (_, y) => y);
export const log = map(Math.log, (x) => 1 / x);
export const sqrt = map(Math.sqrt, (_, y) => 1 / (2 * y));
export const tanh = map(Math.tanh, (_, y) => 1 - y * y);
export const relu = map(
  (x) => Math.max(x, 0),
  (x) => (x > 0 ? 1 : 0),
);
export const sigmoid = map(
  (x) => 1 / (1 + Math.exp(-x)),
  (_, y) => y * (1 - y),
);

/** d(Σ upstream[i] outputs[i]) / dx for every x of each list. */
export function gradients(
  outputs: readonly Num[],
  upstream: ArrayLike<number>,
  ...lists: readonly (readonly Num[])[]
): number[][] {
  const slopes = new Map<Num, number>();
  const reached = new Set<Num>(outputs);
  for (const node of reached) for (const [source] of node.from) reached.add(source);
  outputs.forEach((y, i) => slopes.set(y, (slopes.get(y) ?? 0) + upstream[i]!));
  for (const node of [...reached].sort((a, b) => b.order - a.order)) {
    const slope = slopes.get(node) ?? 0;
    for (const [source, partial] of node.from) slopes.set(source, (slopes.get(source) ?? 0) + slope * partial);
  }
  return lists.map((list) => list.map((x) => slopes.get(x) ?? 0));
}
