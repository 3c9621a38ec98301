/**
 * The net in f64, from its equations: h₁ = relu(x W₁ + b₁), h₂ = relu(h₁ W₂ + b₂), z = h₂ W + b, and the mean of
 * −ln softmax(z)[label] as its loss; gradients by the chain rule, written out. θ lies as in src: W₁ b₁ W₂ b₂ Wₐ bₐ W_b b_b.
 */
const SIZES = [81, 48, 32] as const;
const CLASSES = { a: 12, b: 8 } as const;
type Head = keyof typeof CLASSES;

/** Start, inputs and outputs of each layer in θ. */
function layersOf(head: Head) {
  const [input, first, second] = SIZES;
  const shapes = [
    [input, first],
    [first, second],
    [second, CLASSES.a],
    [second, CLASSES.b],
  ] as const;
  let at = 0;
  const all = shapes.map(([from, to]) => {
    const start = at;
    at += (from + 1) * to;
    return { start, from, to };
  });
  return [all[0]!, all[1]!, head === 'a' ? all[2]! : all[3]!];
}

/** Values after each layer: x, h₁, h₂, z. */
function forward(theta: ArrayLike<number>, head: Head, x: ArrayLike<number>): number[][] {
  const values = [Array.from(x)];
  layersOf(head).forEach(({ start, from, to }, l) => {
    const before = values[l]!;
    const z = Array.from({ length: to }, (_, j) => {
      let sum = theta[start + from * to + j]!;
      for (let i = 0; i < from; i++) sum += before[i]! * theta[start + i * to + j]!;
      return sum;
    });
    values.push(l < 2 ? z.map((v) => Math.max(0, v)) : z);
  });
  return values;
}

const softmax = (z: readonly number[]) => {
  const top = Math.max(...z);
  const e = z.map((v) => Math.exp(v - top));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((v) => v / sum);
};

type Data = { readonly pixels: ArrayLike<number>; readonly labels: readonly number[] };
const image = ({ pixels }: Data, i: number) => Array.prototype.slice.call(pixels, 81 * i, 81 * (i + 1)) as number[];

export function score(theta: ArrayLike<number>, head: Head, data: Data): { right: number; loss: number } {
  let [right, loss] = [0, 0];
  data.labels.forEach((label, i) => {
    const z = forward(theta, head, image(data, i))[3]!;
    if (z.indexOf(Math.max(...z)) === label) right++;
    loss -= Math.log(softmax(z)[label]!) / data.labels.length;
  });
  return { right, loss };
}

/** θ after `steps` of gradient descent on batches of 20 rows in turn; layers before `frozen` stay, the rate drops to a tenth for the last quarter. */
export function train(
  start: ArrayLike<number>,
  head: Head,
  data: Data,
  rate: number,
  steps: number,
  frozen = 0,
): number[] {
  const theta = Array.from(start);
  const layers = layersOf(head);
  for (let step = 0; step < steps; step++) {
    const gradient = new Float64Array(theta.length);
    for (let k = 0; k < 20; k++) {
      const row = (20 * step + k) % data.labels.length;
      const values = forward(theta, head, image(data, row));
      let dz = softmax(values[3]!).map((p, c) => (p - (c === data.labels[row] ? 1 : 0)) / 20);
      for (let l = 2; l >= frozen; l--) {
        const { start: at, from, to } = layers[l]!;
        const before = values[l]!;
        const dh = new Array<number>(from).fill(0);
        for (let j = 0; j < to; j++) {
          gradient[at + from * to + j]! += dz[j]!;
          for (let i = 0; i < from; i++) {
            gradient[at + i * to + j]! += before[i]! * dz[j]!;
            dh[i]! += theta[at + i * to + j]! * dz[j]!;
          }
        }
        dz = dh.map((d, i) => (before[i]! > 0 ? d : 0));
      }
    }
    const now = step < steps - Math.floor(steps / 4) ? rate : rate / 10;
    for (let i = 0; i < theta.length; i++) theta[i]! -= now * gradient[i]!;
  }
  return theta;
}
