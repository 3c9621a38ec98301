/**
 * The same network in TensorFlow.js: same start, data, activations, loss and rate, through tfjs-layers, the port of
 * Keras. The library is passed in: a reader's browser brings the few parts that are needed, on WebAssembly
 * (tfjs.worker.ts); the tests bring the whole of it, on its plain JavaScript backend.
 */
import type * as Core from '@tensorflow/tfjs-core';
import type { layers, Sequential } from '@tensorflow/tfjs-layers';
import { B1, B2, HIDDEN, INPUTS, SAMPLES, W1, W2 } from './network';
import type { NetworkValues } from './network';

export interface Library {
  readonly tf: Pick<typeof Core, 'mean' | 'mul' | 'square' | 'sub' | 'sum' | 'tensor1d' | 'tensor2d' | 'tidy'>;
  readonly sgd: (learningRate: number) => Core.SGDOptimizer;
  readonly dense: (config: Parameters<typeof layers.dense>[0]) => ReturnType<typeof layers.dense>;
  readonly sequential: () => Sequential;
}

export interface LayersRun {
  /** Trains n epochs; the losses before each of them. */
  train(n: number): Promise<number[]>;
  /** The loss now. */
  loss(): number;
  dispose(): void;
}

/** @param start W1 (3,4), b1 (4), W2 (4,1), b2 (1), row by row: 21 numbers */
export function createLayersRun(
  { tf, sgd, dense, sequential }: Library,
  values: NetworkValues,
  start: readonly number[],
): LayersRun {
  const lossOf = (target: Core.Tensor, out: Core.Tensor) =>
    tf.tidy(() => {
      const squares = tf.square(tf.sub(out, target));
      return values.loss === 'mean' ? tf.mean(squares) : tf.mul(0.5, tf.sum(squares));
    });
  const model = sequential();
  model.add(dense({ units: HIDDEN, activation: values.hidden, inputShape: [INPUTS] }));
  model.add(dense({ units: 1, activation: values.output }));
  const optimizer = sgd(values.learningRate);
  model.compile({ optimizer, loss: lossOf });

  const given = [
    tf.tensor2d(start.slice(W1(0, 0), B1(0)), [INPUTS, HIDDEN]),
    tf.tensor1d(start.slice(B1(0), W2(0))),
    tf.tensor2d(start.slice(W2(0), B2), [HIDDEN, 1]),
    tf.tensor1d(start.slice(B2)),
  ];
  model.setWeights(given);
  const x = tf.tensor2d([...values.inputs], [SAMPLES, INPUTS]);
  const y = tf.tensor2d([...values.targets], [SAMPLES, 1]);

  return {
    async train(n) {
      const losses: number[] = [];
      for (let i = 0; i < n; i++) losses.push((await model.trainOnBatch(x, y)) as number);
      return losses;
    },
    loss: () => tf.tidy(() => lossOf(y, model.predict(x) as Core.Tensor).dataSync()[0]!),
    dispose() {
      for (const tensor of [...given, x, y]) tensor.dispose();
      model.dispose();
      optimizer.dispose();
    },
  };
}
