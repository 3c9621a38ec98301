/** Functions of several numbers, with numpy's broadcasting, element by element in f64; and their gradients. */
type List = ArrayLike<number>;
export type Several = {
  readonly value: (...x: number[]) => number;
  /** ∂value/∂x, one for each. */
  readonly slopes: (...x: number[]) => number[];
};

export const add: Several = { value: (a, b) => a! + b!, slopes: () => [1, 1] };
export const sub: Several = { value: (a, b) => a! - b!, slopes: () => [1, -1] };
export const mul: Several = { value: (a, b) => a! * b!, slopes: (a, b) => [b!, a!] };
export const div: Several = { value: (a, b) => a! / b!, slopes: (a, b) => [1 / b!, -a! / b! ** 2] };
export const pow: Several = {
  value: (a, b) => a! ** b!,
  slopes: (a, b) => [b! === 0 ? 0 : b! * a! ** (b! - 1), a! > 0 ? a! ** b! * Math.log(a!) : 0],
};
const half = (first: number, second: number) => (first > second ? 1 : first === second ? 0.5 : 0);
export const maximum: Several = { value: Math.max, slopes: (a, b) => [half(a!, b!), half(b!, a!)] };
export const minimum: Several = { value: Math.min, slopes: (a, b) => [half(b!, a!), half(a!, b!)] };
export const greater: Several = { value: (a, b) => Number(a! > b!), slopes: () => [0, 0] };
export const equal: Several = { value: (a, b) => Number(a === b), slopes: () => [0, 0] };
export const where: Several = {
  value: (c, a, b) => (c !== 0 ? a! : b!),
  slopes: (c) => [0, Number(c !== 0), Number(c === 0)],
};

/** Row-major places in an array of `own` shape of every element of an array of `shape`. */
function places(own: readonly number[], shape: readonly number[]): number[] {
  const size = shape.reduce((a, b) => a * b, 1);
  return Array.from({ length: size }, (_, i) => {
    let [left, place, step] = [i, 0, 1];
    for (let d = 1; d <= shape.length; d++) {
      const at = left % shape.at(-d)!;
      left = Math.floor(left / shape.at(-d)!);
      const n = own.at(-d);
      if (d > own.length || n === undefined) continue;
      place += step * (n === 1 ? 0 : at);
      step *= n;
    }
    return place;
  });
}

/** The function over arrays of these shapes that broadcast to `shape`. */
export function broadcast(f: Several, arrays: readonly List[], shapes: readonly number[][], shape: readonly number[]) {
  const at = shapes.map((own) => places(own, shape));
  const size = shape.reduce((a, b) => a * b, 1);
  const inputs = Array.from({ length: size }, (_, i) => arrays.map((x, k) => x[at[k]![i]!]!));
  return {
    value: inputs.map((x) => f.value(...x)),
    /** Of Σ dout · value, one array for each input. */
    gradients: (dout: List) =>
      arrays.map((x, k) => {
        const sums = Array<number>(x.length).fill(0);
        inputs.forEach((values, i) => (sums[at[k]![i]!]! += dout[i]! * f.slopes(...values)[k]!));
        return sums;
      }),
  };
}
