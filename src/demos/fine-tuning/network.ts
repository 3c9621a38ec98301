/**
 * The net: 81 pixels, two hidden layers, and a head for each task.
 *
 *   h₁ = relu(x W₁ + b₁),  h₂ = relu(h₁ W₂ + b₂),  logits of A = h₂ Wₐ + bₐ,  logits of B = h₂ W_b + b_b
 *
 * All its numbers in a row are θ: training on one task leaves the head of the other as it was.
 */
import type { Random } from '@/lib/random';
import { createRuntime, crossEntropy, detach, INITS, linear, SGD } from '@/nn';
import type { Indices, Optimiser, Plan, Tensor } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import type { TuningValues } from './params';
import { CLASSES_A, CLASSES_B, PIXELS, type Images } from './tasks';

/** The numbers of all layers, one after the other, weights (in,out) row by row and then biases. */
export type Theta = Float32Array;
export type Head = 'a' | 'b';
export type Frozen = TuningValues['frozen'];
/** On held-out images: how many are right, and the mean loss. */
export type Score = { readonly right: number; readonly loss: number };

export const BATCH = 20;
const CLASSES = { a: CLASSES_A, b: CLASSES_B } as const;
const HIDDEN = [48, 32] as const;
const LAYERS = [
  { name: 'layer1', from: PIXELS, to: HIDDEN[0] },
  { name: 'layer2', from: HIDDEN[0], to: HIDDEN[1] },
  { name: 'a', from: HIDDEN[1], to: CLASSES_A },
  { name: 'b', from: HIDDEN[1], to: CLASSES_B },
] as const;
type Layer = (typeof LAYERS)[number]['name'];

const sizes = LAYERS.map(({ from, to }) => (from + 1) * to);
/** Where the second layer's weights lie in θ, and where the head of B begins. */
export const LAYER2 = { start: sizes[0]!, end: sizes[0]! + HIDDEN[0] * HIDDEN[1], width: HIDDEN[1] } as const;
const HEAD_B = sizes[0]! + sizes[1]! + sizes[2]!;

/** Which layers learn, by what is frozen; the head always does. */
const LEARNING: Readonly<Record<Frozen, readonly Layer[]>> = {
  none: ['layer1', 'layer2'],
  first: ['layer2'],
  trunk: [],
};

export const drawTheta = (random: Random): Theta =>
  Float32Array.from(
    LAYERS.flatMap(({ from, to }) => [...INITS.default(random, from * to, from), ...INITS.default(random, to, from)]),
  );

/** θ with the head of B from another. */
export const withHeadOf = (theta: Theta, head: Theta): Theta => {
  const made = theta.slice();
  made.set(head.subarray(HEAD_B), HEAD_B);
  return made;
};

/** A recorded step, and the rate at which it is made. */
export type Training = { readonly plan: Plan; readonly optimiser: Optimiser; readonly lr: number };

export type Network = ReturnType<typeof createNetwork>;

export function createNetwork(kernels: Kernels) {
  const runtime = createRuntime(kernels);
  const layers = Object.fromEntries(
    LAYERS.map(({ name, from, to }) => [
      name,
      {
        weight: runtime.parameter(new Float32Array(from * to), [from, to]),
        bias: runtime.parameter(new Float32Array(to), [to]),
      },
    ]),
  ) as Record<Layer, { weight: Tensor; bias: Tensor }>;
  const tensors = LAYERS.flatMap(({ name }) => [layers[name].weight, layers[name].bias]);

  const write = (theta: Theta) => {
    let at = 0;
    for (const tensor of tensors) tensor.set(theta.subarray(at, (at += tensor.size)));
  };
  const read = (): Theta => Float32Array.from(tensors.flatMap((tensor) => [...tensor.values()]));

  const apply = (x: Tensor, layer: Layer, activation: 'relu' | 'identity') =>
    linear(x, layers[layer].weight, layers[layer].bias, { activation });
  function logits(x: Tensor, head: Head, frozen: Frozen = 'none'): Tensor {
    const first = apply(x, 'layer1', 'relu');
    const second = apply(frozen === 'first' ? detach(first) : first, 'layer2', 'relu');
    return apply(frozen === 'trunk' ? detach(second) : second, head, 'identity');
  }

  const place = (images: Images, head: Head): readonly [Tensor, Indices] => [
    runtime.tensor(images.pixels, [images.labels.length, PIXELS]),
    runtime.indices(images.labels, [images.labels.length], CLASSES[head]),
  ];

  return {
    place,
    /** A step of gradient descent on the next BATCH rows of the data, recorded; to be made many times. */
    record(head: Head, data: readonly [Tensor, Indices], frozen: Frozen, lr: number): Training {
      const learning = Object.fromEntries(
        [...LEARNING[frozen], head].flatMap((name) => [
          [`${name}.weight`, layers[name].weight],
          [`${name}.bias`, layers[name].bias],
        ]),
      );
      const optimiser = new SGD(learning, { lr });
      const plan = runtime.record(
        (x, y) => {
          const loss = crossEntropy(logits(x, head, frozen), y);
          optimiser.zeroGrad();
          runtime.backward(loss);
          optimiser.step();
          return loss;
        },
        { data, batch: BATCH },
      );
      return { plan, optimiser, lr };
    },
    /** From θ by so many steps, the last quarter at a tenth of the rate. @returns nothing where a number stops being finite */
    train({ plan, optimiser, lr }: Training, theta: Theta, steps: number): Theta | undefined {
      write(theta);
      plan.restart();
      const last = Math.floor(steps / 4);
      for (const [count, rate] of [
        [steps - last, lr],
        [last, lr / 10],
      ] as const) {
        optimiser.lr = rate;
        if (plan.run(count).length < count) return undefined;
      }
      const trained = read();
      return trained.every(Number.isFinite) ? trained : undefined;
    },
    score(theta: Theta, head: Head, [x, labels]: readonly [Tensor, Indices]): Score {
      write(theta);
      return runtime.scope(() => {
        const out = logits(x, head);
        const [rows, classes, truth] = [out.values(), CLASSES[head], labels.values()];
        let right = 0;
        truth.forEach((label, i) => {
          const row = rows.subarray(i * classes, (i + 1) * classes);
          if (row.every((z, c) => c === label || z < row[label]!)) right++;
        });
        return { right, loss: crossEntropy(out, labels).item() };
      });
    },
    free: () => runtime.free(),
  };
}
