/**
 * A network of objects, one for each unit and each connection, trained sample by sample in plain JavaScript: the manner of
 * TensorFlow Playground. For networks of a few units nothing that calls a kernel for each operation comes near it.
 */
type Link = { weight: number; from: Unit; slope: number };
type Unit = { bias: number; links: Link[]; outgoing: Link[]; to: Unit[]; output: number; delta: number; slope: number };

const ACTIVATIONS = {
  sigmoid: { f: (x: number) => 1 / (1 + Math.exp(-x)), slope: (y: number) => y * (1 - y) },
  tanh: { f: Math.tanh, slope: (y: number) => 1 - y * y },
};
export type ObjectActivation = keyof typeof ACTIVATIONS;

/** weights[l] (in,out) and biases[l] (out) of each layer. */
export function createObjectNet(
  sizes: readonly number[],
  activation: ObjectActivation,
  weights: readonly Float32Array[],
  biases: readonly Float32Array[],
) {
  const { f, slope } = ACTIVATIONS[activation];
  const unit = (): Unit => ({ bias: 0, links: [], outgoing: [], to: [], output: 0, delta: 0, slope: 0 });
  const layers = sizes.map((n) => Array.from({ length: n }, unit));
  for (let l = 1; l < layers.length; l++)
    layers[l]!.forEach((to, j) => {
      layers[l - 1]!.forEach((from) => {
        const link = { weight: 0, from, slope: 0 };
        to.links.push(link);
        from.outgoing.push(link);
        from.to.push(to);
      });
      to.bias = biases[l - 1]![j]!;
    });
  const inputs = layers[0]!;
  const outputs = layers.at(-1)!;

  function reset(): void {
    for (let l = 1; l < layers.length; l++)
      layers[l]!.forEach((to, j) => {
        to.bias = biases[l - 1]![j]!;
        to.links.forEach((link, i) => (link.weight = weights[l - 1]![i * sizes[l]! + j]!));
      });
  }
  function forward(x: ArrayLike<number>, row: number): void {
    for (let i = 0; i < inputs.length; i++) inputs[i]!.output = x[row * inputs.length + i]!;
    for (let l = 1; l < layers.length; l++)
      for (const to of layers[l]!) {
        let z = to.bias;
        for (const link of to.links) z += link.weight * link.from.output;
        to.output = f(z);
      }
  }
  /** Of ½ (output − target)². */
  function backward(y: ArrayLike<number>, row: number): void {
    for (let j = 0; j < outputs.length; j++) {
      const to = outputs[j]!;
      to.delta = (to.output - y[row * outputs.length + j]!) * slope(to.output);
    }
    for (let l = layers.length - 1; l >= 1; l--) {
      for (const to of layers[l]!) {
        to.slope += to.delta;
        for (const link of to.links) link.slope += to.delta * link.from.output;
      }
      if (l > 1)
        for (const from of layers[l - 1]!) {
          let sum = 0;
          for (let i = 0; i < from.to.length; i++) sum += from.outgoing[i]!.weight * from.to[i]!.delta;
          from.delta = sum * slope(from.output);
        }
    }
  }
  function update(rate: number): void {
    for (let l = 1; l < layers.length; l++)
      for (const to of layers[l]!) {
        to.bias -= rate * to.slope;
        to.slope = 0;
        for (const link of to.links) {
          link.weight -= rate * link.slope;
          link.slope = 0;
        }
      }
  }
  return {
    reset,
    /** One step: the mean squared error over rows `from` … `from + batch` goes down. */
    step(x: ArrayLike<number>, y: ArrayLike<number>, from: number, batch: number, lr: number): void {
      for (let row = from; row < from + batch; row++) {
        forward(x, row);
        backward(y, row);
      }
      update((2 * lr) / (batch * outputs.length));
    },
    /** The first layer's weights (in,out). */
    first: () => inputs.flatMap((from) => from.outgoing.map(({ weight }) => weight)),
  };
}
